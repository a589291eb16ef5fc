page_alloc-srcs := common/mm/xmalloc.c common/mm/heap.c common/mm/domheap.c common/mm/page-ref.c lib/find-bit.c
