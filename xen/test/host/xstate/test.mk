# test.c includes arch/x86/cpu/xstate.c
xstate-srcs :=
xstate-fakes := fake/none.c
xstate-headers := vmx
