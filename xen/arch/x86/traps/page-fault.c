/* SPDX-License-Identifier: GPL-2.0-only */
/* A page fault in hypervisor code: expected (guest memory), a window that is filled lazily, or fatal. */
#include <xen/domain.h>
#include <asm/current.h>
#include <asm/pv/traps.h>
#include <asm/system.h>
#include <asm/mm.h>
#include <asm/traps.h>

bool xen_page_fault(struct cpu_user_regs *regs)
{
	unsigned long va = read_cr2();

	/* Loading a segment register from a guest's LDT touches the LDT window. */
	if (va >= PERDOMAIN_VIRT_START && va < PERDOMAIN_VIRT_START + (1UL << 39) &&
	    pv_handle_ldt_fault(va, regs))
		return true;
	if (exception_fixup(regs))
		return true;
	printk("Faulting linear address: %016lx\n", va);
	show_page_walk(va);
	return false;
}

void show_page_walk(unsigned long va)
{
	u64 e = read_cr3() & PTE_ADDR_MASK;

	printk("Pagetable walk from %016lx:\n", va);
	for (int level = 4; level; level--) {
		const u64 *table;

		if (!mfn_valid(pte_mfn(e)))
			return;
		table = map_domain_page(pte_mfn(e));
		e = table[pt_index(va, level)];
		unmap_domain_page(table);
		printk(" L%d[0x%03lx] = %016lx\n", level, pt_index(va, level), e);
		if (!(e & _PAGE_PRESENT) || (level < 4 && level > 1 && (e & _PAGE_PSE)))
			return;
	}
}
