#include <xen/domain.h>
#include <xen/mm.h>
#include <asm/pci.h>
#include <asm/domain-switch.h>
#include <xen/rangeset.h>
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#include <xen/grant_table.h>
#include <xen/version.h>
#include <public/xen.h>
__attribute__((weak)) long do_domctl(void*a){return -38;}
__attribute__((weak)) long do_sysctl(void*a){return -38;}
__attribute__((weak)) long do_platform_op(void*a){return -38;}
__attribute__((weak)) long do_grant_table_op(u32 c,void*a,u32 n){return -38;}
__attribute__((weak)) int grant_table_init(struct domain *d, int max_frames, int max_maptrack_frames, unsigned int opts){return 0;}
__attribute__((weak)) void grant_table_destroy(struct domain *d){}

