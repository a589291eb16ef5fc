/* SPDX-License-Identifier: GPL-2.0-only */
/* The functions of the command table; see struct xl_cmd. */
#ifndef XL_CMD_H
#define XL_CMD_H

int cmd_create(int argc, char **argv);
int cmd_config_update(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_destroy(int argc, char **argv);
int cmd_shutdown(int argc, char **argv);
int cmd_reboot(int argc, char **argv);
int cmd_pause(int argc, char **argv);
int cmd_unpause(int argc, char **argv);
int cmd_console(int argc, char **argv);
int cmd_dump_core(int argc, char **argv);
int cmd_mem_max(int argc, char **argv);
int cmd_mem_set(int argc, char **argv);
int cmd_button_press(int argc, char **argv);
int cmd_vcpu_list(int argc, char **argv);
int cmd_vcpu_pin(int argc, char **argv);
int cmd_vcpu_set(int argc, char **argv);
int cmd_vm_list(int argc, char **argv);
int cmd_info(int argc, char **argv);
int cmd_sched_credit2(int argc, char **argv);
int cmd_domid(int argc, char **argv);
int cmd_domname(int argc, char **argv);
int cmd_rename(int argc, char **argv);
int cmd_trigger(int argc, char **argv);
int cmd_sysrq(int argc, char **argv);
int cmd_debug_keys(int argc, char **argv);
int cmd_set_parameters(int argc, char **argv);
int cmd_dmesg(int argc, char **argv);
int cmd_top(int argc, char **argv);
int cmd_network_attach(int argc, char **argv);
int cmd_network_list(int argc, char **argv);
int cmd_network_detach(int argc, char **argv);
int cmd_block_attach(int argc, char **argv);
int cmd_block_list(int argc, char **argv);
int cmd_block_detach(int argc, char **argv);
int cmd_uptime(int argc, char **argv);
int cmd_claims(int argc, char **argv);
int cmd_cpupool_list(int argc, char **argv);

#endif /* XL_CMD_H */
