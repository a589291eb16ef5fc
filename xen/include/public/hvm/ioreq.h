/* SPDX-License-Identifier: MIT */
/*
 * Requests of an HVM guest's I/O to a device model, in pages that both map. One slot for each vcpu;
 * the state passes from hypervisor to device model and back.
 */
#ifndef _IOREQ_H_
#define _IOREQ_H_
#define IOREQ_READ 1
#define IOREQ_WRITE 0
#define STATE_IOREQ_NONE 0 /* empty */
#define STATE_IOREQ_READY 1 /* for the device model to take */
#define STATE_IOREQ_INPROCESS 2 /* taken */
#define STATE_IORESP_READY 3 /* done, for the hypervisor to take */
#define IOREQ_TYPE_PIO 0 /* port */
#define IOREQ_TYPE_COPY 1 /* memory */
/* configuration space: addr has segment, bus, device, function above bit 32 */
#define IOREQ_TYPE_PCI_CONFIG 2
#define IOREQ_TYPE_TIMEOFFSET 7 /* the guest set its clock */
#define IOREQ_TYPE_INVALIDATE 8 /* drop cached mappings */

struct ioreq {
	uint64_t addr; /* port or guest-physical address */
	uint64_t data; /* value, or where it is in guest memory */
	uint32_t count; /* for repeated string instructions */
	uint32_t size; /* bytes of one access */
	uint32_t vp_eport; /* event channel of the vcpu */
	uint16_t _pad0;
	uint8_t state : 4; /* STATE_* */
	uint8_t data_is_ptr : 1; /* data is an address */
	uint8_t dir : 1; /* 1: read by the guest */
	uint8_t df : 1; /* addresses go down */
	uint8_t _pad1 : 1;
	uint8_t type; /* IOREQ_TYPE_* */
};
typedef struct ioreq ioreq_t;

struct shared_iopage {
	struct ioreq vcpu_ioreq[1];
};
typedef struct shared_iopage shared_iopage_t;

struct buf_ioreq {
	uint8_t type; /* IOREQ_TYPE_* */
	uint8_t pad : 1;
	uint8_t dir : 1; /* 1: read */
	uint8_t size : 2; /* log2 of bytes; 8 bytes take two slots */
	uint32_t addr : 20;
	uint32_t data;
};
typedef struct buf_ioreq buf_ioreq_t;

#define IOREQ_BUFFER_SLOT_NUM 511

struct buffered_iopage {
#ifdef __XEN__
	union bufioreq_pointers {
		struct {
#endif
			uint32_t read_pointer; /* moved by the device model, without wrapping */
			uint32_t write_pointer; /* moved by the hypervisor, without wrapping */
#ifdef __XEN__
		};
		uint64_t full; /* both in one exchange */
	} ptrs;
#endif
	buf_ioreq_t buf_ioreq[511];
};
typedef struct buffered_iopage buffered_iopage_t;

#define ACPI_PM1A_EVT_BLK_ADDRESS_V0 0x1f40
#define ACPI_PM1A_CNT_BLK_ADDRESS_V0 (ACPI_PM1A_EVT_BLK_ADDRESS_V0 + 0x04)
#define ACPI_PM_TMR_BLK_ADDRESS_V0 (ACPI_PM1A_EVT_BLK_ADDRESS_V0 + 0x08)
#define ACPI_GPE0_BLK_ADDRESS_V0 (ACPI_PM_TMR_BLK_ADDRESS_V0 + 0x20)
#define ACPI_GPE0_BLK_LEN_V0 0x08
#define ACPI_PM1A_EVT_BLK_ADDRESS_V1 0xb000
#define ACPI_PM1A_CNT_BLK_ADDRESS_V1 (ACPI_PM1A_EVT_BLK_ADDRESS_V1 + 0x04)
#define ACPI_PM_TMR_BLK_ADDRESS_V1 (ACPI_PM1A_EVT_BLK_ADDRESS_V1 + 0x08)
#define ACPI_GPE0_BLK_ADDRESS_V1 0xafe0
#define ACPI_GPE0_BLK_LEN_V1 0x04
#define ACPI_PM1A_EVT_BLK_ADDRESS ACPI_PM1A_EVT_BLK_ADDRESS_V0
#define ACPI_PM1A_CNT_BLK_ADDRESS ACPI_PM1A_CNT_BLK_ADDRESS_V0
#define ACPI_PM_TMR_BLK_ADDRESS ACPI_PM_TMR_BLK_ADDRESS_V0
#define ACPI_GPE0_BLK_ADDRESS ACPI_GPE0_BLK_ADDRESS_V0
#define ACPI_GPE0_BLK_LEN ACPI_GPE0_BLK_LEN_V0

#endif
