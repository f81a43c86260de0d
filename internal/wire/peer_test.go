package wire

import "encoding/xml"

// The shapes that encoding/json and encoding/xml fill in the comparisons.

type jsonRef struct {
	Href string `json:"href"`
	ID   string `json:"id"`
}

type jsonVms struct {
	Vm []jsonVm `json:"vm"`
}

type jsonLinks struct {
	Link []struct {
		Rel string `json:"rel"`
	} `json:"link"`
}

type jsonVm struct {
	Href        string    `json:"href"`
	ID          string    `json:"id"`
	Actions     jsonLinks `json:"actions"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
	Comment     string    `json:"comment"`
	Link        []struct {
		Href string `json:"href"`
		Rel  string `json:"rel"`
	} `json:"link"`
	Bios struct {
		BootMenu struct {
			Enabled bool `json:"enabled,string"`
		} `json:"boot_menu"`
		Type string `json:"type"`
	} `json:"bios"`
	Cpu struct {
		Architecture string `json:"architecture"`
		Topology     struct {
			Cores   int64 `json:"cores,string"`
			Sockets int64 `json:"sockets,string"`
			Threads int64 `json:"threads,string"`
		} `json:"topology"`
	} `json:"cpu"`
	CpuShares        int64 `json:"cpu_shares,string"`
	CreationTime     int64 `json:"creation_time"`
	CustomProperties struct {
		CustomProperty []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"custom_property"`
	} `json:"custom_properties"`
	DeleteProtected bool `json:"delete_protected,string"`
	Display         struct {
		Address       string `json:"address"`
		AllowOverride bool   `json:"allow_override,string"`
		Certificate   struct {
			Content string `json:"content"`
			Subject string `json:"subject"`
		} `json:"certificate"`
		DisconnectAction string `json:"disconnect_action"`
		Monitors         int64  `json:"monitors,string"`
		Port             int64  `json:"port,string"`
		Type             string `json:"type"`
	} `json:"display"`
	HighAvailability struct {
		Enabled  bool  `json:"enabled,string"`
		Priority int64 `json:"priority,string"`
	} `json:"high_availability"`
	LargeIcon    jsonRef `json:"large_icon"`
	Memory       int64   `json:"memory,string"`
	MemoryPolicy struct {
		Ballooning bool  `json:"ballooning,string"`
		Guaranteed int64 `json:"guaranteed,string"`
		Max        int64 `json:"max,string"`
	} `json:"memory_policy"`
	MigrationDowntime  int64  `json:"migration_downtime,string"`
	MultiQueuesEnabled bool   `json:"multi_queues_enabled,string"`
	Origin             string `json:"origin"`
	Os                 struct {
		Boot struct {
			Devices struct {
				Device []string `json:"device"`
			} `json:"devices"`
		} `json:"boot"`
		Type string `json:"type"`
	} `json:"os"`
	SmallIcon                   jsonRef `json:"small_icon"`
	StartPaused                 bool    `json:"start_paused,string"`
	Stateless                   bool    `json:"stateless,string"`
	StorageErrorResumeBehaviour string  `json:"storage_error_resume_behaviour"`
	TimeZone                    struct {
		Name string `json:"name"`
	} `json:"time_zone"`
	Type                       string  `json:"type"`
	Cluster                    jsonRef `json:"cluster"`
	CpuProfile                 jsonRef `json:"cpu_profile"`
	Quota                      jsonRef `json:"quota"`
	Fqdn                       string  `json:"fqdn"`
	Load                       float64 `json:"load"`
	NextRunConfigurationExists bool    `json:"next_run_configuration_exists,string"`
	RunOnce                    bool    `json:"run_once,string"`
	StartTime                  int64   `json:"start_time"`
	Status                     string  `json:"status"`
	StopReason                 string  `json:"stop_reason"`
	StopTime                   int64   `json:"stop_time"`
	Host                       jsonRef `json:"host"`
	OriginalTemplate           jsonRef `json:"original_template"`
	Template                   jsonRef `json:"template"`
}

