store_insn-srcs := arch/x86/pv/store-insn.c
store_insn-fakes := none
