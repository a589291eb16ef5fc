p2m-local := fakes.c memory.c exec.c
p2m-srcs := common/hypercall/layout32.c common/mm/heap.c common/mm/domheap.c common/mm/page-ref.c common/mm/xmalloc.c lib/find-bit.c \
	arch/x86/mm/p2m/core.c arch/x86/mm/p2m/walk.c arch/x86/mm/p2m/types.c arch/x86/mm/p2m/npt.c arch/x86/mm/p2m/ept.c \
	arch/x86/mm/p2m/pool.c arch/x86/mm/p2m/pod.c arch/x86/mm/p2m/physmap.c arch/x86/mm/p2m/grant.c arch/x86/mm/physmap.c \
	arch/x86/mm/p2m/logdirty.c arch/x86/mm/hap/hap.c
