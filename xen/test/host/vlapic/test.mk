vlapic-srcs := $(patsubst %,arch/x86/hvm/vlapic/%.c,access base icr ipi priority regs save stats timer) \
	common/time/timer.c common/sync/spinlock.c common/sync/lock-rank.c common/sync/softirq.c lib/find-bit.c
vlapic-machine := fake-smp
vlapic-local := machine.c timers.c ipis.c
