/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <sys/types.h>

struct ring_shared {
	uint32_t cons;
	uint32_t prod;
};

#define VCHAN_NOTIFY_WRITE 0x1
#define VCHAN_NOTIFY_READ 0x2

struct vchan_interface {
	struct ring_shared left;
	struct ring_shared right;
	uint16_t left_order;
	uint16_t right_order;
	uint8_t cli_live;
	uint8_t srv_live;
	uint8_t cli_notify;
	uint8_t srv_notify;
	uint32_t grants[0];

};
