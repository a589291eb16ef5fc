# test.c includes arch/x86/cpu/spec-ctrl.c: what it decides from is its own
spec_ctrl-srcs := common/param.c common/param-known.c lib/strtoul.c
spec_ctrl-fakes := fake/none.c
spec_ctrl-headers := vmx
