"""Does with the Python SDK what its users do: reads, searches, follows, and the life of each kind of object."""
import contextlib
import os
import time

import ovirtsdk4 as sdk
from ovirtsdk4 import types

GIB = 2**30
connection = sdk.Connection(
    url=os.environ["OVIRT_URL"],
    username=os.environ["OVIRT_USERNAME"],
    password=os.environ["OVIRT_PASSWORD"],
    ca_file=os.environ["OVIRT_CAFILE"],
)
root = connection.system_service()


def wait(service, wanted, attribute="status"):
    deadline = time.monotonic() + 60
    while getattr(service.get(), attribute) != wanted:
        assert time.monotonic() < deadline, f"{service} isn't {wanted}"
        time.sleep(0.05)


@contextlib.contextmanager
def refused(code):
    try:
        yield
    except sdk.Error as e:
        assert e.code == code, f"refused with {e.code}, not {code}: {e}"
    else:
        raise AssertionError("accepted")


def removed(service):
    service.remove()
    deadline = time.monotonic() + 60
    while True:
        try:
            service.get()
        except sdk.NotFoundError:
            return
        assert time.monotonic() < deadline
        time.sleep(0.05)


def read_collections():
    for name in """affinity_labels bookmarks cluster_levels clusters cpu_profiles data_centers disk_profiles disks domains
            events groups hosts icons image_transfers instance_types jobs mac_pools network_filters networks
            operating_systems permissions roles scheduling_policies scheduling_policy_units storage_connections
            storage_domains tags templates users vm_pools vms vnic_profiles""".split():
        service = getattr(root, name + "_service")()
        items = service.list()
        for item in items[:2]:
            followed = connection.follow_link(item)
            assert followed.id == item.id, name


def search():
    vms = root.vms_service()
    assert [vm.name for vm in vms.list(search="name=vm-0000* sortby name desc", max=2)] == ["vm-00004", "vm-00003"]
    assert vms.list(search="name=nothing") == []
    vm = vms.list(search="name=vm-00001", follow="nics,disk_attachments.disk")[0]
    assert vm.nics[0].name == "nic1" and vm.disk_attachments[0].disk.alias == "vm-00001_Disk1"
    assert len(vms.list(query={"max": 1})) == 1
    assert vms.list(search="name=VM-00001", case_sensitive=False)
    assert root.hosts_service().list(search="status=up")


def life(collection, at, item, change, check):
    """Adds, reads, changes and removes one object."""
    made = collection.add(item)
    service = at(made.id)
    assert service.get().id == made.id
    assert made.id in [other.id for other in collection.list()]
    service.update(change)
    assert check(service.get()), item.name
    removed(service)
    with refused(404):
        service.get()


def small_objects():
    tags = root.tags_service()
    life(tags, tags.tag_service, types.Tag(name="py-tag", description="<&>"), types.Tag(name="py-tag2"),
         lambda t: t.name == "py-tag2")
    bookmarks = root.bookmarks_service()
    life(bookmarks, bookmarks.bookmark_service, types.Bookmark(name="py-b", value="Vms:"), types.Bookmark(value="Hosts:"),
         lambda b: b.value == "Hosts:")
    roles = root.roles_service()
    life(roles, roles.role_service, types.Role(name="py-role", administrative=False, permits=[types.Permit(id="1300")]),
         types.Role(description="changed"), lambda r: r.description == "changed")
    pools = root.mac_pools_service()
    life(pools, pools.mac_pool_service,
         types.MacPool(name="py-macs", ranges=[types.Range(from_="02:00:00:00:01:00", to="02:00:00:00:01:ff")]),
         types.MacPool(description="changed"), lambda p: p.description == "changed")
    labels = root.affinity_labels_service()
    life(labels, labels.label_service, types.AffinityLabel(name="py-label"), types.AffinityLabel(name="py-label2"),
         lambda a: a.name == "py-label2")
    kinds = root.instance_types_service()
    life(kinds, kinds.instance_type_service, types.InstanceType(name="py-type", memory=GIB),
         types.InstanceType(description="changed"), lambda t: t.description == "changed")


