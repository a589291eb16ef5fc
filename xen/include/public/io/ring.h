/* SPDX-License-Identifier: MIT */
/*
 * Rings of requests and responses in one shared page (or some), and rings of bytes.
 *
 * The front end makes requests, the back end answers each with one response in the same slots. Each side has
 * private indices and publishes them in the shared ring; indices run freely and are cut down to a slot only on
 * access. Whoever includes this provides xen_mb(), xen_rmb(), xen_wmb() (full, read and write barrier between
 * processors), and memset() and memcpy().
 *
 * The other side can write the shared page at any time: copy a request before looking at it
 * (RING_COPY_REQUEST), and check its producer index with RING_REQUEST_PROD_OVERFLOW.
 */
#ifndef __XEN_PUBLIC_IO_RING_H__
#define __XEN_PUBLIC_IO_RING_H__

#include "../xen-compat.h"

#if __XEN_INTERFACE_VERSION__ < 0x00030208
#define xen_mb() mb()
#define xen_rmb() rmb()
#define xen_wmb() wmb()
#endif

typedef unsigned int RING_IDX;

/* __RDn(x): x rounded down to a power of two, for constants of n bits; each step halves the width. */
#define __RD2(_x) (((_x) & 2) ? 2 : ((_x) & 1))
#define __RD4(_x) (((_x) >> 2) & 3 ? __RD2((_x) >> 2) << 2 : __RD2(_x))
#define __RD8(_x) (((_x) >> 4) & 0xf ? __RD4((_x) >> 4) << 4 : __RD4(_x))
#define __RD16(_x) (((_x) >> 8) & 0xff ? __RD8((_x) >> 8) << 8 : __RD8(_x))
#define __RD32(_x) (((_x) >> 16) & 0xffff ? __RD16((_x) >> 16) << 16 : __RD16(_x))

/* Slots of a ring in _sz bytes, a power of two: for a type known by name, and for a ring at hand. */
#define __CONST_RING_SIZE(_s, _sz) \
	__RD32(((_sz) - offsetof(struct _s##_sring, ring)) / sizeof(((struct _s##_sring *)0)->ring[0]))
#define __RING_SIZE(_s, _sz) \
	__RD32(((_sz) - ((char *)(_s)->ring - (char *)(_s))) / sizeof((_s)->ring[0]))

/* The shared ring of __name and the private view of each side. nr_ents is a power of two. */
#define DEFINE_RING_TYPES(__name, __req_t, __rsp_t) \
	union __name##_sring_entry { \
		__req_t req; \
		__rsp_t rsp; \
	}; \
	struct __name##_sring { \
		RING_IDX req_prod, req_event; \
		RING_IDX rsp_prod, rsp_event; \
		union { \
			struct { uint8_t smartpoll_active; } netif; \
			struct { uint8_t msg; } tapif_user; \
			uint8_t pvt_pad[4]; \
		} pvt; \
		uint8_t __pad[44]; \
		union __name##_sring_entry ring[1]; /* as many as fit */ \
	}; \
	struct __name##_front_ring { \
		RING_IDX req_prod_pvt; \
		RING_IDX rsp_cons; \
		unsigned int nr_ents; \
		struct __name##_sring *sring; \
	}; \
	struct __name##_back_ring { \
		RING_IDX rsp_prod_pvt; \
		RING_IDX req_cons; \
		unsigned int nr_ents; \
		struct __name##_sring *sring; \
	}; \
	typedef struct __name##_sring __name##_sring_t; \
	typedef struct __name##_front_ring __name##_front_ring_t; \
	typedef struct __name##_back_ring __name##_back_ring_t

/* Once, by the front end: an event is wanted for the first of each. */
#define SHARED_RING_INIT(_s) do { \
	(void)memset((_s), 0, offsetof(__typeof__(*(_s)), ring)); \
	(_s)->req_event = 1; \
	(_s)->rsp_event = 1; \
} while (0)

/* _ATTACH takes over a ring in use at index _i; _INIT begins at 0. */
#define FRONT_RING_ATTACH(_r, _s, _i, __size) do { \
	(_r)->sring = (_s); \
	(_r)->nr_ents = __RING_SIZE(_s, __size); \
	(_r)->rsp_cons = (_i); \
	(_r)->req_prod_pvt = (_i); \
} while (0)
#define FRONT_RING_INIT(_r, _s, __size) FRONT_RING_ATTACH(_r, _s, 0, __size)
#define XEN_FRONT_RING_INIT(r, s, size) do { \
	SHARED_RING_INIT(s); \
	FRONT_RING_INIT(r, s, size); \
} while (0)

