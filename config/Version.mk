# SPDX-License-Identifier: GPL-2.0-only
# The one place that knows the version: XEN_VERSION.XEN_SUBVERSION is the interface we keep,
# XEN_EXTRAVERSION our own release on top of it, starting at .0.
XEN_VERSION := 4
XEN_SUBVERSION := 17
XEN_EXTRAVERSION ?= .0$(XEN_VENDORVERSION)
XEN_FULLVERSION := $(XEN_VERSION).$(XEN_SUBVERSION)$(XEN_EXTRAVERSION)