def centers():
    dcs = root.data_centers_service()
    dc = dcs.add(types.DataCenter(name="py-dc", local=False))
    at = dcs.data_center_service(dc.id)
    with refused(409):
        dcs.add(types.DataCenter(name="py-dc", local=False))
    quotas = at.quotas_service()
    life(quotas, quotas.quota_service, types.Quota(name="py-quota"), types.Quota(description="changed"),
         lambda q: q.description == "changed")
    qoss = at.qoss_service()
    life(qoss, qoss.qos_service, types.Qos(name="py-qos", type=types.QosType.STORAGE, max_iops=10),
         types.Qos(type=types.QosType.STORAGE, max_iops=20), lambda q: q.max_iops == 20)
    networks = root.networks_service()
    life(networks, networks.network_service,
         types.Network(name="py-net", data_center=dc, vlan=types.Vlan(id=7), usages=[types.NetworkUsage.VM]),
         types.Network(mtu=9000), lambda n: n.mtu == 9000)
    clusters = root.clusters_service()
    model = clusters.list()[0]
    life(clusters, clusters.cluster_service,
         types.Cluster(name="py-cluster", data_center=dc, cpu=types.Cpu(type=model.cpu.type, architecture=model.cpu.architecture)),
         types.Cluster(description="changed"), lambda c: c.description == "changed")
    removed(at)


