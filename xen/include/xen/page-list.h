/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lists of pages. The links are frame numbers inside struct page_info (32 bits: 16 TiB of memory), so a page
 * is on one list at most. The head needs no struct page_info, hence stands in its own header; the operations
 * are in xen/mm.h. Callers hold the lock of the list's owner.
 */
#ifndef XEN_PAGE_LIST_H
#define XEN_PAGE_LIST_H

#include <xen/types.h>

#define PAGE_LIST_NONE 0xffffffffU

struct page_list_head {
	u32 first, last; /* PAGE_LIST_NONE when empty */
};

#define PAGE_LIST_HEAD_INIT { PAGE_LIST_NONE, PAGE_LIST_NONE }
static inline void INIT_PAGE_LIST_HEAD(struct page_list_head *h) { h->first = h->last = PAGE_LIST_NONE; }
static inline bool page_list_empty(const struct page_list_head *h) { return h->first == PAGE_LIST_NONE; }

#endif
