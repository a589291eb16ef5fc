/* SPDX-License-Identifier: MIT */
/* Stands for the header of a hypervisor that public headers include in its own build. */
