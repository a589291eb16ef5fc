/* SPDX-License-Identifier: GPL-2.0-only */
/* The PC's two 8259 interrupt controllers: moved out of the exceptions' vectors and silenced; IOAPICs do their work. */
#include <asm/i8259.h>
#include <asm/irq-vectors.h>
#include <asm/system.h>

#define MASTER_CMD 0x20
#define MASTER_DATA 0x21
#define SLAVE_CMD 0xa0
#define SLAVE_DATA 0xa1

void i8259_init(void)
{
	outb(0x11, MASTER_CMD); /* ICW1: edge, cascade, ICW4 follows */
	outb(FIRST_LEGACY_VECTOR, MASTER_DATA);
	outb(0x04, MASTER_DATA); /* slave on line 2 */
	outb(0x01, MASTER_DATA); /* 8086 mode, normal EOI */
	outb(0x11, SLAVE_CMD);
	outb(FIRST_LEGACY_VECTOR + 8, SLAVE_DATA);
	outb(0x02, SLAVE_DATA);
	outb(0x01, SLAVE_DATA);
	outb(0xff, MASTER_DATA);
	outb(0xff, SLAVE_DATA);
}
