sched-srcs := common/sched/core.c common/sched/vcpu.c common/sched/affinity.c common/sched/null.c common/sched/cpupool.c \
	common/sched/credit2/credit2.c common/sched/credit2/runq.c common/sched/credit2/budget.c common/sched/credit2/choose.c \
	common/time/timer.c common/sync/spinlock.c common/sync/lock-rank.c common/sync/softirq.c common/sync/tasklet.c lib/find-bit.c
sched-machine := fake-smp
