# SPDX-License-Identifier: GPL-2.0-only
# Descends into SUBDIRS one after another (each is parallel inside) for every usual target.
all install clean distclean:
	+@set -e; for d in $(SUBDIRS); do $(MAKE) --no-print-directory -C "$$d" $@; done
