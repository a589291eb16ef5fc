grant-srcs := common/hypercall/layout32.c common/grant_table/op.c common/grant_table/table.c common/grant_table/active.c common/grant_table/map.c \
	common/grant_table/copy.c common/grant_table/maptrack.c common/hypercall/dispatch.c common/sync/spinlock.c \
	common/sync/rwlock.c common/sync/lock-rank.c common/sync/softirq.c lib/find-bit.c
grant-machine := fake-smp
