# SPDX-License-Identifier: GPL-2.0-only
# Run in a library's folder: print its sources.
include Makefile
.DEFAULT_GOAL := list-srcs
list-srcs:
	@echo $(SRCS-y)
