hvm_vcpu-srcs := arch/x86/hvm/vcpu.c
hvm_vcpu-headers := svm
hvm_vcpu-fakes := fake/none.c
