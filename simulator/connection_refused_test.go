package simulator_test

import "testing"

// Recorded from an engine of model 4.6.1, or read in ConnectStorageToVdsCommand.
func TestConnectionsAreRefusedAsRecorded(t *testing.T) {
	t.Parallel()
	const path = "[Mount path is illegal, please use [IP:/path or FQDN:/path] convention.]"
	e := start(t)
	for _, tt := range []struct {
		name, members string
		status        int
		detail        string
	}{
		{"path without a slash", "<type>nfs</type><address>192.0.2.1</address><path>x</path>", 400, path},
		{"address with a blank", "<type>nfs</type><address>a b</address><path>/x</path>", 400, path},
		{"options of the engine", "<type>nfs</type><address>192.0.2.1</address><path>/x</path><mount_options>vers=4</mount_options>", 400,
			"[Cannot add Storage Connection. Custom mount options contain the following duplicate managed options: vers.]"},
		{"Gluster without a host", "<type>glusterfs</type><address>192.0.2.1</address><path>v</path><vfs_type>glusterfs</vfs_type>", 500,
			"[General command validation failure.]"},
		{"fibre channel", "<type>fcp</type>", 400, "[connection field cannot be empty.]"},
		{"images", "<type>glance</type><address>a</address><path>b</path>", 400, "[path field cannot be empty.]"},
		{"unknown host", "<type>nfs</type><address>192.0.2.1</address><path>/x</path><host><name>nosuch</name></host>", 404,
			"Entity not found: Hosts: name=nosuch"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e.refuses(tt.status, "POST", "/storageconnections", "<storage_connection>"+tt.members+"</storage_connection>", tt.detail)
		})
	}

	nfs := e.made("/storageconnections", "<storage_connection><type>nfs</type><address>192.0.2.1</address><path>/a</path></storage_connection>")
	e.refuses(400, "PUT", nfs, "<storage_connection><path>x</path></storage_connection>", path)
	e.refuses(400, "PUT", nfs, "<storage_connection><type>iscsi</type></storage_connection>", "[Target details cannot be empty.]")
	e.refuses(400, "PUT", nfs, "<storage_connection><type>localfs</type><path>/b</path></storage_connection>",
		"[Cannot edit Storage Connection. Storage type cannot be edited.]")
	e.refuses(404, "DELETE", nfs+"?host=nosuch", "", "Entity not found: nosuch")
	e.refuses(409, "POST", "/storageconnections",
		"<storage_connection><type>nfs</type><address>192.0.2.1</address><path>/a</path></storage_connection>",
		"[Cannot add Storage Connection. Storage connection "+nfs[len("/storageconnections/"):]+" already exists for .]")

	iscsi := e.made("/storageconnections", "<storage_connection><type>iscsi</type><address>192.0.2.1</address><port>3260</port>"+
		"<target>iqn.a</target><portal>192.0.2.1:3260,1</portal><path>/x</path></storage_connection>")
	e.hides(iscsi, "<portal>", "<path>")
}

// Recorded from an engine of model 4.6.1.
func TestActionsOnNothingAreAnswered(t *testing.T) {
	t.Parallel()
	e := start(t)
	e.refuses(400, "POST", "/storagedomains/"+nowhere+"/refreshluns", "<action/>", "[Data Center doesn't exist.]")
	e.want(200, "POST", "/imagetransfers/"+nowhere+"/cancel", "<action/>")
	e.want(404, "POST", "/imagetransfers/"+nowhere+"/pause", "<action/>")
	e.refuses(500, "POST", "/imagetransfers", `<image_transfer><disk id="`+nowhere+`"/></image_transfer>`,
		"[General command validation failure.]")
}
