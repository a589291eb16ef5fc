svm-srcs := $(patsubst %,arch/x86/hvm/%.c,svm/exit svm/insn svm/state svm/window intr asid)
svm-headers := svm
svm-fakes := fake/none.c
svm-local := machine.c
