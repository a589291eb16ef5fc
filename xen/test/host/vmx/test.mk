vmx-srcs := $(patsubst %,arch/x86/hvm/vmx/%.c,controls exit intr msr state)
vmx-headers := vmx
vmx-fakes := fake/none.c
vmx-local := machine.c segments.c events.c exits.c
