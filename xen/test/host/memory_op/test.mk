memory_op-srcs := common/hypercall/layout32.c common/memory/op.c common/memory/reservation.c common/memory/exchange.c common/memory/info.c common/memory/acquire.c \
	common/mm/heap.c common/mm/domheap.c common/mm/page-ref.c common/mm/xmalloc.c lib/find-bit.c lib/strtoul.c
memory_op-local := fakes.c
