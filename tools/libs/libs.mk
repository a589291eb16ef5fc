# SPDX-License-Identifier: LGPL-2.1-only
# Builds one library; the variables it takes stand in README.
ifndef LIBNAME
$(error LIBNAME is not set in $(CURDIR))
endif
FULLNAME ?= $(call lib-full,$(LIBNAME))
LINKNAME := $(patsubst lib%,%,$(FULLNAME))
PCNAME ?= $(LINKNAME)
PCDESC ?= The $(LINKNAME) library of Xen
PCREQUIRES ?= $(foreach l,$(USELIBS),$(patsubst xenctrl,xencontrol,$(patsubst lib%,%,$(call lib-full,$(l)))))
LIBSO := $(FULLNAME).so
SONAME := $(LIBSO).$(MAJOR)
REALNAME := $(SONAME).$(MINOR)
MAP := $(wildcard $(FULLNAME).map)
MAP_FLAG := $(MAP:%=-Wl,--version-script=%)

LIB_OBJS := $(patsubst %.S,%.o,$(SRCS-y:.c=.o))
USELIBS_CFLAGS := -Iinclude $(call uselibs-cflags,$(USELIBS))

all: $(REALNAME) $(SONAME) $(LIBSO) $(FULLNAME).a $(PCNAME).pc

$(LIB_OBJS): | $(INCLUDES_MADE) $(GENERATED-y)

$(REALNAME): $(LIB_OBJS) $(MAP) $(call uselibs-files,$(USELIBS))
	$(call say,LD,$@)
	$(Q)$(CC) -shared -Wl,-soname,$(SONAME) -Wl,--no-undefined $(MAP_FLAG) \
		$(BASE_LDFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $(LIB_OBJS) $(call uselibs-ldlibs,$(USELIBS)) $(LDLIBS)

$(SONAME): $(REALNAME)
	$(Q)ln -sfn $< $@
$(LIBSO): $(SONAME)
	$(Q)ln -sfn $< $@

$(FULLNAME).a: $(LIB_OBJS)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(PCNAME).pc: Makefile $(XEN_ROOT)/config/Paths.mk $(LIBS_ROOT)/libs.mk
	$(Q){ echo 'prefix=$(prefix)'; echo 'includedir=$(includedir)'; echo 'libdir=$(libdir)'; echo; \
		echo 'Name: $(PCNAME)'; echo 'Description: $(PCDESC)'; \
		echo 'Version: $(MAJOR).$(MINOR)'; echo 'Cflags: -I$${includedir}'; echo 'Libs: -L$${libdir} -l$(LINKNAME)'; \
		echo 'Libs.private: $(LDLIBS)'; echo 'Requires.private: $(PCREQUIRES)'; } >$@.tmp && mv -f $@.tmp $@

install: all
	$(INSTALL_DIR) $(DESTDIR)$(libdir) $(DESTDIR)$(includedir) $(DESTDIR)$(pkgconfigdir)
	$(INSTALL_PROG) $(REALNAME) $(DESTDIR)$(libdir)
	ln -sfn $(REALNAME) $(DESTDIR)$(libdir)/$(SONAME)
	ln -sfn $(SONAME) $(DESTDIR)$(libdir)/$(LIBSO)
	$(INSTALL_DATA) $(FULLNAME).a $(DESTDIR)$(libdir)
	$(INSTALL_DATA) $(PCNAME).pc $(DESTDIR)$(pkgconfigdir)
	$(if $(LIBHEADERS),$(INSTALL_DATA) $(addprefix include/,$(LIBHEADERS)) $(DESTDIR)$(includedir))

clean distclean:
	rm -f $(LIB_OBJS) $(LIB_OBJS:.o=.d) $(FULLNAME).so* $(FULLNAME).a $(PCNAME).pc $(GENERATED-y) $(SUBSTED) $(CLEAN_FILES)

-include $(wildcard $(LIB_OBJS:.o=.d))
