/* SPDX-License-Identifier: GPL-2.0-only */
/* printk: log levels, the prefix of each line, the devices it goes to. */
#include <xen/calendar.h>
#include <xen/console.h>
#include <xen/lib.h>
#include <xen/param.h>
#include <xen/serial.h>
#include <xen/timer.h>
#include <xen/vga.h>
#include <asm/processor.h>
#include "private.h"

static char opt_console[64] = "com1,vga";
string_param("console", opt_console);
static char opt_timestamps[16] = "none";
string_param("console_timestamps", opt_timestamps);

/* A message of level n is printed when n < upper; between lower and upper it is rate limited. */
struct threshold {
	u8 lower, upper;
};
enum { LEVEL_ERR, LEVEL_WARNING, LEVEL_INFO, LEVEL_DEBUG, LEVEL_ALL };
#ifdef CONFIG_DEBUG
static struct threshold host_level = { LEVEL_ALL, LEVEL_ALL }, guest_level = { LEVEL_ALL, LEVEL_ALL };
#else
static struct threshold host_level = { LEVEL_INFO, LEVEL_INFO }, guest_level = { LEVEL_ERR, LEVEL_INFO };
#endif

static bool vga_on, serial_on;

static const struct {
	const char *word, *what;
} level_words[] = { { "none", "Nothing" }, { "error", "Errors" }, { "warning", "Errors and warnings" },
		    { "info", "Errors, warnings and info" }, { "debug", "All" }, { "all", "All" } };

static const char *parse_level(const char *s, u8 *level)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(level_words); i++) {
		size_t n = strlen(level_words[i].word);

		if (!strncmp(s, level_words[i].word, n)) {
			*level = min_t(u8, i, LEVEL_ALL);
			return s + n;
		}
	}
	return NULL;
}

static int parse_threshold(const char *s, struct threshold *t)
{
	struct threshold n;

	s = parse_level(s, &n.lower);
	if (!s)
		return -1;
	n.upper = n.lower;
	if (*s == '/')
		s = parse_level(s + 1, &n.upper);
	if (!s || *s)
		return -1;
	n.upper = max(n.upper, n.lower);
	*t = n;
	return 0;
}

static int parse_loglvl(const char *s) { return parse_threshold(s, &host_level); }
static int parse_guest_loglvl(const char *s) { return parse_threshold(s, &guest_level); }
custom_param("loglvl", parse_loglvl);
custom_param("guest_loglvl", parse_guest_loglvl);

/* Keys '+' and '-': @which 0 host, 1 guest. */
void console_adjust_level(bool guest, int by)
{
	struct threshold *t = guest ? &guest_level : &host_level;
	int level = t->upper + by;

	if (level >= LEVEL_ERR && level <= LEVEL_ALL)
		t->lower = t->upper = level;
	printk("%s log level: %s\n", guest ? "Guest" : "Host", level_words[t->upper].what);
}

/* Half a burst every five seconds: enough to see, not enough to flood. */
#define RATELIMIT_BURST 10
#define RATELIMIT_MS 5000

static bool rate_limited(void)
{
	static s_time_t last;
	static unsigned int tokens = RATELIMIT_BURST, missed; /* under the console lock */
	s_time_t now = NOW();
	unsigned int lost;

	if (now - last > MILLISECS(RATELIMIT_MS)) {
		last = now;
		tokens = RATELIMIT_BURST;
	}
	if (!tokens) {
		missed++;
		return true;
	}
	tokens--;
	lost = missed;
	missed = 0;
	if (lost) {
		char msg[64];
		int n = scnprintf(msg, sizeof(msg), "(XEN) printk: %u messages suppressed.\n", lost);

		console_emit(msg, n);
		conring_put(msg, n);
	}
	return false;
}

static int console_holder; /* CPU + 1, 0: free */
static bool lock_broken;   /* a crash: nobody waits any more */

struct console_hold console_lock(void)
{
	struct console_hold h;
	int self = smp_processor_id() + 1, free;

