e820-srcs := arch/x86/setup/e820.c lib/sort.c
e820-fakes := fake/none.c
