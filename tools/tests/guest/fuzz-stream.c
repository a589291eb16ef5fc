// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes as a migration stream. The first byte chooses the kind of domain restored into. */
#include <sys/mman.h>
#include <unistd.h>

#include "fake.h"
#include "fake-sr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

void _fail(const char *const file, const int line)
{
	abort();
}
void print_error(const char *const format, ...)
{
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	unsigned long store, console;

	if (!size)
		return 0;
	if (fd < 0)
		fd = memfd_create("stream", 0);
	if (ftruncate(fd, 0) || pwrite(fd, data + 1, size - 1, 0) != (ssize_t)(size - 1))
		abort();
	lseek(fd, 0, SEEK_SET);
	fake_reset(data[0] & 1, 64);
	xc_domain_restore(NULL, fd, FAKE_DOMID, 1, &store, 0, 2, &console, 0, XC_STREAM_PLAIN, NULL,
			  -1);
	if (fake.mapped)
		abort();
	return 0;
}
