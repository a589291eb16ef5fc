#include <xen/domain.h>
#include <xen/mm.h>
#include <asm/pci.h>
#include <asm/domain-switch.h>
#include <xen/rangeset.h>
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
__attribute__((weak)) bool update_secondary_system_time(struct vcpu *v){return true;}
__attribute__((weak)) bool pci_conf_write_intercept(struct domain *d, u32 cf8, unsigned int offset, unsigned int bytes, u32 *data){return true;}
__attribute__((weak)) int domain_pirq_to_irq(const struct domain *d, unsigned int pirq){return pirq;}
#include <xen/version.h>
#include <public/xen.h>
__attribute__((weak)) unsigned int xen_build_id(const void **id){*id="";return 0;}
