// SPDX-License-Identifier: GPL-2.0-only
/* What guests write to the console: all of it, whenever the call is interrupted; others' words by line and name. */
#include <stdio.h>
#include <stdlib.h>
#include "../../../drivers/char/console/private.h"
#include <xen/errno.h>
#include <xen/hypercall.h>
#include <xen/system.h>
#include "../fake-smp/fake.h"

static struct domain dom;
static struct vcpu vcpu;
struct domain *hardware_domain;
static char shown[8192];
static size_t shown_n;
static unsigned long next_count, next_buf;
static bool unreadable;

/* What the code needs of the rest. */
struct console_hold console_lock(void) { return (struct console_hold){ 0 }; }
void console_unlock(struct console_hold h) { }
void conring_put(const char *s, size_t n) { }
void console_emit(const char *s, size_t n)
{
	assert_true(shown_n + n < sizeof(shown));
	memcpy(shown + shown_n, s, n);
	shown_n += n;
	shown[shown_n] = 0;
}
void printk(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	shown_n += vsnprintf(shown + shown_n, sizeof(shown) - shown_n, fmt, ap);
	va_end(ap);
}
size_t guest_raw_read(void *dst, const void *guest, size_t n)
{
	if (unreadable)
		return n;
	memcpy(dst, guest, n);
	return 0;
}
unsigned long hypercall_continuation(unsigned int op, unsigned int nargs, ...)
{
	va_list ap;

	assert_int_equal(op, __HYPERVISOR_console_io);
	assert_int_equal(nargs, 3);
	va_start(ap, nargs);
	assert_int_equal(va_arg(ap, unsigned long), CONSOLEIO_write);
	next_count = va_arg(ap, unsigned long);
	next_buf = va_arg(ap, unsigned long);
	va_end(ap);
	return -ERESTART;
}

static int setup(void **state)
{
	fake_cpus(1);
	memset(&dom, 0, sizeof(dom));
	dom.kind = GUEST_pv;
	vcpu.domain = &dom;
	fake_current[0] = &vcpu;
	shown_n = 0;
	shown[0] = 0;
	unreadable = false;
	return 0;
}

/* As a guest does: the call is made again as long as it goes on. */
static long write_all(const char *text, size_t n)
{
	long rc = console_guest_write(text, n);

	while (rc == -ERESTART)
		rc = console_guest_write((const char *)next_buf, next_count);
	return rc;
}

static void test_nothing_is_lost(void **state)
{
	char text[3001];

	for (unsigned int i = 0; i < sizeof(text) - 1; i++)
		text[i] = 'a' + i % 26;
	text[sizeof(text) - 1] = 0;
	dom.is_hwdom = true;
	for (unsigned int every = 0; every < 4; every++) {
		fake_preempt_after = every;
		shown_n = 0;
		assert_true(write_all(text, sizeof(text) - 1) >= 0);
		assert_string_equal(shown, text);
	}
	fake_preempt_after = 0;
	assert_int_equal(console_guest_write(text, 0), 0);
	unreadable = true;
	assert_int_equal(console_guest_write(text, 5), -EFAULT);
}

static void test_lines_of_guests(void **state)
{
	dom.domain_id = 7;
	assert_true(write_all("one\ntw", 6) >= 0);
	assert_non_null(strstr(shown, "(d7) one\n"));
	assert_null(strstr(shown, "tw"));
	assert_true(write_all("o\033[2J\n", 6) >= 0); /* nobody's terminal is steered */
	assert_non_null(strstr(shown, "(d7) two[2J\n"));
	assert_true(write_all("left", 4) >= 0);
	dom.domain_id = 8;
	assert_true(write_all("mine\n", 5) >= 0);
	assert_non_null(strstr(shown, "(d7) left\n"));
	assert_non_null(strstr(shown, "(d8) mine\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup(test_nothing_is_lost, setup),
		cmocka_unit_test_setup(test_lines_of_guests, setup) };

	return cmocka_run_group_tests_name("console", tests, NULL, NULL);
}
