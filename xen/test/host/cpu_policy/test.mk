# test.c includes arch/x86/cpu/policy/derive.c: the processor that it looks at is the test's
cpu_policy-srcs :=
cpu_policy-fakes := fake/none.c
cpu_policy-headers := vmx
