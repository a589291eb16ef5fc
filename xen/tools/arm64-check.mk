# SPDX-License-Identifier: GPL-2.0-only
# Compiles the floors that know no architecture (FLOORS 1 to 3) for AArch64: make check-arm64-common.
# Not among them: common/mm and common/memory, which work on x86's page tables, and what prints x86's registers and stacks.
O ?= build/arm64
CC ?= aarch64-linux-gnu-gcc
PYTHON ?= python3
SRCS := $(shell find lib common/domain common/domctl common/event common/grant_table common/hypercall common/platform \
	common/sched common/sync common/sysctl common/time -name '*.c') common/rangeset.c common/keyhandler.c common/param.c
GENDIR := $(O)/gen
GEN := $(patsubst %,$(GENDIR)/include/gen/hypercall-%.h,defs tables) \
	$(patsubst %,$(GENDIR)/include/gen/%.h,compile layout32 layout32-tables)

CPPFLAGS := -nostdinc -Itest/arm64/include -Iinclude -I$(GENDIR)/include -D__XEN__ -include include/xen/config.h
CFLAGS := -std=gnu11 -ffreestanding -fno-builtin -O2 -Wall -Wextra -Werror -Wno-unused-parameter -Wno-sign-compare \
	-fno-strict-aliasing -fno-common -fwrapv -mgeneral-regs-only

.PHONY: all
all: $(patsubst %.c,$(O)/%.o,$(SRCS))
	@echo "  OK      $(words $(SRCS)) files compile for AArch64"

$(GENDIR)/include/gen/hypercall-%.h: include/hypercall.tbl tools/gen-hypercall.py
	@mkdir -p $(@D)
	@$(PYTHON) tools/gen-hypercall.py $* $< arm64 >$@
$(GENDIR)/include/gen/layout32.h: tools/gen-layout32.py
	@mkdir -p $(@D)
	@$(PYTHON) $< none >$@
$(GENDIR)/include/gen/layout32-tables.h:
	@: >$@
$(GENDIR)/include/gen/compile.h:
	@mkdir -p $(@D)
	@printf '#define XEN_%s ""\n' COMPILER COMPILE_BY COMPILE_DOMAIN COMPILE_DATE CHANGESET >$@

$(O)/%.o: %.c $(GEN)
	@mkdir -p $(@D)
	@$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@