#define BACK_RING_ATTACH(_r, _s, _i, __size) do { \
	(_r)->sring = (_s); \
	(_r)->nr_ents = __RING_SIZE(_s, __size); \
	(_r)->req_cons = (_i); \
	(_r)->rsp_prod_pvt = (_i); \
} while (0)
#define BACK_RING_INIT(_r, _s, __size) BACK_RING_ATTACH(_r, _s, 0, __size)

#define RING_SIZE(_r) ((_r)->nr_ents)

/* Front: requests that may still be made. */
#define RING_FREE_REQUESTS(_r) (RING_SIZE(_r) - ((_r)->req_prod_pvt - (_r)->rsp_cons))
#define RING_FULL(_r) (RING_FREE_REQUESTS(_r) == 0)

/*
 * Responses that the front end, and requests that the back end, has not yet taken. The latter are never more
 * than there are slots without an answer waiting, whatever the front end says.
 */
#define XEN_RING_NR_UNCONSUMED_RESPONSES(_r) ((_r)->sring->rsp_prod - (_r)->rsp_cons)
#ifdef __GNUC__
#define XEN_RING_NR_UNCONSUMED_REQUESTS(_r) ({ \
	unsigned int __made = (_r)->sring->req_prod - (_r)->req_cons; \
	unsigned int __room = RING_SIZE(_r) - ((_r)->req_cons - (_r)->rsp_prod_pvt); \
	__made < __room ? __made : __room; \
})
#else
#define XEN_RING_NR_UNCONSUMED_REQUESTS(_r) \
	((_r)->sring->req_prod - (_r)->req_cons < RING_SIZE(_r) - ((_r)->req_cons - (_r)->rsp_prod_pvt) \
	 ? (_r)->sring->req_prod - (_r)->req_cons : RING_SIZE(_r) - ((_r)->req_cons - (_r)->rsp_prod_pvt))
#endif
#ifdef XEN_RING_HAS_UNCONSUMED_IS_BOOL
#define RING_HAS_UNCONSUMED_RESPONSES(_r) (XEN_RING_NR_UNCONSUMED_RESPONSES(_r) != 0)
#define RING_HAS_UNCONSUMED_REQUESTS(_r) (XEN_RING_NR_UNCONSUMED_REQUESTS(_r) != 0)
#else
#define RING_HAS_UNCONSUMED_RESPONSES(_r) XEN_RING_NR_UNCONSUMED_RESPONSES(_r)
#define RING_HAS_UNCONSUMED_REQUESTS(_r) XEN_RING_NR_UNCONSUMED_REQUESTS(_r)
#endif

/* The slot of an index, in shared memory. */
#define RING_GET_REQUEST(_r, _idx) (&(_r)->sring->ring[(_idx) & (RING_SIZE(_r) - 1)].req)
#define RING_GET_RESPONSE(_r, _idx) (&(_r)->sring->ring[(_idx) & (RING_SIZE(_r) - 1)].rsp)

/* One copy that the compiler neither repeats nor leaves out. */
#define RING_COPY_(type, r, idx, dest) do { \
	*(dest) = *(volatile __typeof__(dest))RING_GET_##type(r, idx); \
} while (0)
#define RING_COPY_REQUEST(r, idx, req) RING_COPY_(REQUEST, r, idx, req)
#define RING_COPY_RESPONSE(r, idx, rsp) RING_COPY_(RESPONSE, r, idx, rsp)

/* Back: an index that an honest front end cannot have reached. */
#define RING_REQUEST_CONS_OVERFLOW(_r, _cons) ((_cons) - (_r)->rsp_prod_pvt >= RING_SIZE(_r))
#define RING_REQUEST_PROD_OVERFLOW(_r, _prod) ((_prod) - (_r)->rsp_prod_pvt > RING_SIZE(_r))
/* Front: the same of the back end. */
#define RING_RESPONSE_PROD_OVERFLOW(_r, _prod) ((_prod) - (_r)->rsp_cons > RING_SIZE(_r))

/* Publish what was made so far. */
#define RING_PUSH_REQUESTS(_r) do { \
	xen_wmb(); /* slots before index */ \
	(_r)->sring->req_prod = (_r)->req_prod_pvt; \
} while (0)
#define RING_PUSH_RESPONSES(_r) do { \
	xen_wmb(); \
	(_r)->sring->rsp_prod = (_r)->rsp_prod_pvt; \
} while (0)

/*
 * And say whether the other side wants an event: its event index lies among what was just published. The index
 * is read after publishing, so that a side that is going to sleep cannot be missed.
 */
