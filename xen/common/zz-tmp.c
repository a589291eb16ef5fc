#include <xen/domain.h>
#include <xen/mm.h>
#include <asm/pci.h>
#include <asm/domain-switch.h>
#include <xen/rangeset.h>
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
struct rangeset *mmio_ro_ranges;
struct page_info *get_page_from_gfn(struct domain *d, gfn_t gfn){mfn_t m=_mfn(gfn_x(gfn)); if(!mfn_valid(m)||!get_page(mfn_to_page(m),d)) return NULL; return mfn_to_page(m);}
__attribute__((weak)) bool update_secondary_system_time(struct vcpu *v){return true;}
__attribute__((weak)) bool pci_conf_write_intercept(struct domain *d, u32 cf8, unsigned int offset, unsigned int bytes, u32 *data){return true;}
__attribute__((weak)) int domain_pirq_to_irq(const struct domain *d, unsigned int pirq){return pirq;}
#include <xen/grant_table.h>
#include <xen/version.h>
#include <xen/format.h>
#include <public/xen.h>
__attribute__((weak)) long do_domctl(void*a){return -38;}
__attribute__((weak)) long do_sysctl(void*a){return -38;}
__attribute__((weak)) long do_platform_op(void*a){return -38;}
__attribute__((weak)) long do_grant_table_op(u32 c,void*a,u32 n){return -38;}
__attribute__((weak)) int grant_table_init(struct domain *d, int max_frames, int max_maptrack_frames, unsigned int opts){return 0;}
__attribute__((weak)) void grant_table_destroy(struct domain *d){}
__attribute__((weak)) bool format_object(char *buf, size_t size, char kind, const void *p){const struct vcpu*v=p; if(kind=='d')snprintf(buf,size,"d%d",((struct domain*)p)->domain_id);else snprintf(buf,size,"d%dv%d",v->domain->domain_id,v->vcpu_id);return true;}
__attribute__((weak)) unsigned int xen_build_id(const void **id){*id="";return 0;}
