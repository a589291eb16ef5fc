page_type-local := fakes.c
page_type-srcs := common/hypercall/layout32.c common/mm/heap.c common/mm/domheap.c common/mm/page-ref.c common/mm/xmalloc.c common/rangeset.c lib/find-bit.c \
	arch/x86/pv/page_type/get.c arch/x86/pv/page_type/validate.c arch/x86/pv/page_type/check.c arch/x86/pv/page_type/l1e.c \
	arch/x86/pv/page_type/pin.c arch/x86/pv/pt-update.c arch/x86/pv/mmu_update.c arch/x86/pv/grant-pte.c