#define RING_PUSH_REQUESTS_AND_CHECK_NOTIFY(_r, _notify) do { \
	RING_IDX __first = (_r)->sring->req_prod, __end = (_r)->req_prod_pvt; \
	RING_PUSH_REQUESTS(_r); \
	xen_mb(); \
	(_notify) = (RING_IDX)(__end - (_r)->sring->req_event) < (RING_IDX)(__end - __first); \
} while (0)
#define RING_PUSH_RESPONSES_AND_CHECK_NOTIFY(_r, _notify) do { \
	RING_IDX __first = (_r)->sring->rsp_prod, __end = (_r)->rsp_prod_pvt; \
	RING_PUSH_RESPONSES(_r); \
	xen_mb(); \
	(_notify) = (RING_IDX)(__end - (_r)->sring->rsp_event) < (RING_IDX)(__end - __first); \
} while (0)

/* Before going to sleep: if there is nothing, ask for an event with the next one and look once more. */
#define RING_FINAL_CHECK_FOR_REQUESTS(_r, _work_to_do) do { \
	(_work_to_do) = RING_HAS_UNCONSUMED_REQUESTS(_r); \
	if (!(_work_to_do)) { \
		(_r)->sring->req_event = (_r)->req_cons + 1; \
		xen_mb(); \
		(_work_to_do) = RING_HAS_UNCONSUMED_REQUESTS(_r); \
	} \
} while (0)
#define RING_FINAL_CHECK_FOR_RESPONSES(_r, _work_to_do) do { \
	(_work_to_do) = RING_HAS_UNCONSUMED_RESPONSES(_r); \
	if (!(_work_to_do)) { \
		(_r)->sring->rsp_event = (_r)->rsp_cons + 1; \
		xen_mb(); \
		(_work_to_do) = RING_HAS_UNCONSUMED_RESPONSES(_r); \
	} \
} while (0)

/*
 * Rings of bytes. One page holds the indices of an incoming and an outgoing ring and the grants of the pages that
 * hold both: 2^order pages, the first half in, the second out. prod and cons run freely; "masked" ones lie
 * within the ring.
 */
#ifndef XEN_PAGE_SHIFT
#define XEN_PAGE_SHIFT 12
#endif
/* Bytes of each of the two rings. */
#define XEN_FLEX_RING_SIZE(order) (1UL << ((order) + XEN_PAGE_SHIFT - 1))

#define DEFINE_XEN_FLEX_RING(name) \
	static inline RING_IDX name##_mask(RING_IDX idx, RING_IDX ring_size) \
	{ \
		return idx & (ring_size - 1); \
	} \
	static inline unsigned char *name##_get_ring_ptr(unsigned char *buf, RING_IDX idx, RING_IDX ring_size) \
	{ \
		return &buf[name##_mask(idx, ring_size)]; \
	} \
	/* The caller has checked that size bytes are there; the parts before and after the wrap are copied in turn. */ \
	static inline void name##_read_packet(void *opaque, const unsigned char *buf, size_t size, \
					      RING_IDX masked_prod, RING_IDX *masked_cons, RING_IDX ring_size) \
	{ \
		size_t to_end = ring_size - *masked_cons; \
		size_t first = size < to_end ? size : to_end; \
		(void)masked_prod; \
		memcpy(opaque, buf + *masked_cons, first); \
		memcpy((unsigned char *)opaque + first, buf, size - first); \
		*masked_cons = name##_mask(*masked_cons + size, ring_size); \
	} \
	static inline void name##_write_packet(unsigned char *buf, const void *opaque, size_t size, \
					       RING_IDX *masked_prod, RING_IDX masked_cons, RING_IDX ring_size) \
	{ \
		size_t to_end = ring_size - *masked_prod; \
		size_t first = size < to_end ? size : to_end; \
		(void)masked_cons; \
		memcpy(buf + *masked_prod, opaque, first); \
		memcpy(buf, (const unsigned char *)opaque + first, size - first); \
		*masked_prod = name##_mask(*masked_prod + size, ring_size); \
	} \
	/* Bytes waiting; never more than the ring holds. */ \
	static inline RING_IDX name##_queued(RING_IDX prod, RING_IDX cons, RING_IDX ring_size) \
	{ \
		RING_IDX waiting = name##_mask(prod - cons, ring_size); \
		return waiting || prod == cons ? waiting : ring_size; \
	} \
	struct name##_data { \
		unsigned char *in; \
		unsigned char *out; \
	}

#define DEFINE_XEN_FLEX_RING_AND_INTF(name) \
	struct name##_data_intf { \
		RING_IDX in_cons, in_prod; \
		uint8_t pad1[56]; \
		RING_IDX out_cons, out_prod; \
		uint8_t pad2[56]; \
		RING_IDX ring_order; \
		grant_ref_t ref[]; \
	}; \
	DEFINE_XEN_FLEX_RING(name)

#endif
