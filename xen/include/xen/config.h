/* SPDX-License-Identifier: GPL-2.0-only */
/* Build-time sizes. CONFIG_DEBUG comes from debug=y on make's command line. */
#ifndef XEN_CONFIG_H
#define XEN_CONFIG_H

#define NR_CPUS 256
#define CONFIG_SCHED_CREDIT2 1
#define CONFIG_SCHED_NULL 1
/* Bytes kept of the console for xl dmesg when conring_size= is not given; a power of two. */
#define CONFIG_CONRING_SIZE 32768


#if !defined(__ASSEMBLY__) && !defined(HOST_TEST)
/* The image has no dynamic symbols: every reference may be relative to the instruction. */
#ifndef HOST_TEST
#pragma GCC visibility push(hidden)
#endif
#endif

#endif
