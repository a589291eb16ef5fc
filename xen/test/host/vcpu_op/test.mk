vcpu_op-srcs := common/hypercall/layout32.c common/domain/vcpu_op.c common/hypercall/dispatch.c common/time/timer.c \
	common/sync/spinlock.c common/sync/rwlock.c common/sync/lock-rank.c common/sync/softirq.c lib/find-bit.c
vcpu_op-machine := fake-smp
