# SPDX-License-Identifier: GPL-2.0-only
"""Compares our public headers with an installed set (Debian's libxen-dev): every macro, constant, type, size, member and
enumerator of theirs must be in ours with the same value, and ours must not add names. Prints TAP.

    compare.py OURS THEIRS [VIEW...]
"""
import os
import re
import sys

from facts import Compiler, Types, constants, macros

HEADERS = """xen arch-x86/cpuid arch-x86/cpufeatureset arch-x86/pmu arch-x86/xen-mca arch-x86/hvm/start_info argo callback
device_tree_defs elfnote errno event_channel features grant_table hvm/e820 hvm/hvm_info_table hvm/hvm_op hvm/hvm_vcpu
hvm/hvm_xs_strings hvm/ioreq hvm/params hvm/pvdrivers hvm/save hypfs io/9pfs io/blkif io/cameraif io/console io/displif io/fbif io/fsif io/kbdif
io/netif io/pciif io/protocols io/pvcalls io/ring io/sndif io/tpmif io/usbif io/vscsiif io/xenbus io/xs_wire kexec memory nmi
physdev platform pmu sched tmem trace vcpu version vm_event xenoprof xsm/flask_op""".split()
LINUX_HEADERS = "sys/evtchn sys/gntdev sys/gntalloc sys/privcmd sys/xenbus_dev".split()
TOOL_HEADERS = "domctl sysctl hvm/dm_op foreign/x86_32 foreign/x86_64 foreign/arm32 foreign/arm64 arch-x86/guest-acpi".split()
X86_ONLY = ("arch-x86/", "hvm/hvm_info_table", "hvm/hvm_vcpu")
# needs a C library's headers, or only makes sense in the hypervisor's own build
SKIPPED = {"io/libxenvchan", "arch-arm/smccc"}

LATEST = "-D__XEN_INTERFACE_VERSION__=__XEN_LATEST_INTERFACE_VERSION__"
# view: (compiler, readelf, headers that only this kind of reader sees, and which not)
VIEWS = {
	"tools": (["gcc", "-D__XEN_TOOLS__"], "readelf", TOOL_HEADERS + LINUX_HEADERS, ()),
	"tools-32": (["gcc", "-m32", "-D__XEN_TOOLS__"], "readelf", TOOL_HEADERS, ()),
	"hypervisor": (["gcc", "-D__XEN__", "-I" + os.path.join(os.path.dirname(os.path.abspath(__file__)), "stub")], "readelf", ["domctl", "sysctl", "hvm/dm_op"], ()),
	"guest": (["gcc", LATEST], "readelf", [], ()),
	"guest-32": (["gcc", "-m32", LATEST], "readelf", [], ()),
	"guest-oldest": (["gcc"], "readelf", ["dom0_ops"], ()),
	"guest-arm64": (["aarch64-linux-gnu-gcc", LATEST], "aarch64-linux-gnu-readelf", [], X86_ONLY),
}
# io/ring.h and its users call these; whoever includes them provides them
PROLOGUE = "#include <stddef.h>\n#include <stdint.h>\n" \
	"void *memcpy(void *, const void *, size_t);\n#define xen_mb()\n#define xen_rmb()\n#define xen_wmb()\n#define BUG() __builtin_trap()\n"
# Differences that are meant. They show only in the hypervisor's own build.
EXCEPTIONS = {
	# theirs keeps a pointer to a device-tree node in the argument that it copied in; ours keeps such things elsewhere
	("hypervisor", "struct xen_domctl_assign_device"),
	("hypervisor", "struct xen_domctl"),
}
# names that are ours to choose: include guards
OWN = re.compile(r"(?:__)?(?:FOREIGN|XEN_PUBLIC|XEN)\w*_H(?:__|_)?$")


def present(root, headers):
	return [h for h in headers if os.path.exists(os.path.join(root, h + ".h"))]


class View:
	def __init__(self, root, name, headers):
		compiler, readelf, _, _ = VIEWS[name]
		cc = Compiler(compiler, readelf)
		# relative to the root by full name, so that no installed header is taken by mistake
		body = "".join('#include "%s/%s.h"\n' % (os.path.abspath(root), h) for h in headers)
		self.macros = macros(cc, PROLOGUE, body)
		self.constants = constants(cc, PROLOGUE + body, self.macros)
		self.types = Types(cc, PROLOGUE + body).named()


def differences(ours, theirs):
	for name, (params, text) in sorted(theirs.macros.items()):
		if OWN.match(name):
			continue
		if name not in ours.macros:
			yield name, "macro is missing"
		elif len(ours.macros[name][0] or ()) != len(params or ()) or (ours.macros[name][0] is None) != (params is None):
			yield name, "macro takes %s, not %s" % (ours.macros[name][0], params)
		elif ours.constants.get(name) != theirs.constants.get(name):
			yield name, "is %s, not %s" % (ours.constants.get(name), theirs.constants.get(name))
		elif params is None and name not in theirs.constants and re.fullmatch(r"[\w.]*", text) and ours.macros[name][1] != text:
			yield name, "stands for %s, not %s" % (ours.macros[name][1], text)
	for name, what in sorted(theirs.types.items()):
		if name not in ours.types:
			yield name, "type is missing"
		elif ours.types[name] != what:
			yield name, detail(ours.types[name], what)
	for name in sorted(ours.macros.keys() - theirs.macros.keys()):
		if not OWN.match(name):
			yield name, "macro is not theirs"
	for name in sorted(ours.types.keys() - theirs.types.keys()):
		yield name, "type is not theirs"


def detail(mine, other):
	if not (isinstance(mine, tuple) and isinstance(other, tuple) and isinstance(mine[2], list) and isinstance(other[2], list)):
		return "is %s, not %s" % (mine, other)
	only = [m for m in mine[2] if m not in other[2]]
	lacks = [m for m in other[2] if m not in mine[2]]
	return "size %s, not %s; has %s, lacks %s" % (mine[0], other[0], only, lacks)


def main(ours_root, theirs_root, views):
	failed = 0
	print("1..%d" % len(views))
	for number, name in enumerate(views, 1):
		_, _, extra, without = VIEWS[name]
		headers = [h for h in present(theirs_root, HEADERS + extra) if not any(h.startswith(w) for w in without)]
		missing = sorted(set(headers) - set(present(ours_root, headers)))
		theirs = View(theirs_root, name, headers)
		ours = View(ours_root, name, [h for h in headers if h not in missing])
		found = [(h + ".h", "header is missing") for h in missing] + [d for d in differences(ours, theirs) if (name, d[0]) not in EXCEPTIONS]
		for what, why in found:
			print("# %s: %s" % (what, why))
		print("%s %d - %s: %d macros, %d of them constants, and %d types as libxen-dev has them" %
			("not ok" if found else "ok", number, name, len(theirs.macros), len(theirs.constants), len(theirs.types)))
		failed += bool(found)
	return 1 if failed else 0


if __name__ == "__main__":
	if len(sys.argv) < 3:
		sys.exit(__doc__)
	sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:] or list(VIEWS)))
