# SPDX-License-Identifier: GPL-2.0-only
# The top of the tree; `make help` lists the targets.
.PHONY: all world dist install check help clean distclean
all: dist

XEN_ROOT := $(CURDIR)
include Config.mk

# Without ./configure every part is tried; tools then say that they need it.
SUBSYSTEMS ?= xen tools docs
# a part is built when its Makefile is there
PRESENT := $(foreach s,$(SUBSYSTEMS),$(if $(wildcard $(s)/Makefile),$(s)))

.PHONY: $(SUBSYSTEMS) $(addprefix dist-,$(SUBSYSTEMS)) $(addprefix install-,$(SUBSYSTEMS)) $(addprefix clean-,$(SUBSYSTEMS))

# xen, tools, docs; dist-PART, install-PART, clean-PART
$(SUBSYSTEMS): %:
	$(if $(wildcard $@/Makefile),+$(MAKE) -C $@ all)
$(addprefix install-,$(SUBSYSTEMS)): install-%:
	$(if $(wildcard $*/Makefile),+$(MAKE) -C $* install DESTDIR=$(abspath $(DESTDIR)))
$(addprefix dist-,$(SUBSYSTEMS)): dist-%:
	$(if $(wildcard $*/Makefile),+$(MAKE) -C $* install DESTDIR=$(abspath $(DISTDIR))/install)
$(addprefix clean-,$(SUBSYSTEMS)): clean-%:
	$(if $(wildcard $*/Makefile),+$(MAKE) -C $* clean)

world:
	+$(MAKE) clean
	+$(MAKE) dist

dist: $(addprefix dist-,$(PRESENT))
install: $(addprefix install-,$(PRESENT))

check:
	automation/check

clean: $(addprefix clean-,$(PRESENT))

distclean:
	+for p in xen tools docs; do [ ! -f $$p/Makefile ] || $(MAKE) -C $$p distclean || exit; done
	rm -rf $(abspath $(DISTDIR)) config/Toplevel.mk config/Tools.mk config/Docs.mk config/Paths.mk \
		config.log config.status autom4te.cache

help:
	@echo 'First ./configure (--help lists its options; --prefix=/usr is usual), then'
	@echo
	@echo '  world            clean, then build everything and put it into dist/install'
	@echo '  dist             build everything and put it into dist/install (DISTDIR=DIR: into DIR/install)'
	@echo '  install          build everything and install it (DESTDIR=DIR: below DIR)'
	@echo '  xen tools docs   build one part; dist-PART, install-PART and clean-PART take it further'
	@echo '  check            run all tests, from fast to slow'
	@echo '  clean distclean  remove what was built; distclean also what configure made'
	@echo
	@echo 'Variables: debug=y  V=1  DISTDIR=  DESTDIR=  PYTHON=  CC=  clang=y  CROSS_COMPILE=  XEN_TARGET_ARCH=x86_64|arm64'
