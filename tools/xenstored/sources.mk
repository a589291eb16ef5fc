# SPDX-License-Identifier: GPL-2.0-only
# What the daemon and its tests have in common: everything but the hypervisor, the event loop and start-up.
CORE_SRCS := check.c conn.c control.c domain.c events.c htab.c live_update.c log.c op_change.c op_domain.c \
	op_node.c op_session.c path.c perms.c pool.c quota.c request.c ring.c share.c state_dump.c \
	state_restore.c store.c tree.c txn.c txn_commit.c view.c watch.c