type xmlRef struct {
	Href *string `xml:"href,attr"`
	ID   *string `xml:"id,attr"`
	Name *string `xml:"name"`
}

type xmlVm struct {
	XMLName     xml.Name `xml:"vm"`
	Href        *string  `xml:"href,attr"`
	ID          *string  `xml:"id,attr"`
	Name        *string  `xml:"name"`
	Description *string  `xml:"description"`
	Comment     *string  `xml:"comment"`
	Bios        *struct {
		BootMenu *struct {
			Enabled *bool `xml:"enabled"`
		} `xml:"boot_menu"`
		Type *string `xml:"type"`
	} `xml:"bios"`
	Cpu *struct {
		Architecture *string `xml:"architecture"`
		Topology     *struct {
			Cores   *int64 `xml:"cores"`
			Sockets *int64 `xml:"sockets"`
			Threads *int64 `xml:"threads"`
		} `xml:"topology"`
	} `xml:"cpu"`
	CpuShares        *int64  `xml:"cpu_shares"`
	CreationTime     *string `xml:"creation_time"`
	CustomProperties *struct {
		CustomProperty []struct {
			Name  *string `xml:"name"`
			Value *string `xml:"value"`
		} `xml:"custom_property"`
	} `xml:"custom_properties"`
	DeleteProtected *bool `xml:"delete_protected"`
	Display         *struct {
		Address       *string `xml:"address"`
		AllowOverride *bool   `xml:"allow_override"`
		Certificate   *struct {
			Content *string `xml:"content"`
			Subject *string `xml:"subject"`
		} `xml:"certificate"`
		DisconnectAction *string `xml:"disconnect_action"`
		Monitors         *int64  `xml:"monitors"`
		Port             *int64  `xml:"port"`
		Type             *string `xml:"type"`
	} `xml:"display"`
	HighAvailability *struct {
		Enabled  *bool  `xml:"enabled"`
		Priority *int64 `xml:"priority"`
	} `xml:"high_availability"`
	LargeIcon    *xmlRef `xml:"large_icon"`
	Memory       *int64  `xml:"memory"`
	MemoryPolicy *struct {
		Ballooning *bool  `xml:"ballooning"`
		Guaranteed *int64 `xml:"guaranteed"`
		Max        *int64 `xml:"max"`
	} `xml:"memory_policy"`
	MigrationDowntime  *int64  `xml:"migration_downtime"`
	MultiQueuesEnabled *bool   `xml:"multi_queues_enabled"`
	Origin             *string `xml:"origin"`
	Os                 *struct {
		Boot *struct {
			Devices *struct {
				Device []string `xml:"device"`
			} `xml:"devices"`
		} `xml:"boot"`
		Type *string `xml:"type"`
	} `xml:"os"`
	SmallIcon                   *xmlRef `xml:"small_icon"`
	StartPaused                 *bool   `xml:"start_paused"`
	Stateless                   *bool   `xml:"stateless"`
	StorageErrorResumeBehaviour *string `xml:"storage_error_resume_behaviour"`
	TimeZone                    *struct {
		Name *string `xml:"name"`
	} `xml:"time_zone"`
	Type                       *string  `xml:"type"`
	Cluster                    *xmlRef  `xml:"cluster"`
	CpuProfile                 *xmlRef  `xml:"cpu_profile"`
	Quota                      *xmlRef  `xml:"quota"`
	Fqdn                       *string  `xml:"fqdn"`
	Load                       *float64 `xml:"load"`
	NextRunConfigurationExists *bool    `xml:"next_run_configuration_exists"`
	RunOnce                    *bool    `xml:"run_once"`
	StartTime                  *string  `xml:"start_time"`
	Status                     *string  `xml:"status"`
	StopReason                 *string  `xml:"stop_reason"`
	StopTime                   *string  `xml:"stop_time"`
	Host                       *xmlRef  `xml:"host"`
	OriginalTemplate           *xmlRef  `xml:"original_template"`
	Template                   *xmlRef  `xml:"template"`
}
