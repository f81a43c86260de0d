package wire

func writeLink(w *Writer, v *vmLink) {
	w.Attr("href", &v.Href)
	w.Attr("rel", &v.Rel)
}

func writeRef(w *Writer, v *ref) {
	w.Attr("href", v.Href)
	w.Attr("id", v.ID)
	w.String("name", v.Name)
}

func writeTopology(w *Writer, v *topology) {
	w.Int("cores", v.Cores)
	w.Int("sockets", v.Sockets)
	w.Int("threads", v.Threads)
}

func writeCpu(w *Writer, v *vmCpu) {
	w.Text("architecture", v.Architecture)
	Object(w, "topology", v.Topology, writeTopology)
	w.String("type", v.Type)
}

func writeOs(w *Writer, v *vmOs) {
	if v.Devices != nil {
		w.Open("boot")
		StringList(w, "devices", "device", v.Devices)
		w.Close("boot")
	}
	w.String("type", v.Type)
}

func writeMemory(w *Writer, v *vmMemory) {
	w.Bool("ballooning", v.Ballooning)
	w.Int("guaranteed", v.Guaranteed)
	w.Int("max", v.Max)
}

func writeProperty(w *Writer, v *property) {
	w.String("name", v.Name)
	w.String("value", v.Value)
}

func writeCertificate(w *Writer, v *certificate) {
	w.String("content", v.Content)
	w.String("subject", v.Subject)
}

func writeDisplay(w *Writer, v *vmDisplay) {
	w.String("address", v.Address)
	w.Bool("allow_override", v.AllowOverride)
	Object(w, "certificate", v.Certificate, writeCertificate)
	w.String("disconnect_action", v.DisconnectAction)
	w.Int("monitors", v.Monitors)
	w.Int("port", v.Port)
	w.Text("type", v.Type)
}

func writeBios(w *Writer, v *vmBios) {
	if v.BootMenu != nil {
		w.Open("boot_menu")
		w.Bool("enabled", v.BootMenu)
		w.Close("boot_menu")
	}
	w.Text("type", v.Type)
}

func writeHa(w *Writer, v *vmHa) {
	w.Bool("enabled", v.Enabled)
	w.Int("priority", v.Priority)
}

func writeNic(w *Writer, v *nic) {
	w.Attr("href", v.Href)
	w.Attr("id", v.ID)
	w.String("name", v.Name)
	w.Text("interface", v.Interface)
	w.Bool("linked", v.Linked)
	if v.Mac != nil {
		w.Open("mac")
		w.String("address", v.Mac)
		w.Close("mac")
	}
	Object(w, "vm", v.Vm, writeRef)
}

func writeVm(w *Writer, v *vm) {
	w.Attr("href", v.Href)
	w.Attr("id", v.ID)
	if !w.OmitLinks {
		w.Actions(v.Href, v.Actions)
	}
	w.String("name", v.Name)
	w.String("description", v.Description)
	w.String("comment", v.Comment)
	if !w.OmitLinks {
		Repeat(w, "link", v.Links, writeLink)
	}
	Object(w, "bios", v.Bios, writeBios)
	Object(w, "cpu", v.Cpu, writeCpu)
	w.Int("cpu_shares", v.CpuShares)
	w.Time("creation_time", v.CreationTime)
	List(w, "custom_properties", "custom_property", v.CustomProperties, writeProperty)
	w.Bool("delete_protected", v.DeleteProtected)
	Object(w, "display", v.Display, writeDisplay)
	Object(w, "high_availability", v.HighAvailability, writeHa)
	Object(w, "large_icon", v.LargeIcon, writeRef)
	w.Int("memory", v.Memory)
	Object(w, "memory_policy", v.MemoryPolicy, writeMemory)
	w.Int("migration_downtime", v.MigrationDowntime)
	w.Bool("multi_queues_enabled", v.MultiQueues)
	w.String("origin", v.Origin)
	Object(w, "os", v.Os, writeOs)
	Object(w, "small_icon", v.SmallIcon, writeRef)
	w.Bool("start_paused", v.StartPaused)
	w.Bool("stateless", v.Stateless)
	w.Text("storage_error_resume_behaviour", v.StorageErrorResumeBehaviour)
	if v.Zone != nil {
		w.Open("time_zone")
		w.String("name", v.Zone)
		w.Close("time_zone")
	}
	w.Text("type", v.Type)
	Object(w, "cluster", v.Cluster, writeRef)
	Object(w, "cpu_profile", v.CpuProfile, writeRef)
	Object(w, "quota", v.Quota, writeRef)
	w.String("fqdn", v.Fqdn)
	w.Float("load", v.Load)
	w.Bool("next_run_configuration_exists", v.NextRun)
	w.Bool("run_once", v.RunOnce)
	w.Time("start_time", v.StartTime)
	w.Text("status", v.Status)
	w.String("stop_reason", v.StopReason)
	w.Time("stop_time", v.StopTime)
	Object(w, "host", v.Host, writeRef)
	List(w, "nics", "nic", v.Nics, writeNic)
	Object(w, "original_template", v.OriginalTempl, writeRef)
	Object(w, "template", v.Template, writeRef)
}
