/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef PV_EMUL_PRIVATE_H
#define PV_EMUL_PRIVATE_H

#include <xen/domain.h>
#include <asm/regs.h>

/* One decoded privileged instruction. */
struct priv_insn {
	u8 bytes[15];
	u8 count;           /* bytes that could be fetched */
	u8 len;             /* of prefixes and opcode so far */
	u16 opcode;         /* 0x0fXX for the two-byte map */
	u8 rex;
	u8 op_size;         /* 2, 4, 8 */
	bool rep;
	bool addr32;
	u8 segment;         /* prefix byte, or 0 */
};

enum emul_result { EMUL_done, EMUL_fault_injected, EMUL_refused };

enum emul_result emul_port_io(struct vcpu *v, struct cpu_user_regs *regs, struct priv_insn *insn);
enum emul_result emul_cr_dr(struct vcpu *v, struct cpu_user_regs *regs, struct priv_insn *insn);
/* false: #GP */
bool pv_read_msr(struct vcpu *v, u32 msr, u64 *val);
bool pv_write_msr(struct vcpu *v, u32 msr, u64 val);
bool pv_xsetbv(struct vcpu *v, u32 index, u64 val);

/* General register by number (0 rax .. 15 r15) of the frame. */
unsigned long *emul_reg(struct cpu_user_regs *regs, unsigned int n);
/* Whether @v in its current mode may use ports [port, port + bytes): virtual IOPL or I/O bitmap. */
bool guest_io_okay(struct vcpu *v, unsigned int port, unsigned int bytes);
/* IOPL as the guest sees it allows CLI, STI and port access. */
bool iopl_ok(const struct vcpu *v);

#endif
