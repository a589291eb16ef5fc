# SPDX-License-Identifier: GPL-2.0-only
# Builds and installs the programs of one folder; the variables it takes stand in README.
PROGRAMS := $(BIN-y) $(SBIN-y) $(LIBEXECBIN-y) $(NOINSTALL-y)
prog-objs = $(patsubst %.S,%.o,$(patsubst %.c,%.o,$($(1)-srcs)))
PROG_OBJS := $(sort $(foreach p,$(PROGRAMS),$(call prog-objs,$(p))))
USELIBS_CFLAGS := $(call uselibs-cflags,$(sort $(foreach p,$(PROGRAMS),$($(p)-uselibs))))
ifeq ($(CONFIG_RPATH),y)
BASE_LDFLAGS += -Wl,-rpath,$(libdir)
endif

all: $(PROGRAMS) $(SCRIPTS_SBIN-y) $(SCRIPTS_BIN-y) $(SCRIPTS_LIBEXECBIN-y)

$(PROG_OBJS): | $(INCLUDES_MADE) $(GENERATED-y)

define program-rule
$(1): $$(call prog-objs,$(1)) $$(call uselibs-files,$$($(1)-uselibs)) $$($(1)-deps)
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$(BASE_LDFLAGS) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$(call prog-objs,$(1)) \
		$$($(1)-deps) $$(call uselibs-ldlibs,$$($(1)-uselibs)) $$($(1)-ldlibs) $$(LDLIBS)
endef
$(foreach p,$(PROGRAMS),$(eval $(call program-rule,$(p))))

# $(call install-into,programs,directory)
define install-into
$(if $(strip $(1)),$(INSTALL_DIR) $(DESTDIR)$(2)
	$(INSTALL_PROG) $(1) $(DESTDIR)$(2))
endef
install: all
	$(call install-into,$(BIN-y) $(SCRIPTS_BIN-y),$(bindir))
	$(call install-into,$(SBIN-y) $(SCRIPTS_SBIN-y),$(sbindir))
	$(call install-into,$(LIBEXECBIN-y) $(SCRIPTS_LIBEXECBIN-y),$(LIBEXEC_BIN))

clean distclean:
	rm -f $(PROGRAMS) $(PROG_OBJS) $(PROG_OBJS:.o=.d) $(GENERATED-y) $(SUBSTED) $(CLEAN_FILES)

-include $(wildcard $(PROG_OBJS:.o=.d))
