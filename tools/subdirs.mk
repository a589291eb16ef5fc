# SPDX-License-Identifier: GPL-2.0-only
# Descends into SUBDIRS one after another (each is parallel inside) for every usual target; with -k also past a failure.
all install clean distclean:
	+@status=0; for d in $(SUBDIRS); do \
		$(MAKE) --no-print-directory -C "$$d" $@ || { status=$$?; $(if $(findstring k,$(firstword -$(MAKEFLAGS))),:,break); }; \
	done; exit $$status
