timer-srcs := common/time/timer.c common/sync/spinlock.c common/sync/lock-rank.c common/sync/softirq.c lib/find-bit.c
timer-machine := fake-smp
