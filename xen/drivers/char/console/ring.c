/* SPDX-License-Identifier: GPL-2.0-only */
/* The console ring: what xl dmesg shows. Bytes are numbered from boot, modulo 2^32; the ring has the last ones. */
#include <xen/errno.h>
#include <xen/guest_access.h>
#include <xen/lib.h>
#include <xen/mm.h>
#include <xen/param.h>
#include <xen/smp.h>
#include <public/sysctl.h>
#include "private.h"

#define CONRING_BOOT_SIZE CONFIG_CONRING_SIZE
#define CONRING_MAX (16U << 20)

static char boot_ring[CONRING_BOOT_SIZE];
static char *conring = boot_ring;                 /* under the console lock */
static u32 conring_size = CONRING_BOOT_SIZE;      /* a power of two */
static u32 conring_start, conring_end;            /* numbers of the first byte kept and of the next one */

static u64 __initdata opt_conring_size;
size_param("conring_size", opt_conring_size);

void conring_put(const char *s, size_t n)
{
	while (n--)
		conring[conring_end++ & (conring_size - 1)] = *s++;
	if (conring_end - conring_start > conring_size)
		conring_start = conring_end - conring_size;
}

/* The ring of its final size: as asked for, or by the number of CPUs, who all have something to say. */
void __init conring_init_postirq(void)
{
	u64 want = opt_conring_size ? opt_conring_size : (u64)cpumask_weight(&cpu_present_map) << 11;
	u32 size = CONRING_BOOT_SIZE;
	struct console_hold h;
	char *ring;

	while (size < want && size < CONRING_MAX)
		size <<= 1;
	if (size == CONRING_BOOT_SIZE)
		return;
	ring = alloc_xenheap_pages(get_order_from_bytes(size), 0);
	if (!ring) {
		printk(XENLOG_WARNING "conring_size: no memory for %u KiB, staying with %u KiB\n",
		       size >> 10, conring_size >> 10);
		return;
	}
	h = console_lock();
	for (u32 i = conring_start; i != conring_end; i++)
		ring[i & (size - 1)] = conring[i & (conring_size - 1)];
	conring = ring;
	conring_size = size;
	console_unlock(h);
	printk("Allocated console ring of %u KiB.\n", size >> 10);
}

/* Copies up to @max bytes from number *@idx on; *@idx moves on. Returns the number of bytes. */
static u32 conring_copy(char *buf, u32 max, u32 *idx)
{
	struct console_hold h = console_lock();
	u32 n = 0;

	if (conring_end - *idx > conring_end - conring_start) /* overwritten, or never there */
		*idx = conring_start;
	while (n < max && *idx != conring_end)
		buf[n++] = conring[(*idx)++ & (conring_size - 1)];
	console_unlock(h);
	return n;
}

int console_read_ring(struct xen_sysctl_readconsole *op)
{
	struct console_hold h;
	char chunk[256];
	u32 idx = op->incremental ? op->index : READ_ONCE(conring_start);
	u32 done = 0, n;

	while (done < op->count) {
		n = conring_copy(chunk, min_t(u32, sizeof(chunk), op->count - done), &idx);
		if (!n)
			break;
		if (guest_raw_write(op->buffer.p + done, chunk, n))
			return -EFAULT;
		done += n;
	}
	if (op->clear) {
		h = console_lock();
		/* Only what the caller has seen is gone; later bytes stay. */
		if (idx - conring_start <= conring_end - conring_start)
			conring_start = idx;
		console_unlock(h);
	}
	op->count = done;
	op->index = idx;
	return 0;
}

void conring_dump(void)
{
	u32 idx = READ_ONCE(conring_start), end = READ_ONCE(conring_end), n;
	char chunk[128];
	struct console_hold h;

	while (idx != end) {
		n = conring_copy(chunk, min_t(u32, sizeof(chunk), end - idx), &idx);
		if (!n)
			return;
		h = console_lock();
		console_emit(chunk, n);
		console_unlock(h);
	}
}

static void dump_key(unsigned char key)
{
	printk("'%c' pressed -> dumping console ring buffer (dmesg)\n", key);
	conring_dump();
}

static int __init conring_key_init(void)
{
	register_keyhandler('w', dump_key, "synchronously dump console ring buffer (dmesg)", true);
	return 0;
}
initcall(conring_key_init);
