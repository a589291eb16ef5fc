# SPDX-License-Identifier: GPL-2.0-only
# Settings shared by the hypervisor, the tools and the documentation. It works without ./configure,
# so that `make -C xen` needs nothing else.
XEN_ROOT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
-include $(XEN_ROOT)/config/Toplevel.mk
include $(XEN_ROOT)/config/Version.mk

XEN_COMPILE_ARCH ?= $(shell uname -m | sed -e 's/i.86/x86_32/' -e 's/aarch64/arm64/' -e 's/armv.*/arm32/')
XEN_TARGET_ARCH ?= $(XEN_COMPILE_ARCH)
TARGET_ARCH := $(patsubst x86_%,x86,$(patsubst arm%,arm,$(XEN_TARGET_ARCH)))

PYTHON ?= python3
debug ?= n

DESTDIR ?= /
DISTDIR ?= $(XEN_ROOT)/dist
INSTALL ?= install
INSTALL_DIR := $(INSTALL) -d -m0755
INSTALL_DATA := $(INSTALL) -m0644
INSTALL_PROG := $(INSTALL) -m0755

# clang=y picks clang; CROSS_COMPILE= names a tool prefix; CC= and friends win over both. For another architecture than
# this machine's the prefix defaults to Debian's cross compiler.
ifneq ($(XEN_TARGET_ARCH),$(XEN_COMPILE_ARCH))
CROSS_COMPILE ?= $(patsubst arm64,aarch64,$(XEN_TARGET_ARCH))-linux-gnu-
endif
ifeq ($(clang),y)
CC_DEFAULT := clang$(if $(CROSS_COMPILE), --target=$(patsubst %-,%,$(notdir $(CROSS_COMPILE))))
else
CC_DEFAULT := $(CROSS_COMPILE)gcc
endif
ifeq ($(origin CC),default)
CC := $(CC_DEFAULT)
endif
ifeq ($(origin LD),default)
LD := $(CROSS_COMPILE)ld
endif
ifeq ($(origin AR),default)
AR := $(CROSS_COMPILE)ar
endif
OBJCOPY ?= $(CROSS_COMPILE)objcopy
OBJDUMP ?= $(CROSS_COMPILE)objdump
NM ?= $(CROSS_COMPILE)nm
STRIP ?= $(CROSS_COMPILE)strip
READELF ?= $(CROSS_COMPILE)readelf
HOSTCC ?= gcc
HOSTCFLAGS ?= -Wall -Wextra -O2 -std=gnu11

# V=1 shows whole commands; $(call say,WORD,file) prints the short form
V ?= 0
Q := $(if $(filter 1,$(V)),,@)
say = @printf '  %-7s %s\n' '$(1)' '$(2)'
