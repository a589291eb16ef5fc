/* SPDX-License-Identifier: GPL-2.0-only */
/* Taking a CPU out of service. */
#include <xen/errno.h>
#include <xen/smp.h>
#include <asm/smp.h>

int cpu_down(unsigned int cpu)
{
	return -EOPNOTSUPP;
}

void noreturn cpu_exit(void)
{
	play_dead();
}
