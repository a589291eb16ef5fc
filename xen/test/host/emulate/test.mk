emulate-srcs := $(patsubst $(XEN)/%,%,$(wildcard $(XEN)/arch/x86/x86_emulate/*.c))
emulate-local := gen.c native.c guest.c directed.c soup.c
emulate-fakes := none