	local_irq_save(h.flags);
	h.nested = READ_ONCE(console_holder) == self;
	while (!h.nested && !READ_ONCE(lock_broken)) {
		free = 0;
		if (__atomic_compare_exchange_n(&console_holder, &free, self, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			break;
		cpu_relax();
	}
	return h;
}

void console_unlock(struct console_hold h)
{
	if (!h.nested)
		__atomic_store_n(&console_holder, 0, __ATOMIC_RELEASE);
	local_irq_restore(h.flags);
}

void console_force_unlock(void)
{
	lock_broken = true;
	serial_force_unlock();
}

void console_emit(const char *s, size_t n)
{
	if (serial_on)
		serial_puts(s, n);
	if (vga_on)
		vga_puts(s, n);
}

static void put_both(const char *s, size_t n)
{
	conring_put(s, n);
	console_emit(s, n);
}

static void put_prefix(void)
{
	char buf[40];
	s_time_t now;
	int n = 0;

	put_both("(XEN) ", 6);
	if (!strcmp(opt_timestamps, "none") || parse_bool(opt_timestamps, NULL) == 0)
		return;
	now = NOW();
	if (!strcmp(opt_timestamps, "raw")) {
		n = scnprintf(buf, sizeof(buf), "[%016lx] ", rdtsc());
	} else if (!strncmp(opt_timestamps, "date", 4) && wallclock_at(now)) {
		struct calendar c = calendar_from_unix(wallclock_at(now));

		n = scnprintf(buf, sizeof(buf), "[%04u-%02u-%02u %02u:%02u:%02u", c.year, c.month, c.day, c.hour, c.minute,
			      c.second);
		if (!strcmp(opt_timestamps, "datems"))
			n += scnprintf(buf + n, sizeof(buf) - n, ".%03u", (unsigned int)(now / 1000000 % 1000));
		n += scnprintf(buf + n, sizeof(buf) - n, "] ");
	} else {
		n = scnprintf(buf, sizeof(buf), "[%5lu.%06lu] ", now / 1000000000, now / 1000 % 1000000);
	}
	put_both(buf, n);
}

/* "<0>".."<3>" and "<G>" at the start of a line: level, and whether a guest is the cause. */
static const char *line_level(const char *s, unsigned int *level, bool *guest)
{
	*level = LEVEL_WARNING;
	*guest = false;
	while (s[0] == '<' && s[1] && s[2] == '>') {
		if (s[1] == 'G')
			*guest = true;
		else if (s[1] >= '0' && s[1] <= '3')
			*level = s[1] - '0';
		else
			break;
		s += 3;
	}
	return s;
}

static bool wanted(unsigned int level, bool guest)
{
	const struct threshold *t = guest ? &guest_level : &host_level;

	if (level >= t->upper)
		return false;
	return level < t->lower || !rate_limited();
}

/* One message at a time is put together here (console lock); a nested one takes the rest of the buffer. */
void vprintk(const char *fmt, __builtin_va_list ap)
{
	static char buf[1024];
	static unsigned int depth;
	static bool line_begins = true, line_wanted = true;
	struct console_hold h = console_lock();
	char small[160], *text = depth ? small : buf;
	const char *s = text, *nl;
	unsigned int level;
	bool guest;

	depth++;
	vsnprintf(text, depth > 1 ? sizeof(small) : sizeof(buf), fmt, ap);
	while (*s) {
		if (line_begins) {
			s = line_level(s, &level, &guest);
			line_wanted = wanted(level, guest);
			if (line_wanted)
				put_prefix();
		}
		nl = strchr(s, '\n');
		if (line_wanted)
			put_both(s, nl ? nl + 1 - s : strlen(s));
		line_begins = nl;
		if (!nl)
			break;
		s = nl + 1;
	}
	depth--;
	console_unlock(h);
}

void printk(const char *fmt, ...)
{
	__builtin_va_list ap;

	__builtin_va_start(ap, fmt);
	vprintk(fmt, ap);
	__builtin_va_end(ap);
}

/* The devices named by console=; what cannot be used is named once printing works. */
void __init console_init_preirq(void)
{
	const char *s = opt_console, *e;
	char bad[64] = "";

	for (; *s; s = *e ? e + 1 : e) {
		e = strchr(s, ',');
		if (!e)
			e = s + strlen(s);
		if (!strncmp(s, "vga", 3))
			vga_on = vga_init();
		else if (!strncmp(s, "com", 3) || !strncmp(s, "dbgp", 4) || !strncmp(s, "xhci", 4))
			serial_on |= serial_init_preirq(s, e - s) == 0;
		else if (strncmp(s, "none", 4) && e > s)
			strlcpy(bad, s, min_t(size_t, sizeof(bad), e - s + 1));
	}
	if (bad[0])
		printk(XENLOG_ERR "console=%s: no such console (known: com1, com2, vga, none)\n", bad);
}

void __init console_init_postirq(void)
{
	serial_init_postirq();
	conring_init_postirq();
}

void __init console_endboot(void)
{
	printk("Std. Loglevel: %s", level_words[host_level.lower].what);
	if (host_level.lower != host_level.upper)
		printk(" (Rate-limited: %s)", level_words[host_level.upper].what);
	printk("\nGuest Loglevel: %s", level_words[guest_level.lower].what);
	if (guest_level.lower != guest_level.upper)
		printk(" (Rate-limited: %s)", level_words[guest_level.upper].what);
	printk("\n");
	vga_endboot();
	if (!vga_is_ours())
		vga_on = false;
	console_input_endboot();
}

/* Another CPU may be emptying the transmit ring; one that has crashed with the console held is not waited for long. */
void console_start_sync(void)
{
	int self = smp_processor_id() + 1, holder = 0;
	unsigned long flags;
	bool mine = false;

	local_irq_save(flags);
	for (unsigned int i = 0; i < 10000000 && holder != self && !mine && !lock_broken; i++) {
		holder = 0;
		mine = __atomic_compare_exchange_n(&console_holder, &holder, self, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
		cpu_relax();
	}
	serial_start_sync();
	if (mine)
		__atomic_store_n(&console_holder, 0, __ATOMIC_RELEASE);
	local_irq_restore(flags);
}
