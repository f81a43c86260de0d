package inventory

import "strings"

// seedDoc is an object that is there from the start.
type seedDoc struct{ path, doc string }

// fixed are the objects that engines are installed with. References go to what stands before.
var fixed = []seedDoc{
	{
		"/tags",
		`<tag id="00000000-0000-0000-0000-000000000000"><name>root</name><description>root</description></tag>`,
	},
	{"/templates", blank},
	{
		"/instancetypes",
		instanceType(
			"00000003-0003-0003-0003-0000000000be",
			"Tiny",
			"536870912",
			"2147483648",
			"1",
		),
	},
	{
		"/instancetypes",
		instanceType(
			"00000005-0005-0005-0005-0000000002e6",
			"Small",
			"2147483648",
			"8589934592",
			"1",
		),
	},
	{
		"/instancetypes",
		instanceType(
			"00000007-0007-0007-0007-00000000010a",
			"Medium",
			"4294967296",
			"17179869184",
			"2",
		),
	},
	{
		"/instancetypes",
		instanceType(
			"00000009-0009-0009-0009-0000000000f1",
			"Large",
			"8589934592",
			"34359738368",
			"2",
		),
	},
	{
		"/instancetypes",
		instanceType(
			"0000000b-000b-000b-000b-00000000021f",
			"XLarge",
			"17179869184",
			"68719476736",
			"4",
		),
	},
}

// blank is the template that a VM is made of when nothing else is said.
const blank = `<template id="00000000-0000-0000-0000-000000000000"><name>Blank</name>
	<description>Blank template</description><comment></comment>
	<auto_pinning_policy>disabled</auto_pinning_policy>
	<bios><boot_menu><enabled>false</enabled></boot_menu></bios>
	<cpu><architecture>undefined</architecture><topology><cores>1</cores><sockets>1</sockets><threads>1</threads></topology></cpu>
	<cpu_pinning_policy>none</cpu_pinning_policy><cpu_shares>0</cpu_shares><creation_time>2008-04-01T00:00:00.000+03:00</creation_time><delete_protected>false</delete_protected>
	<display><allow_override>false</allow_override><copy_paste_enabled>true</copy_paste_enabled>
		<disconnect_action>LOCK_SCREEN</disconnect_action><disconnect_action_delay>0</disconnect_action_delay>
		<file_transfer_enabled>true</file_transfer_enabled><monitors>1</monitors>
		<smartcard_enabled>false</smartcard_enabled><type>vnc</type><video_type>vga</video_type></display>
	<high_availability><enabled>false</enabled><priority>0</priority></high_availability><io><threads>1</threads></io>
	<large_icon id="e1d65f01-d2f9-45f9-bab1-85e3f3f3ae81"/><memory>1073741824</memory>
	<memory_policy><ballooning>true</ballooning><guaranteed>1073741824</guaranteed><max>4294967296</max></memory_policy>
	<migration><auto_converge>inherit</auto_converge><compressed>inherit</compressed><encrypted>inherit</encrypted>
		<parallel_migrations_policy>inherit</parallel_migrations_policy></migration>
	<migration_downtime>-1</migration_downtime><multi_queues_enabled>true</multi_queues_enabled><origin>ovirt</origin>
	<os><boot><devices><device>hd</device></devices></boot><type>other</type></os>
	<placement_policy><affinity>migratable</affinity></placement_policy>
	<rng_device><source>urandom</source></rng_device><small_icon id="7aafe7e7-590f-416a-afa1-8b95ed130178"/>
	<sso><methods><method id="guest_agent"/></methods></sso><start_paused>false</start_paused><stateless>false</stateless>
	<storage_error_resume_behaviour>auto_resume</storage_error_resume_behaviour><type>server</type>
	<usb><enabled>false</enabled></usb>
	<virtio_scsi_multi_queues_enabled>false</virtio_scsi_multi_queues_enabled><status>ok</status>
	<version><version_name></version_name><version_number>0</version_number>
	</version></template>`

func instanceType(id, name, memory, most, sockets string) string {
	return `<instance_type id="` + id + `"><name>` + name + `</name><description>` + strings.ReplaceAll(name, "XL", "Extra L") + ` instance type</description>
		<creation_time>2014-05-04T21:00:00.000Z</creation_time>
		<cpu><topology><cores>1</cores><sockets>` + sockets + `</sockets><threads>1</threads></topology></cpu><memory>` + memory + `</memory>
		<memory_policy><ballooning>true</ballooning><guaranteed>` + memory + `</guaranteed>
			<max>` + most + `</max></memory_policy>
		<display><allow_override>false</allow_override><copy_paste_enabled>true</copy_paste_enabled>
			<disconnect_action>LOCK_SCREEN</disconnect_action><disconnect_action_delay>0</disconnect_action_delay>
			<file_transfer_enabled>true</file_transfer_enabled><monitors>1</monitors><smartcard_enabled>false</smartcard_enabled>
			<type>spice</type><video_type>vga</video_type></display>
		<io><threads>0</threads></io><migration><auto_converge>inherit</auto_converge><compressed>inherit</compressed>
			<encrypted>inherit</encrypted><parallel_migrations_policy>inherit</parallel_migrations_policy></migration>
		<migration_downtime>-1</migration_downtime><os><boot><devices><device>hd</device></devices></boot></os>
		<placement_policy><affinity>migratable</affinity></placement_policy>
		<high_availability><enabled>false</enabled><priority>0</priority></high_availability><usb><enabled>false</enabled></usb>
		</instance_type>`
}
