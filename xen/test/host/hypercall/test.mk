hypercall-srcs := common/hypercall/layout32.c common/hypercall/dispatch.c common/hypercall/multicall.c common/hypercall/continuation.c \
	common/domctl/op.c common/sysctl/op.c common/sched/op.c common/event/op.c common/sync/spinlock.c \
	common/sync/rwlock.c common/sync/lock-rank.c common/sync/softirq.c common/sync/tasklet.c lib/find-bit.c
hypercall-machine := fake-smp
