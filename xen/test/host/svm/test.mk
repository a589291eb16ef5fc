svm-srcs := $(patsubst %,arch/x86/hvm/%.c,svm/exit svm/insn svm/qemu svm/state svm/window intr asid) \
	$(patsubst $(XEN)/%,%,$(wildcard $(XEN)/arch/x86/x86_emulate/*.c))
svm-headers := svm
svm-fakes := fake/none.c
svm-local := machine.c
