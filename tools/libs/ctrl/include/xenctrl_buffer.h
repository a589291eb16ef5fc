/* SPDX-License-Identifier: MIT */
/*
 * Hypercall buffers: memory that a hypercall may be given the address of; and the raw calls.
 * Part of xenctrl.h, which includes it.
 *
 * DECLARE_HYPERCALL_BUFFER(type, name) declares a pointer "name" to use the memory through, and a
 * shadow of it that set_xen_guest_handle() finds by that name, so that only such memory gets into a
 * guest handle:
 *
 *	DECLARE_HYPERCALL_BUFFER(uint64_t, counts);
 *
 *	counts = xc_hypercall_buffer_alloc(xch, counts, 8 * sizeof(*counts));
 *	set_xen_guest_handle(sysctl.u.some_op.counts, counts);
 *	...
 *	xc_hypercall_buffer_free(xch, counts);
 */
#ifndef XENCTRL_BUFFER_H
#define XENCTRL_BUFFER_H

#ifdef __cplusplus
extern "C" {
#endif

/* Opaque; its layout is ABI. */
struct xc_hypercall_buffer {
	void *hbuf;                               /* the memory */
	struct xc_hypercall_buffer *param_shadow; /* the buffer that this one stands for, or NULL */
	int dir;                                  /* of a bounce: 1 in, 2 out, 3 both; 0 for none */
	void *ubuf;                               /* of a bounce: the caller's memory */
	size_t sz;                                /* and its size */
};
typedef struct xc_hypercall_buffer xc_hypercall_buffer_t;

/* The name of the shadow of the pointer _name. */
#define XC__HYPERCALL_BUFFER_NAME(_name) xc__hypercall_buffer_##_name

/* The buffer that belongs to the pointer _name: a pointer to struct xc_hypercall_buffer. */
#define HYPERCALL_BUFFER(_name)									\
	(XC__HYPERCALL_BUFFER_NAME(_name).param_shadow ?					\
		XC__HYPERCALL_BUFFER_NAME(_name).param_shadow :					\
		&XC__HYPERCALL_BUFFER_NAME(_name))

#define HYPERCALL_BUFFER_INIT_NO_BOUNCE .dir = 0, .ubuf = (void *)-1, .sz = 0

#define XC__HYPERCALL_BUFFER_SHADOW(_name, _hbuf, _stands_for)					\
	xc_hypercall_buffer_t XC__HYPERCALL_BUFFER_NAME(_name) = {				\
		.hbuf = (_hbuf), .param_shadow = (_stands_for),					\
		HYPERCALL_BUFFER_INIT_NO_BOUNCE							\
	}

/* A pointer and its buffer, which is to be allocated. */
#define DECLARE_HYPERCALL_BUFFER(_type, _name)							\
	_type *(_name) = NULL;									\
	XC__HYPERCALL_BUFFER_SHADOW(_name, NULL, NULL)

/* A pointer to the memory of _hbuf, a buffer that is allocated already. */
#define DECLARE_HYPERCALL_BUFFER_SHADOW(_type, _name, _hbuf)					\
	_type *(_name) = (_type *)(_hbuf)->hbuf;						\
	__attribute__((unused)) XC__HYPERCALL_BUFFER_SHADOW(_name, (void *)-1, (_hbuf))

/* Let the parameter _name, a pointer to a buffer, be used like a declared one. */
#define DECLARE_HYPERCALL_BUFFER_ARGUMENT(_name)						\
	XC__HYPERCALL_BUFFER_SHADOW(_name, (void *)-1, (_name))

/* The memory's address, as a hypercall argument. */
#define HYPERCALL_BUFFER_AS_ARG(_name) ((unsigned long)HYPERCALL_BUFFER(_name)->hbuf)

#define set_xen_guest_handle_impl(_hnd, _val, _byte_off)					\
	set_xen_guest_handle_raw(_hnd, (void *)((char *)HYPERCALL_BUFFER(_val)->hbuf + (_byte_off)))

#undef set_xen_guest_handle
#define set_xen_guest_handle(_hnd, _val) set_xen_guest_handle_impl(_hnd, _val, 0)

/* The same, _off elements into the buffer. */
#define set_xen_guest_handle_offset(_hnd, _val, _off) \
	set_xen_guest_handle_impl(_hnd, _val, sizeof(*(_val)) * (_off))

/* What set_xen_guest_handle() is given in place of NULL. */
extern xc_hypercall_buffer_t XC__HYPERCALL_BUFFER_NAME(HYPERCALL_BUFFER_NULL);

/* Allocate a declared buffer of so many bytes, or page-aligned ones; the memory, or NULL. */
void *xc__hypercall_buffer_alloc(xc_interface *xch, xc_hypercall_buffer_t *b, size_t size);
void *xc__hypercall_buffer_alloc_pages(xc_interface *xch, xc_hypercall_buffer_t *b, int nr_pages);
#define xc_hypercall_buffer_alloc(_xch, _name, _size) \
	xc__hypercall_buffer_alloc(_xch, HYPERCALL_BUFFER(_name), _size)
#define xc_hypercall_buffer_alloc_pages(_xch, _name, _nr) \
	xc__hypercall_buffer_alloc_pages(_xch, HYPERCALL_BUFFER(_name), _nr)

/* Free it; one that was not allocated is fine. Keeps errno. */
void xc__hypercall_buffer_free(xc_interface *xch, xc_hypercall_buffer_t *b);
void xc__hypercall_buffer_free_pages(xc_interface *xch, xc_hypercall_buffer_t *b, int nr_pages);
#define xc_hypercall_buffer_free(_xch, _name) \
	xc__hypercall_buffer_free(_xch, HYPERCALL_BUFFER(_name))
#define xc_hypercall_buffer_free_pages(_xch, _name, _nr)					\
	do {											\
		if (_name)									\
			xc__hypercall_buffer_free_pages(_xch, HYPERCALL_BUFFER(_name), _nr);	\
	} while (0)

/*
 * An array of buffers: _alloc allocates element @index for a declared buffer, _get finds it again
 * through another, _destroy frees the array with all that was allocated in it.
 */
struct xc_hypercall_buffer_array;
typedef struct xc_hypercall_buffer_array xc_hypercall_buffer_array_t;

xc_hypercall_buffer_array_t *xc_hypercall_buffer_array_create(xc_interface *xch, unsigned n);
void *xc__hypercall_buffer_array_alloc(xc_interface *xch, xc_hypercall_buffer_array_t *array,
				       unsigned index, xc_hypercall_buffer_t *hbuf, size_t size);
void *xc__hypercall_buffer_array_get(xc_interface *xch, xc_hypercall_buffer_array_t *array,
				     unsigned index, xc_hypercall_buffer_t *hbuf);
void xc_hypercall_buffer_array_destroy(xc_interface *xch, xc_hypercall_buffer_array_t *array);
#define xc_hypercall_buffer_array_alloc(_xch, _array, _index, _name, _size) \
	xc__hypercall_buffer_array_alloc(_xch, _array, _index, HYPERCALL_BUFFER(_name), _size)
#define xc_hypercall_buffer_array_get(_xch, _array, _index, _name, _size) \
	xc__hypercall_buffer_array_get(_xch, _array, _index, HYPERCALL_BUFFER(_name))

/* Memory aligned to @alignment, for free(). */
void *xc_memalign(xc_interface *xch, size_t alignment, size_t size);

/* --- raw calls: the struct is bounced and its interface version filled in --- */

int xc_domctl(xc_interface *xch, struct xen_domctl *domctl);
int xc_sysctl(xc_interface *xch, struct xen_sysctl *sysctl);
int xc_flask_op(xc_interface *xch, xen_flask_op_t *op);

/* @len is the size of *@arg; the result is the hypercall's, which may exceed an int. */
long xc_memory_op(xc_interface *xch, unsigned int cmd, void *arg, size_t len);

/* @nr_ops operations on page tables on behalf of domain @dom. */
int xc_mmuext_op(xc_interface *xch, struct mmuext_op *op, unsigned int nr_ops, uint32_t dom);

/* @cmd is one of XENVER_*; *@arg receives what that is documented to give. */
int xc_version(xc_interface *xch, int cmd, void *arg);

/* @count operations of @op_size bytes each. */
int xc_gnttab_op(xc_interface *xch, int cmd, void *op, int op_size, int count);

#ifdef __cplusplus
}
#endif

#endif /* XENCTRL_BUFFER_H */
