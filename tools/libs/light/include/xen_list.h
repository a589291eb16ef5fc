/* SPDX-License-Identifier: MIT */
/*
 * The tail queue of <sys/queue.h> under names that cannot clash with a program's own copy of it.
 * Only what libxl's public structures need.
 */
#ifndef XEN_LIST_H
#define XEN_LIST_H

#define XEN_TAILQ_HEAD(name, type) \
	struct name { \
		type *tqh_first; \
		type **tqh_last; \
	}

#define XEN_TAILQ_ENTRY(type) \
	struct { \
		type *tqe_next; \
		type **tqe_prev; \
	}

#endif /* XEN_LIST_H */
