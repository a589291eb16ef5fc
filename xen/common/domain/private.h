/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef COMMON_DOMAIN_PRIVATE_H
#define COMMON_DOMAIN_PRIVATE_H

#include <xen/domain.h>

int domain_list_add(struct domain *d); /* -EEXIST */
void domain_list_remove(struct domain *d);
void vcpu_free(struct vcpu *v);
void vcpu_info_reset(struct vcpu *v);  /* back into shared_info, or to the dummy when it has no place there */
void watchdog_domain_init(struct domain *d);
void watchdog_domain_destroy(struct domain *d);

#endif