def vm_life():
    vms = root.vms_service()
    vm = vms.add(types.Vm(name="py-vm", cluster=types.Cluster(name="Default"), template=types.Template(name="Blank"),
                          memory=GIB, memory_policy=types.MemoryPolicy(max=2 * GIB, guaranteed=GIB // 2)))
    at = vms.vm_service(vm.id)
    wait(at, types.VmStatus.DOWN)
    with refused(409):
        vms.add(types.Vm(name="py-vm", cluster=types.Cluster(name="Default"), template=types.Template(name="Blank")))
    at.update(types.Vm(comment="changed", description="also"))
    assert at.get().comment == "changed"
    nics = at.nics_service()
    life(nics, nics.nic_service, types.Nic(name="nic1", interface=types.NicInterface.VIRTIO), types.Nic(name="nic2"),
         lambda n: n.name == "nic2")
    attachments = at.disk_attachments_service()
    attachment = attachments.add(types.DiskAttachment(
        active=True, bootable=True, interface=types.DiskInterface.VIRTIO_SCSI,
        disk=types.Disk(name="py-disk", provisioned_size=GIB, format=types.DiskFormat.COW, backup=types.DiskBackup.INCREMENTAL,
                        storage_domains=[types.StorageDomain(name="data-001")])))
    disks = root.disks_service()
    wait(disks.disk_service(attachment.id), types.DiskStatus.OK)
    attachments.attachment_service(attachment.id).update(types.DiskAttachment(disk=types.Disk(provisioned_size=2 * GIB)))
    wait(disks.disk_service(attachment.id), types.DiskStatus.OK)
    tag = root.tags_service().add(types.Tag(name="py-vm-tag"))
    at.tags_service().add(types.Tag(name="py-vm-tag"))
    assert [v.id for v in vms.list(search="tag=py-vm-tag")] == [vm.id]
    root.tags_service().tag_service(tag.id).remove()

    at.start()
    wait(at, types.VmStatus.UP)
    with refused(409):
        at.start()
    assert at.get().host
    assert at.statistics_service().list()
    console = at.graphics_consoles_service().list()[0]
    assert at.graphics_consoles_service().console_service(console.id).ticket().value
    before = at.get().host.id
    at.migrate()
    deadline = time.monotonic() + 60
    while at.get().status != types.VmStatus.UP or at.get().host.id == before:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    snapshots = at.snapshots_service()
    snapshot = snapshots.add(types.Snapshot(description="py", persist_memorystate=False))
    wait(snapshots.snapshot_service(snapshot.id), types.SnapshotStatus.OK, "snapshot_status")
    backup(at, attachment.id)
    at.suspend()
    wait(at, types.VmStatus.SUSPENDED)
    at.start()
    wait(at, types.VmStatus.UP)
    at.reboot()
    wait(at, types.VmStatus.UP)
    at.shutdown()
    wait(at, types.VmStatus.DOWN)
    removed(snapshots.snapshot_service(snapshot.id))
    templates(vm, at)
    transfer(attachment.id)
    wait(at, types.VmStatus.DOWN)
    removed(at)
    with refused(404):
        disks.disk_service(attachment.id).get()


def backup(at, disk):
    backups = at.backups_service()
    made = backups.add(types.Backup(disks=[types.Disk(id=disk)]))
    one = backups.backup_service(made.id)
    wait(one, types.BackupPhase.READY, "phase")
    assert one.disks_service().list()
    one.finalize()
    wait(one, types.BackupPhase.SUCCEEDED, "phase")


def templates(vm, at):
    collection = root.templates_service()
    template = collection.add(types.Template(name="py-template", vm=types.Vm(id=vm.id)))
    one = collection.template_service(template.id)
    wait(one, types.TemplateStatus.OK)
    wait(at, types.VmStatus.DOWN)
    vms = root.vms_service()
    made = vms.add(types.Vm(name="py-made", cluster=types.Cluster(name="Default"), template=types.Template(name="py-template")))
    wait(vms.vm_service(made.id), types.VmStatus.DOWN)
    with refused(409):
        one.remove()
    removed(vms.vm_service(made.id))
    pools = root.vm_pools_service()
    pool = pools.add(types.VmPool(name="py-pool", cluster=types.Cluster(name="Default"), template=template, size=2))
    deadline = time.monotonic() + 60
    while [v.status for v in vms.list(search="pool=py-pool")] != [types.VmStatus.DOWN] * 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    removed(pools.pool_service(pool.id))
    removed(one)


def transfer(disk):
    transfers = root.image_transfers_service()
    made = transfers.add(types.ImageTransfer(disk=types.Disk(id=disk), direction=types.ImageTransferDirection.DOWNLOAD))
    one = transfers.image_transfer_service(made.id)
    wait(one, types.ImageTransferPhase.TRANSFERRING, "phase")
    assert one.get().transfer_url
    one.finalize()
    wait(root.disks_service().disk_service(disk), types.DiskStatus.OK)


def others():
    hosts = root.hosts_service()
    host = hosts.list()[0]
    at = hosts.host_service(host.id)
    for name in "nics statistics permissions tags hooks devices network_attachments numa_nodes storage affinity_labels".split():
        getattr(at, name + "_service")().list()
    domain = root.storage_domains_service().list(search="name=data-001")[0]
    sd = root.storage_domains_service().storage_domain_service(domain.id)
    for name in "disks disk_profiles disk_snapshots permissions storage_connections templates vms".split():
        getattr(sd, name + "_service")().list()
    cluster = root.clusters_service().cluster_service(root.clusters_service().list()[0].id)
    for name in "affinity_groups cpu_profiles enabled_features network_filters networks permissions".split():
        service = getattr(cluster, name + "_service", None)
        if service:
            service().list()
    event = root.events_service().add(types.Event(description="py", severity=types.LogSeverity.NORMAL, origin="py", custom_id=1))
    assert root.events_service().event_service(event.id).get().description == "py"
    assert len(root.events_service().list(max=3)) == 3
    job = root.jobs_service().add(types.Job(description="py", auto_cleared=True))
    one = root.jobs_service().job_service(job.id)
    step = one.steps_service().add(types.Step(description="py", type=types.StepEnum.EXECUTING))
    one.steps_service().step_service(step.id).end(succeeded=True)
    one.end(succeeded=True)
    assert one.get().status == types.JobStatus.FINISHED
    option = root.options_service().option_service("MaxNumOfVmSockets").get()
    assert option.values
    with refused(404):
        root.vms_service().vm_service("99999999-9999-4999-8999-999999999999").get()
    with refused(400):
        root.vms_service().add(types.Vm(name="not a name", cluster=types.Cluster(name="Default"), template=types.Template(name="Blank")))


assert connection.test(raise_exception=True)
assert root.get().product_info.version.major == 4
for part in (read_collections, search, small_objects, centers, vm_life, others):
    print(part.__name__, flush=True)
    part()
connection.close()
