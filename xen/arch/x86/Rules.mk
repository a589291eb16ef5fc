# SPDX-License-Identifier: GPL-2.0-only
# x86: the bootable image, and numbers that assembly takes from C.
LDFLAGS-x86 := -m elf_x86_64 -nostdlib -static -z noexecstack -z norelro --no-warn-rwx-segments --gc-sections --build-id=sha1

ASM_OFFSETS := $(O)/gen/include/gen/asm-offsets.h
$(ASM_OFFSETS): arch/x86/asm-offsets.c | $(GEN)
	@mkdir -p $(@D)
	@echo "  GEN     $@"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -g0 -DGENERATE_ASM_OFFSETS -MT $@ -MF $(O)/asm-offsets.d -S $< -o $(O)/asm-offsets.s
	$(Q)sed -n 's/^.*"->\([A-Za-z0-9_]*\) [$$#]*\(-\?[0-9]*\)".*$$/#define \1 \2/p' $(O)/asm-offsets.s >$@
-include $(O)/asm-offsets.d
$(patsubst %.S,$(O)/%.o,$(filter %.S,$(SRCS))): $(ASM_OFFSETS)

# Where a Multiboot loader puts it unless it relocates it (asm/page-bits.h has it too).
XEN_IMG_PADDR := 0x200000
$(O)/xen: $(O)/xen-syms tools/mkelf32.py
	@echo "  GEN     $@"
	$(Q)$(PYTHON) tools/mkelf32.py $< $@ $(XEN_IMG_PADDR)
