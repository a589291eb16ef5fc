/* SPDX-License-Identifier: GPL-2.0-only */
/* Every key of xl.cfg, one row each, in the order in which they are applied: the type comes first. */
#include <limits.h>

#include "../xl.h"
#include "config.h"

#define FIELD(name) KEY_FIELD(struct config, name)
#define C_INFO(name) FIELD(d.c_info.name)
#define B_INFO(name) FIELD(d.b_info.name)
#define PV(name) FIELD(d.b_info.u.pv.name), .variants = FOR_PV
#define PVH(name) FIELD(d.b_info.u.pvh.name), .variants = FOR_PVH
#define HVM(name) FIELD(d.b_info.u.hvm.name), .variants = FOR_HVM

/* setters, by the type of the field */
#define STRING key_set_string
#define STRINGS key_set_string_list
#define NUMBER key_set_long
#define MEGABYTES key_set_megabytes
#define BOOL key_set_bool
#define DEFBOOL key_set_defbool
#define WORD key_set_word

static const struct key_word types[] = {
	{ "pv", LIBXL_DOMAIN_TYPE_PV }, { "pvh", LIBXL_DOMAIN_TYPE_PVH },
	{ "hvm", LIBXL_DOMAIN_TYPE_HVM }, { }
};
static const struct key_word builders[] = {
	{ "hvm", LIBXL_DOMAIN_TYPE_HVM }, { "generic", LIBXL_DOMAIN_TYPE_PV },
	{ "linux", LIBXL_DOMAIN_TYPE_PV }, { }
};
static const struct key_word actions[] = {
	{ "destroy", LIBXL_ACTION_ON_SHUTDOWN_DESTROY },
	{ "restart", LIBXL_ACTION_ON_SHUTDOWN_RESTART },
	{ "rename-restart", LIBXL_ACTION_ON_SHUTDOWN_RESTART_RENAME },
	{ "preserve", LIBXL_ACTION_ON_SHUTDOWN_PRESERVE },
	{ "coredump-destroy", LIBXL_ACTION_ON_SHUTDOWN_COREDUMP_DESTROY },
	{ "coredump-restart", LIBXL_ACTION_ON_SHUTDOWN_COREDUMP_RESTART },
	{ "soft-reset", LIBXL_ACTION_ON_SHUTDOWN_SOFT_RESET }, { }
};
static const struct key_word tsc_modes[] = {
	{ "default", LIBXL_TSC_MODE_DEFAULT }, { "always_emulate", LIBXL_TSC_MODE_ALWAYS_EMULATE },
	{ "native", LIBXL_TSC_MODE_NATIVE }, { }
};
static const struct key_word timer_modes[] = {
	{ "delay_for_missed_ticks", LIBXL_TIMER_MODE_DELAY_FOR_MISSED_TICKS },
	{ "no_delay_for_missed_ticks", LIBXL_TIMER_MODE_NO_DELAY_FOR_MISSED_TICKS },
	{ "no_missed_ticks_pending", LIBXL_TIMER_MODE_NO_MISSED_TICKS_PENDING },
	{ "one_missed_tick_pending", LIBXL_TIMER_MODE_ONE_MISSED_TICK_PENDING }, { }
};
static const struct key_word passthrough_modes[] = {
	{ "default", LIBXL_PASSTHROUGH_DEFAULT }, { "disabled", LIBXL_PASSTHROUGH_DISABLED },
	{ "enabled", LIBXL_PASSTHROUGH_ENABLED }, { "sync_pt", LIBXL_PASSTHROUGH_SYNC_PT },
	{ "share_pt", LIBXL_PASSTHROUGH_SHARE_PT }, { }
};
static const struct key_word altp2m_modes[] = {
	{ "disabled", LIBXL_ALTP2M_MODE_DISABLED }, { "mixed", LIBXL_ALTP2M_MODE_MIXED },
	{ "external", LIBXL_ALTP2M_MODE_EXTERNAL }, { "limited", LIBXL_ALTP2M_MODE_LIMITED }, { }
};
static const struct key_word bioses[] = {
	{ "rombios", LIBXL_BIOS_TYPE_ROMBIOS }, { "seabios", LIBXL_BIOS_TYPE_SEABIOS },
	{ "ovmf", LIBXL_BIOS_TYPE_OVMF }, { }
};
static const struct key_word hdtypes[] = { { "ide", LIBXL_HDTYPE_IDE }, { "ahci", LIBXL_HDTYPE_AHCI }, { } };
static const struct key_word vgas[] = {
	{ "none", LIBXL_VGA_INTERFACE_TYPE_NONE }, { "stdvga", LIBXL_VGA_INTERFACE_TYPE_STD },
	{ "cirrus", LIBXL_VGA_INTERFACE_TYPE_CIRRUS }, { "qxl", LIBXL_VGA_INTERFACE_TYPE_QXL }, { }
};
static const struct key_word device_models[] = {
	{ "qemu-xen", LIBXL_DEVICE_MODEL_VERSION_QEMU_XEN },
	{ "qemu-xen-traditional", LIBXL_DEVICE_MODEL_VERSION_QEMU_XEN_TRADITIONAL }, { }
};
static const struct key_word vendor_devices[] = {
	{ "none", LIBXL_VENDOR_DEVICE_NONE }, { "xenserver", LIBXL_VENDOR_DEVICE_XENSERVER }, { }
};

