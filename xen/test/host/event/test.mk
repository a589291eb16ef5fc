event-srcs := common/hypercall/layout32.c common/event/port.c common/event/abi-2l.c common/event/abi-fifo.c common/event/send.c common/event/bind.c \
	common/event/close.c common/event/op.c common/hypercall/dispatch.c common/sync/spinlock.c common/sync/rwlock.c \
	common/sync/lock-rank.c common/sync/softirq.c lib/find-bit.c
event-machine := fake-smp
