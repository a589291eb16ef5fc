# SPDX-License-Identifier: GPL-2.0-only
# What every Makefile under tools/ (and every test of the tools) includes first, with XEN_ROOT set.
ifndef XEN_ROOT
$(error set XEN_ROOT before including tools/Rules.mk)
endif

# a plain `make` builds, whatever rules the including Makefile writes before libs.mk or progs.mk
all:
.PHONY: all install clean distclean check FORCE

include $(XEN_ROOT)/Config.mk
ifneq ($(wildcard $(XEN_ROOT)/config/Tools.mk),)
include $(XEN_ROOT)/config/Tools.mk
include $(XEN_ROOT)/config/Paths.mk
$(XEN_ROOT)/config/%.mk: $(XEN_ROOT)/config/%.mk.in
	$(Q)cd $(XEN_ROOT) && ./config.status -q config/$*.mk
else ifeq ($(filter clean distclean,$(MAKECMDGOALS)),)
$(error the tree is not configured: run ./configure in $(XEN_ROOT) first)
endif

TOOLS := $(XEN_ROOT)/tools
LIBS_ROOT := $(TOOLS)/libs
XEN_INCLUDE := $(TOOLS)/include
PATHS_H := $(XEN_INCLUDE)/_paths.h

WARNINGS := -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Wno-unused-parameter
ifneq ($(CONFIG_WERROR),n)
WARNINGS += -Werror
endif
ifeq ($(debug),y)
OPTIMIZE := -Og -g3 -DDEBUG
else
OPTIMIZE := -O2 -g
endif
# CFLAGS and LDFLAGS are the user's: they come last and so win. Makefiles here say CFLAGS-y and LDLIBS.
BASE_CFLAGS := -std=gnu11 $(WARNINGS) $(OPTIMIZE) -fPIC -D_GNU_SOURCE -fstack-protector-strong
# sanitizers and valgrind builds set FORTIFY=n, because the two get in each other's way
ifneq ($(FORTIFY),n)
BASE_CFLAGS += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif
BASE_CFLAGS += -D__XEN_TOOLS__=1 -I$(XEN_INCLUDE) -I.
BASE_LDFLAGS := -Wl,-z,relro -Wl,-z,now -Wl,--as-needed

# --- our libraries -------------------------------------------------------------------------------------------------
# The floors, lowest first: a library uses only those before it. Names are folder names under tools/libs.
LIB_FLOORS := toolcore toollog call evtchn gnttab foreignmemory devicemodel hypfs store ctrl guest light util stat vchan
# A library is libxenNAME in folder NAME but for these; xlutil is another word for util.
lib-full-util := libxlutil
lib-dir-xlutil := util
lib-dir = $(LIBS_ROOT)/$(or $(lib-dir-$(1)),$(1))
lib-full = $(or $(lib-full-$(or $(lib-dir-$(1)),$(1))),libxen$(1))
lib-so = $(call lib-dir,$(1))/$(call lib-full,$(1)).so
# flags of a list of our libraries: $(call uselibs-cflags,toollog ctrl)
uselibs-cflags = $(foreach l,$(1),-I$(call lib-dir,$(l))/include)
uselibs-files = $(foreach l,$(1),$(call lib-so,$(l)))
# what the libraries use in turn is found by rpath-link; nothing else is linked in
uselibs-ldlibs = $(call uselibs-files,$(1)) $(if $(1),-Wl$(comma)-rpath-link=$(BUILD_LIBRARY_PATH))
ALL_LIB_INCLUDES := $(call uselibs-cflags,$(LIB_FLOORS))
comma := ,
empty :=
space := $(empty) $(empty)
# also the LD_LIBRARY_PATH of a program that runs from the build tree
BUILD_LIBRARY_PATH := $(subst $(space),:,$(foreach l,$(LIB_FLOORS),$(call lib-dir,$(l))))

# A library that is missing is built, after those below it; one that exists is left to its own Makefile.
PRESENT_LIBS := $(foreach l,$(LIB_FLOORS),$(if $(wildcard $(LIBS_ROOT)/$(l)/Makefile),$(l)))
lower-libs :=
$(foreach l,$(PRESENT_LIBS), \
	$(eval $(call lib-so,$(l)): | $(lower-libs) ; +@$$(MAKE) --no-print-directory -C $$(@D) all) \
	$(eval lower-libs := $(call lib-so,$(l))))
INCLUDES_MADE := $(PATHS_H) $(XEN_INCLUDE)/xen/.made
$(INCLUDES_MADE) &: $(XEN_ROOT)/config/Paths.mk $(wildcard $(XEN_ROOT)/xen/include/public/*.h)
	+@$(MAKE) --no-print-directory -C $(XEN_INCLUDE) all

# --- scripts and units: FILE from FILE.in, each @NAME@ of PATH_NAMES replaced -------------------------------------
subst-paths = sed $(foreach n,$(PATH_NAMES) $(SUBST_NAMES),-e 's|@$(n)@|$($(n))|g')
SUBSTED := $(patsubst %.in,%,$(wildcard *.in */*.in))
$(SUBSTED): %: %.in $(XEN_ROOT)/config/Paths.mk
	$(call say,GEN,$@)
	$(Q)$(subst-paths) $< >$@.tmp && chmod --reference=$< $@.tmp && mv -f $@.tmp $@

# --- compiling ------------------------------------------------------------------------------------------------------
# CFLAGS-y of the including Makefile apply to all its files, CFLAGS-path/name.o to one. GENERATED-y names files that must exist
# before anything is compiled. -MD and not -MMD: tests/build looks for the system's headers of Xen.
compile-flags = $(BASE_CFLAGS) $(USELIBS_CFLAGS) $(CFLAGS-y) $(CFLAGS-$@) $(CFLAGS) -MD -MP -MF $(@:.o=.d)
%.o: %.c
	$(call say,CC,$@)
	$(Q)$(CC) $(compile-flags) -c -o $@ $<
%.o: %.S
	$(call say,AS,$@)
	$(Q)$(CC) $(compile-flags) -c -o $@ $<
