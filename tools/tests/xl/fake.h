/* SPDX-License-Identifier: GPL-2.0-only */
/* A host of 8 CPUs on 2 nodes, in place of the calls that ask the hypervisor. */
#ifndef TEST_FAKE_H
#define TEST_FAKE_H

#include <stdbool.h>

/* 1024 MiB; one domain, "taken", has the number 7. */
#define FAKE_CPUS 8
#define FAKE_NODES 2

/* what its CPUs offer */
extern bool fake_hvm, fake_hap;

#endif /* TEST_FAKE_H */
