/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MMUEXT_PRIVATE_H
#define MMUEXT_PRIVATE_H

#include <xen/domain.h>
#include <public/xen.h>

/* An operation on @owner's memory: 0, an error, or -ERESTART (again; MMUEXT_DONE_MORE: done, but work is deferred). */
#define MMUEXT_DONE_MORE 1
int mmuext_pin(const struct mmuext_op *op, struct domain *owner);
int mmuext_unpin(const struct mmuext_op *op, struct domain *owner);
int mmuext_new_baseptr(const struct mmuext_op *op, struct domain *owner);
int mmuext_new_user_baseptr(const struct mmuext_op *op, struct domain *owner);
int mmuext_flush(const struct mmuext_op *op, struct domain *owner);
int mmuext_flush_cache(const struct mmuext_op *op, struct domain *owner);
int mmuext_set_ldt(const struct mmuext_op *op, struct domain *owner);
int mmuext_clear_page(const struct mmuext_op *op, struct domain *owner);
int mmuext_copy_page(const struct mmuext_op *op, struct domain *owner);

#endif
