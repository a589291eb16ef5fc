console-srcs := drivers/char/console/guest.c common/sync/softirq.c common/sync/spinlock.c common/sync/lock-rank.c lib/find-bit.c
console-machine := fake-smp
