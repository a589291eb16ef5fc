/* SPDX-License-Identifier: GPL-2.0-only */
/* cpuid LEAF [SUBLEAF]: what this processor answers, as eax, ebx, ecx and edx in hexadecimal. */
#include <cpuid.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	unsigned int eax, ebx, ecx, edx;

	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: cpuid LEAF [SUBLEAF]\n");
		return 2;
	}
	__cpuid_count(strtoul(argv[1], NULL, 0), argc > 2 ? strtoul(argv[2], NULL, 0) : 0, eax, ebx, ecx, edx);
	printf("%08x %08x %08x %08x\n", eax, ebx, ecx, edx);
	return 0;
}
