# SPDX-License-Identifier: GPL-2.0-only
# Headers made from tables, before anything is compiled.
GEN += $(O)/gen/include/gen/hypercall-defs.h $(O)/gen/include/gen/hypercall-tables.h

$(O)/gen/include/gen/hypercall-%.h: include/hypercall.tbl tools/gen-hypercall.py
	@mkdir -p $(@D)
	@echo "  GEN     $@"
	$(Q)$(PYTHON) tools/gen-hypercall.py $* include/hypercall.tbl >$@.tmp && mv $@.tmp $@

# docs/hypercalls.md says what is there; it is committed, and a host test compares it with the table.
docs-hypercalls:
	$(Q)$(PYTHON) tools/gen-hypercall.py docs include/hypercall.tbl >$(XEN_ROOT)/docs/hypercalls.md
.PHONY: docs-hypercalls
