# SPDX-License-Identifier: GPL-2.0-only
# Headers made from tables, before anything is compiled.
GEN += $(patsubst %,$(O)/gen/include/gen/%.h,hypercall-defs hypercall-tables layout32 layout32-tables)

$(O)/gen/include/gen/hypercall-%.h: include/hypercall.tbl tools/gen-hypercall.py
	@mkdir -p $(@D)
	@echo "  GEN     $@"
	$(Q)$(PYTHON) tools/gen-hypercall.py $* include/hypercall.tbl >$@.tmp && mv $@.tmp $@

# Structures as 32-bit callers lay them out, by compiling the public headers for both; gcc and clang agree on DWARF 4.
LAYOUT32 := $(O)/gen/layout32
$(LAYOUT32).c: include/hypercall.tbl tools/gen-layout32.py
	@mkdir -p $(@D)
	$(Q)$(PYTHON) tools/gen-layout32.py types include/hypercall.tbl >$@.tmp && mv $@.tmp $@
$(LAYOUT32)-64.o $(LAYOUT32)-32.o: $(LAYOUT32)-%.o: $(LAYOUT32).c
	$(Q)$(CC) -m$* -std=gnu11 -nostdinc -Iinclude -D__XEN__ -gdwarf-4 -MMD -MP -c $< -o $@
-include $(LAYOUT32)-64.d $(LAYOUT32)-32.d
$(O)/gen/include/gen/layout32.h: $(LAYOUT32)-64.o $(LAYOUT32)-32.o
	@mkdir -p $(@D)
	@echo "  GEN     $@"
	$(Q)$(PYTHON) tools/gen-layout32.py header include/hypercall.tbl $^ >$@.tmp && mv $@.tmp $@
$(O)/gen/include/gen/layout32-tables.h: $(LAYOUT32)-64.o $(LAYOUT32)-32.o
	@mkdir -p $(@D)
	$(Q)$(PYTHON) tools/gen-layout32.py tables include/hypercall.tbl $^ >$@.tmp && mv $@.tmp $@

# docs/hypercalls.md says what is there; it is committed, and a host test compares it with the table.
docs-hypercalls:
	$(Q)$(PYTHON) tools/gen-hypercall.py docs include/hypercall.tbl >$(XEN_ROOT)/docs/hypercalls.md
.PHONY: docs-hypercalls