const struct key config_keys[] = {
	/* what kind of guest */
	{ "type", config_set_type, .words = types, .help = "kind of guest: pv (the default), pvh or hvm" },
	{ "builder", config_set_type, .words = builders, .replaced_by = "type" },
	{ "name", STRING, C_INFO(name), .help = "name of the domain, unique on the host; mandatory" },
	{ "uuid", config_set_uuid, C_INFO(uuid), .help = "UUID of the domain; a new one by default" },
	{ "pool", STRING, C_INFO(pool_name), .help = "CPU pool to start in" },
	{ "seclabel", STRING, C_INFO(ssid_label), .help = "XSM label" },
	{ "init_seclabel", STRING, C_INFO(ssid_label), .unused = true, .help = "XSM label while the domain is built" },
	{ "driver_domain", DEFBOOL, C_INFO(driver_domain), .help = "the domain serves devices to others" },
	{ "passthrough", WORD, C_INFO(passthrough), .words = passthrough_modes,
	  .help = "IOMMU mappings: default, disabled, enabled, sync_pt or share_pt" },
	{ "xend_suspend_evtchn_compat", DEFBOOL, C_INFO(xend_suspend_evtchn_compat),
	  .help = "no event channel for suspending, as xend did it" },

	/* CPUs */
	{ "vcpus", config_set_vcpus, FIELD(vcpus), .min = 1, .max = XL_MAX_VCPUS, .help = "vCPUs that are online at the start" },
	{ "maxvcpus", NUMBER, B_INFO(max_vcpus), .min = 1, .max = XL_MAX_VCPUS, .help = "vCPUs that can be brought online" },
	{ "cpus", config_set_cpus, FIELD(cpus_hard), .help = "host CPUs to run on: \"0-3,^1\", or one such string for each vCPU" },
	{ "cpus_soft", config_set_cpus, FIELD(cpus_soft), .help = "host CPUs to prefer, written like cpus" },
	{ "cpu_weight", NUMBER, B_INFO(sched_params.weight), .min = 1, .max = 65535, .help = "share of the CPUs; 256 by default" },
	{ "cap", NUMBER, B_INFO(sched_params.cap), .min = 0, .max = 100 * XL_MAX_VCPUS, .help = "most CPU time, in percent of one CPU; 0 for no limit" },
	{ "period", NUMBER, B_INFO(sched_params.period), .max = INT_MAX, .help = "of the rtds scheduler, microseconds" },
	{ "budget", NUMBER, B_INFO(sched_params.budget), .max = INT_MAX, .help = "of the rtds scheduler, microseconds" },
	{ "slice", NUMBER, B_INFO(sched_params.slice), .max = INT_MAX, .unused = true },
	{ "latency", NUMBER, B_INFO(sched_params.latency), .max = INT_MAX, .unused = true },
	{ "extratime", NUMBER, B_INFO(sched_params.extratime), .max = 1, .help = "rtds: use time that is left over" },
	{ "cpuid", config_set_cpuid, B_INFO(cpuid), .help = "CPUID as the guest sees it: \"host,name=0\" or leaves as xend wrote them" },
	{ "tsc_mode", config_set_tsc_mode, B_INFO(tsc_mode), .words = tsc_modes, .help = "time stamp counter: default, always_emulate or native" },
	{ "nomigrate", DEFBOOL, B_INFO(disable_migrate), .help = "never migrate; allows features that cannot be" },

	/* memory */
	{ "memory", config_set_memory, B_INFO(target_memkb), .min = 0, .max = LONG_MAX >> 20, .help = "MiB at the start" },
	{ "maxmem", MEGABYTES, B_INFO(max_memkb), .help = "MiB at most; memory by default" },
	{ "shadow_memory", MEGABYTES, B_INFO(shadow_memkb), .help = "MiB for the guest's page tables" },
	{ "videoram", MEGABYTES, B_INFO(video_memkb), .variants = FOR_HVM, .help = "MiB of the graphics card" },
	{ "stubdomain_memory", MEGABYTES, B_INFO(stubdomain_memkb), .help = "MiB of a device model's domain" },
	{ "vnuma", NULL, .unused = true, .help = "virtual NUMA nodes" },

	/* what happens when it ends */
	{ "on_poweroff", WORD, FIELD(d.on_poweroff), .words = actions, .help = "after power-off: destroy (the default), restart, rename-restart, preserve, coredump-destroy, coredump-restart" },
	{ "on_reboot", WORD, FIELD(d.on_reboot), .words = actions, .help = "after a reboot; restart by default" },
	{ "on_watchdog", WORD, FIELD(d.on_watchdog), .words = actions, .help = "after the watchdog fired; destroy by default" },
	{ "on_crash", WORD, FIELD(d.on_crash), .words = actions, .help = "after a crash; destroy by default" },
	{ "on_soft_reset", WORD, FIELD(d.on_soft_reset), .words = actions, .help = "after a soft reset; soft-reset by default" },

	/* what it boots */
	{ "kernel", STRING, B_INFO(kernel), .help = "file with the kernel" },
	{ "ramdisk", STRING, B_INFO(ramdisk), .help = "file with the initial ramdisk" },
	{ "cmdline", STRING, FIELD(cmdline), .help = "the kernel's command line" },
	{ "root", STRING, FIELD(root), .help = "\"root=VALUE\" on the command line, unless cmdline is given" },
	{ "extra", STRING, FIELD(extra), .help = "the rest of the command line, unless cmdline is given" },
	{ "bootloader", STRING, B_INFO(bootloader), .help = "program that finds the kernel, such as pygrub" },
	{ "bootloader_args", config_set_bootloader_args, B_INFO(bootloader_args), .help = "list of its arguments" },
	{ "firmware", config_set_firmware, .help = "pvgrub32 or pvgrub64 (PV); bios, uefi, seabios, ovmf or a file (HVM)" },
	{ "device_tree", STRING, B_INFO(device_tree), .help = "Arm: device tree to merge" },

	/* limits */
	{ "max_grant_frames", NUMBER, B_INFO(max_grant_frames), .max = INT_MAX, .help = "pages of grant table" },
	{ "max_maptrack_frames", NUMBER, B_INFO(max_maptrack_frames), .max = INT_MAX, .help = "pages to track foreign mappings in" },
	{ "max_grant_version", NUMBER, B_INFO(max_grant_version), .min = 0, .max = 2, .help = "newest version of grant tables: 1 or 2, 0 for none" },
	{ "max_event_channels", NUMBER, B_INFO(event_channels), .min = 1, .max = 131071, .help = "event channels; 1023 by default" },
	{ "vmtrace_buf_kb", NUMBER, B_INFO(vmtrace_buf_kb), .max = 1 << 20, .help = "KiB of trace buffer for each vCPU" },

	/* devices */
	{ "disk", config_set_disks, .help = "list of disks: \"target,format,vdev,access\"; xl-disk-configuration(5)" },
	{ "vif", config_set_vifs, .help = "list of network interfaces: \"bridge=xenbr0\"; xl-network-configuration(5)" },
	{ "vif2", NULL, .unused = true },
	{ "pci_permissive", BOOL, FIELD(pci_permissive), .help = "default of permissive in pci" },
	{ "pci_msitranslate", BOOL, FIELD(pci_msitranslate), .help = "default of msitranslate in pci" },
	{ "pci_seize", BOOL, FIELD(pci_seize), .help = "default of seize in pci" },
	{ "pci_power_mgmt", BOOL, FIELD(pci_power_mgmt), .help = "default of power_mgmt in pci" },
	{ "pci", config_set_pci, .help = "list of PCI devices to pass through; xl-pci-configuration(5)" },
	{ "ioports", config_set_ioports, .help = "list of I/O ports, hexadecimal, as \"2f8-2ff\"" },
	{ "iomem", config_set_iomem, .help = "list of I/O pages, hexadecimal, as \"START,COUNT@GFN\"" },
	{ "irqs", config_set_irqs, .help = "list of host interrupts" },
	{ "dtdev", config_set_dtdevs, .help = "Arm: list of device tree nodes to pass through" },
	{ "rdm", config_set_rdm, .variants = FOR_HVM, .help = "reserved device memory: \"strategy=host,policy=strict\"" },
	{ "vfb", config_set_vfbs, .help = "list of framebuffers: \"vnc=1,vnclisten=127.0.0.1\"" },
	{ "vkb", config_set_vkbs, .help = "list of keyboards" },
	{ "vtpm", config_set_vtpms, .help = "list of TPMs: \"backend=DOMAIN\"" },
	{ "p9", config_set_p9s, .help = "list of shared folders: \"tag=NAME,security_model=none,path=PATH\"" },
	{ "pvcalls", config_set_pvcalls, .help = "list of pvcalls connections: \"backend=DOMAIN\"" },
	{ "channel", config_set_channels, .help = "list of channels: \"name=NAME,connection=pty\"" },
	{ "usbctrl", config_set_usbctrls, .help = "list of USB controllers: \"version=2,ports=8\"" },
	{ "usbdev", config_set_usbdevs, .help = "list of USB devices: \"hostbus=1,hostaddr=2\"" },
	{ "vdispl", NULL, .unused = true, .help = "list of displays" },
	{ "vsnd", NULL, .unused = true, .help = "list of sound cards" },

	/* PV */
	{ "e820_host", DEFBOOL, PV(e820_host), .help = "PV: show the host's memory map" },

	/* PVH */
	{ "pvshim", DEFBOOL, PVH(pvshim), .help = "PVH: run a PV guest inside" },
	{ "pvshim_path", STRING, PVH(pvshim_path), .help = "PVH: file with the shim" },
	{ "pvshim_cmdline", STRING, PVH(pvshim_cmdline), .help = "PVH: command line of the shim" },
	{ "pvshim_extra", STRING, PVH(pvshim_extra), .help = "PVH: added to the command line of the shim" },

	/* PVH and HVM */
	{ "hap", DEFBOOL, C_INFO(hap), .variants = FOR_PVH | FOR_HVM, .help = "nested paging in hardware" },
	{ "oos", DEFBOOL, C_INFO(oos), .variants = FOR_PVH | FOR_HVM, .help = "out of sync shadow page tables" },
	{ "acpi", DEFBOOL, B_INFO(acpi), .help = "ACPI tables" },
	{ "apic", DEFBOOL, B_INFO(apic), .variants = FOR_PVH | FOR_HVM, .help = "local APIC in the tables" },
	{ "nestedhvm", DEFBOOL, B_INFO(nested_hvm), .variants = FOR_PVH | FOR_HVM, .help = "virtualisation inside the guest" },
	{ "timer_mode", config_set_word_or_number, B_INFO(timer_mode), .variants = FOR_PVH | FOR_HVM, .words = timer_modes, .help = "what happens to timer ticks that were missed" },
	{ "altp2m", config_set_word_or_number, B_INFO(altp2m), .variants = FOR_PVH | FOR_HVM, .words = altp2m_modes, .help = "alternate p2m: disabled, mixed, external or limited" },
	{ "localtime", DEFBOOL, B_INFO(localtime), .help = "the clock runs on local time" },
	{ "rtc_timeoffset", NUMBER, B_INFO(rtc_timeoffset), .help = "seconds that the clock is ahead" },
	{ "msr_relaxed", DEFBOOL, B_INFO(arch_x86.msr_relaxed), .help = "unknown MSRs read as zero" },
	{ "vpmu", DEFBOOL, B_INFO(vpmu), .help = "Arm: performance counters" },

	/* HVM */
	{ "boot", STRING, HVM(boot), .help = "HVM: boot order, letters of c (disk), d (CD) and n (network)" },
	{ "bios", WORD, HVM(bios), .words = bioses, .help = "HVM: seabios, ovmf or rombios" },
	{ "bios_path_override", STRING, HVM(system_firmware), .help = "HVM: file with the BIOS" },
	{ "hdtype", WORD, HVM(hdtype), .words = hdtypes, .help = "HVM: ide or ahci" },
	{ "pae", DEFBOOL, HVM(pae), .help = "HVM: PAE in CPUID" },
	{ "nx", DEFBOOL, HVM(nx), .help = "HVM: NX in CPUID" },
	{ "acpi_s3", DEFBOOL, HVM(acpi_s3), .help = "HVM: suspend to memory" },
	{ "acpi_s4", DEFBOOL, HVM(acpi_s4), .help = "HVM: suspend to disk" },
	{ "acpi_laptop_slate", DEFBOOL, HVM(acpi_laptop_slate), .help = "HVM: slate switch" },
	{ "hpet", DEFBOOL, HVM(hpet), .help = "HVM: HPET" },
	{ "vpt_align", DEFBOOL, HVM(vpt_align), .help = "HVM: align timers" },
	{ "viridian", config_set_viridian, HVM(viridian), .help = "HVM: Hyper-V interfaces, 0, 1 or a list of groups" },
	{ "altp2mhvm", DEFBOOL, HVM(altp2m), .replaced_by = "altp2m" },
	{ "mmio_hole", MEGABYTES, HVM(mmio_hole_memkb), .min = 256, .max = 3840, .help = "HVM: MiB below 4 GiB for devices" },
	{ "rdm_mem_boundary", MEGABYTES, HVM(rdm_mem_boundary_memkb), .help = "HVM: MiB below which conflicts are errors" },
	{ "xen_platform_pci", DEFBOOL, HVM(xen_platform_pci), .help = "HVM: the platform device of PV drivers" },
	{ "acpi_firmware", STRING, HVM(acpi_firmware), .help = "HVM: file with more ACPI tables" },
	{ "smbios_firmware", STRING, HVM(smbios_firmware), .help = "HVM: file with SMBIOS structures" },
	{ "ms_vm_genid", NULL, .variants = FOR_HVM, .unused = true, .help = "HVM: generation id" },
	{ "mca_caps", NULL, .variants = FOR_HVM, .unused = true, .help = "HVM: machine check capabilities" },
	{ "gfx_passthru", DEFBOOL, HVM(gfx_passthru), .help = "HVM: pass the primary graphics card through" },
	{ "vga", WORD, HVM(vga.kind), .words = vgas, .help = "HVM: none, stdvga, cirrus or qxl" },
	{ "stdvga", NULL, .variants = FOR_HVM, .unused = true, .replaced_by = "vga" },
	{ "nographic", DEFBOOL, HVM(nographic), .help = "HVM: no graphics card" },
	{ "serial", config_set_string_or_list, HVM(serial), .help = "HVM: where serial ports lead, as for qemu -serial" },
	{ "usb", DEFBOOL, HVM(usb), .help = "HVM: a USB bus" },
	{ "usbversion", NUMBER, HVM(usbversion), .min = 0, .max = 3, .help = "HVM: 1, 2 or 3" },
	{ "usbdevice", config_set_string_or_list, HVM(usbdevice), .help = "HVM: devices on the USB bus, such as tablet" },
	{ "vkb_device", DEFBOOL, HVM(vkb_device), .help = "HVM: a PV keyboard" },
	{ "soundhw", STRING, HVM(soundhw), .help = "HVM: sound card" },
	{ "vendor_device", WORD, HVM(vendor_device), .words = vendor_devices, .help = "HVM: none or xenserver" },
	{ "spice", DEFBOOL, HVM(spice.enable), .help = "HVM: SPICE server" },
	{ "spicehost", STRING, HVM(spice.host), .help = "HVM: address of the SPICE server" },
	{ "spiceport", NUMBER, HVM(spice.port), .max = 65535, .help = "HVM: port of the SPICE server" },
	{ "spicetls_port", NUMBER, HVM(spice.tls_port), .max = 65535, .help = "HVM: port of the SPICE server with TLS" },
	{ "spicedisable_ticketing", DEFBOOL, HVM(spice.disable_ticketing), .help = "HVM: SPICE without a password" },
	{ "spicepasswd", STRING, HVM(spice.passwd), .help = "HVM: password for SPICE" },
	{ "spiceagent_mouse", DEFBOOL, HVM(spice.agent_mouse), .help = "HVM: SPICE agent's mouse" },
	{ "spicevdagent", DEFBOOL, HVM(spice.vdagent), .help = "HVM: SPICE agent" },
	{ "spice_clipboard_sharing", DEFBOOL, HVM(spice.clipboard_sharing), .help = "HVM: SPICE clipboard" },
	{ "spiceusbredirection", NUMBER, HVM(spice.usbredirection), .max = 4, .help = "HVM: SPICE USB channels" },
	{ "spice_image_compression", STRING, HVM(spice.image_compression), .help = "HVM: SPICE image compression" },
	{ "spice_streaming_video", STRING, HVM(spice.streaming_video), .help = "HVM: SPICE video streaming" },

	/* the screen: of an HVM guest's card, or a PV guest's framebuffer */
	{ "vnc", DEFBOOL, FIELD(vnc.enable), .help = "VNC server" },
	{ "vnclisten", STRING, FIELD(vnc.listen), .help = "address of the VNC server, with :DISPLAY if wanted" },
	{ "vncdisplay", NUMBER, FIELD(vnc.display), .max = 59635, .help = "number of the VNC display" },
	{ "vncunused", DEFBOOL, FIELD(vnc.findunused), .help = "find a free VNC display" },
	{ "vncpasswd", STRING, FIELD(vnc.passwd), .help = "password for VNC" },
	{ "sdl", DEFBOOL, FIELD(sdl.enable), .help = "a window on the host" },
	{ "opengl", DEFBOOL, FIELD(sdl.opengl), .help = "OpenGL in that window" },
	{ "display", STRING, FIELD(sdl.display), .help = "X display of that window" },
	{ "xauthority", STRING, FIELD(sdl.xauthority), .help = "X authority file for that window" },
	{ "keymap", STRING, FIELD(keymap), .help = "keyboard layout, such as de" },

	/* device model */
	{ "device_model_version", WORD, B_INFO(device_model_version), .words = device_models, .help = "qemu-xen or qemu-xen-traditional" },
	{ "device_model_override", STRING, B_INFO(device_model), .help = "file with the device model" },
	{ "device_model_args", STRINGS, B_INFO(extra), .help = "list of more arguments of the device model" },
	{ "device_model_args_pv", STRINGS, B_INFO(extra_pv), .help = "the same, for PV guests alone" },
	{ "device_model_args_hvm", STRINGS, B_INFO(extra_hvm), .help = "the same, for HVM guests alone" },
	{ "device_model_user", STRING, B_INFO(device_model_user), .help = "user to run the device model as" },
	{ "device_model_stubdomain_override", DEFBOOL, B_INFO(device_model_stubdomain), .help = "device model in a domain of its own" },
	{ "device_model_stubdomain_seclabel", STRING, B_INFO(device_model_ssid_label), .help = "XSM label of that domain" },
	{ "stubdomain_kernel", STRING, B_INFO(stubdomain_kernel), .help = "kernel of that domain" },
	{ "stubdomain_cmdline", STRING, B_INFO(stubdomain_cmdline), .help = "command line of that domain" },
	{ "stubdomain_ramdisk", STRING, B_INFO(stubdomain_ramdisk), .help = "ramdisk of that domain" },
	{ "dm_restrict", DEFBOOL, B_INFO(dm_restrict), .help = "take rights from the device model" },

	/* Arm */
	{ "gic_version", NULL, .unused = true, .help = "Arm: interrupt controller" },
	{ "vuart", NULL, .unused = true, .help = "Arm: virtual serial port" },
	{ "tee", NULL, .unused = true, .help = "Arm: trusted execution environment" },
};
const unsigned int config_key_count = ARRAY_SIZE(config_keys);
