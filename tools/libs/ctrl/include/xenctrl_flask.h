/* SPDX-License-Identifier: MIT */
/*
 * The FLASK security module; ENOSYS from a hypervisor without it. Part of xenctrl.h, which
 * includes it.
 */
#ifndef XENCTRL_FLASK_H
#define XENCTRL_FLASK_H

#ifdef __cplusplus
extern "C" {
#endif

/* Load a policy. */
int xc_flask_load(xc_interface *xch, char *buf, uint32_t size);

/* Labels as text and as numbers. */
int xc_flask_context_to_sid(xc_interface *xch, char *buf, uint32_t size, uint32_t *sid);
int xc_flask_sid_to_context(xc_interface *xch, int sid, char *buf, uint32_t size);

/* 1 while the policy is enforced, 0 while it only speaks. */
int xc_flask_getenforce(xc_interface *xch);
int xc_flask_setenforce(xc_interface *xch, int mode);

/* Switches of the policy: in force, and set but not committed. */
int xc_flask_getbool_byid(xc_interface *xch, int id, char *name, uint32_t size, int *curr,
			  int *pend);
int xc_flask_getbool_byname(xc_interface *xch, char *name, int *curr, int *pend);
int xc_flask_setbool(xc_interface *xch, char *name, int value, int commit);

/* Labels of hardware. */
int xc_flask_add_pirq(xc_interface *xch, unsigned int pirq, char *scontext);
int xc_flask_add_ioport(xc_interface *xch, unsigned long low, unsigned long high, char *scontext);
int xc_flask_add_iomem(xc_interface *xch, unsigned long low, unsigned long high, char *scontext);
int xc_flask_add_device(xc_interface *xch, unsigned long device, char *scontext);
int xc_flask_del_pirq(xc_interface *xch, unsigned int pirq);
int xc_flask_del_ioport(xc_interface *xch, unsigned long low, unsigned long high);
int xc_flask_del_iomem(xc_interface *xch, unsigned long low, unsigned long high);
int xc_flask_del_device(xc_interface *xch, unsigned long device);

/* May @scon do @req to @tcon? 0 if so; EACCES if not. The result pointers may be NULL. */
int xc_flask_access(xc_interface *xch, const char *scon, const char *tcon, uint16_t tclass,
		    uint32_t req, uint32_t *allowed, uint32_t *decided, uint32_t *auditallow,
		    uint32_t *auditdeny, uint32_t *seqno);

int xc_flask_relabel_domain(xc_interface *xch, uint32_t domid, uint32_t sid);
int xc_flask_policyvers(xc_interface *xch);

/* The decision cache: statistics as text, ERANGE if that does not fit into @size bytes. */
int xc_flask_avc_cachestats(xc_interface *xch, char *buf, int size);
int xc_flask_avc_hashstats(xc_interface *xch, char *buf, int size);
int xc_flask_getavc_threshold(xc_interface *xch);
int xc_flask_setavc_threshold(xc_interface *xch, int threshold);

#ifdef __cplusplus
}
#endif

#endif /* XENCTRL_FLASK_H */
