svm-srcs := $(patsubst %,arch/x86/hvm/%.c,svm/exit svm/insn svm/state intr asid)
svm-headers := svm
svm-fakes := fake/none.c
svm-local := machine.c
