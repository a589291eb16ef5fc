hvm_mode-srcs := arch/x86/hvm/mode.c
hvm_mode-headers := svm
hvm_mode-fakes := fake/none.c
