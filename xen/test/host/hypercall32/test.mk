hypercall32-srcs := common/hypercall/dispatch.c common/hypercall/multicall.c common/hypercall/continuation.c \
	common/hypercall/layout32.c common/grant_table/op.c common/memory/op.c common/sync/spinlock.c common/sync/rwlock.c \
	common/sync/lock-rank.c common/sync/softirq.c common/sync/tasklet.c lib/find-bit.c
hypercall32-machine := fake-smp
hypercall32-local := stubs.c

# The same tables made from the headers of Debian's libxen-dev: what compilers make of somebody else's text.
hypercall32: layouts-of-libxen-dev
.PHONY: layouts-of-libxen-dev
layouts-of-libxen-dev: $(O)/gen/include/gen/layout32-tables.h
	@[ -f /usr/include/xen/xen.h ] || { echo "  SKIP    layouts-of-libxen-dev: no libxen-dev"; exit 0; }; \
	mkdir -p $(O)/libxen-dev && ln -sfn /usr/include/xen $(O)/libxen-dev/public && \
	for m in 64 32; do $(CC) -m$$m -std=gnu11 -ffreestanding -I$(O)/libxen-dev -D__XEN_TOOLS__ -g -c $(O)/gen/layout32.c \
		-o $(O)/libxen-dev/$$m.o || exit 1; done && \
	python3 $(XEN)/tools/gen-layout32.py tables $(XEN)/include/hypercall.tbl $(O)/libxen-dev/64.o $(O)/libxen-dev/32.o | \
		cmp - $< && echo "  TEST    layouts-of-libxen-dev: the same"
