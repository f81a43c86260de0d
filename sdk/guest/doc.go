// Package guest checks and builds the settings that a guest applies when it first boots: cloud-init
// on Linux, Sysprep on Windows.
//
//	init, err := guest.CloudInit{
//		HostName:          "web",
//		AuthorizedSshKeys: []string{key},
//		Nics:              []guest.Nic{{Name: "eth0", Ipv4: "192.0.2.10/24", Ipv4Gateway: "192.0.2.1"}},
//	}.Initialization()
//	vm, err := vms.Add(ctx, &types.Vm{Name: new("web"), ..., Initialization: init}, nil)
//	err = vms.VmService(*vm.ID).Start(ctx, &services.VmStartParams{UseCloudInit: new(true)})
//
// An engine refuses some mistakes, one at a time. It passes others on, and the guest then boots
// without its network or with wrong settings. This package finds both kinds before anything is sent,
// and reports them all at once; see [Problems]. None of its functions sends a request.
//
// An engine knows one account of the guest, which gets the password and the keys. Use the custom
// script for more accounts, files, packages and commands.
package guest
