// Package console opens the screens of VMs: it gets the connection file that remote-viewer starts
// from, and passwords for viewers of one's own.
//
//	file, err := console.Get(ctx, conn, id, types.GraphicsTypeVnc)
//	path, err := file.WriteTemp("")
//	err = exec.Command("remote-viewer", path).Run()
//
// A password belongs to one console of one run of the VM. The engine lets in a second user only if
// the VM allows it or the user has the permit to take the console over.
package console
