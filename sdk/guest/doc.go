// Package guest checks and builds what a guest is told when it first boots: by cloud-init on Linux, by Sysprep on Windows.
//
//	init, err := guest.CloudInit{
//		HostName:          "web",
//		AuthorizedSshKeys: []string{key},
//		Nics:              []guest.Nic{{Name: "eth0", Ipv4: "192.0.2.10/24", Ipv4Gateway: "192.0.2.1"}},
//	}.Initialization()
//	vm, err := vms.Add(ctx, &types.Vm{Name: new("web"), ..., Initialization: init}, nil)
//	err = vms.VmService(*vm.ID).Start(ctx, &services.VmStartParams{UseCloudInit: new(true)})
//
// An engine refuses some mistakes, and with one message at a time; others it passes on, and the guest comes up without its network, or
// not as it was meant. Both kinds are found here before anything is sent, all at once: see [Problems]. No function of this package
// sends a request.
//
// An engine knows one account of the guest, to which password and keys belong. More accounts, files, packages and commands are for
// the custom script.
package guest
