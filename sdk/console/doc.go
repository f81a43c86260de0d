// Package console opens the screens of VMs: it reads the connection file for remote-viewer, and
// creates passwords for other viewers.
//
//	file, err := console.Get(ctx, conn, id, types.GraphicsTypeVnc)
//	path, err := file.WriteTemp("")
//	err = exec.Command("remote-viewer", path).Run()
//
// A password is valid for one console during one run of the VM. The engine admits a second user
// only if the VM allows it, or if the user has the permit to take over the console.
package console
