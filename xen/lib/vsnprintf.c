/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * printf formatting: %[-0+ #][width|*][.prec|.*][hh|h|l|ll|z|t]{d,i,u,x,X,o,c,s,p,%}.
 * %pd prints a struct domain * as d1, %pv a struct vcpu * as d1v2 (through format_object(), so that
 * this file needs to know neither).
 */
#include <xen/lib.h>
#include <xen/format.h>

struct out {
	char *buf;
	size_t size, len;
};

struct spec {
	bool left, zero, plus, space, alt, upper, is_signed;
	int width, prec, length;
	unsigned int base;
};

static void put(struct out *o, char c)
{
	if (o->len + 1 < o->size)
		o->buf[o->len] = c;
	o->len++;
}

static void put_n(struct out *o, char c, int n)
{
	while (n-- > 0)
		put(o, c);
}

static void put_string(struct out *o, const char *s, const struct spec *f)
{
	size_t n;

	if (!s)
		s = "(null)";
	n = strnlen(s, f->prec < 0 ? ~(size_t)0 : (size_t)f->prec);
	if (!f->left)
		put_n(o, ' ', f->width - (int)n);
	for (size_t i = 0; i < n; i++)
		put(o, s[i]);
	if (f->left)
		put_n(o, ' ', f->width - (int)n);
}

static void put_number(struct out *o, u64 v, const struct spec *f)
{
	const char *digits = f->upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char tmp[24], prefix[3];
	int n = 0, p = 0, zeros;

	if (f->is_signed && (s64)v < 0) {
		v = -v;
		prefix[p++] = '-';
	} else if (f->is_signed && (f->plus || f->space)) {
		prefix[p++] = f->plus ? '+' : ' ';
	}
	if (f->alt && f->base == 16 && v) {
		prefix[p++] = '0';
		prefix[p++] = f->upper ? 'X' : 'x';
	}
	for (; v || (!n && f->prec); v /= f->base)
		tmp[n++] = digits[v % f->base];

	zeros = f->prec > n ? f->prec - n : 0;
	if (f->zero && !f->left && f->prec < 0 && f->width > n + p)
		zeros = f->width - n - p;
	if (!f->left)
		put_n(o, ' ', f->width - n - p - zeros);
	for (int i = 0; i < p; i++)
		put(o, prefix[i]);
	put_n(o, '0', zeros);
	for (int i = n; i--;)
		put(o, tmp[i]);
	if (f->left)
		put_n(o, ' ', f->width - n - p - zeros);
}

static const char *parse_flags(const char *s, struct spec *f)
{
	for (;; s++) {
		switch (*s) {
		case '-': f->left = true; continue;
		case '0': f->zero = true; continue;
		case '+': f->plus = true; continue;
		case ' ': f->space = true; continue;
		case '#': f->alt = true; continue;
		}
		return s;
	}
}

static const char *parse_length(const char *s, struct spec *f)
{
	for (;; s++) {
		if (*s == 'l' || *s == 'z' || *s == 't')
			f->length = 1;
		else if (*s == 'h')
			f->length--;
		else
			return s;
	}
}

static u64 narrow(u64 v, const struct spec *f)
{
	switch (f->length) {
	case 0: return f->is_signed ? (u64)(s64)(int)v : (u32)v;
	case -1: return f->is_signed ? (u64)(s64)(s16)v : (u16)v;
	case -2: return f->is_signed ? (u64)(s64)(s8)v : (u8)v;
	}
	return v;
}

int vsnprintf(char *buf, size_t size, const char *s, __builtin_va_list ap)
{
	struct out o = { buf, size, 0 };

	for (; *s; s++) {
		struct spec f = { .prec = -1, .base = 10 };

		if (*s != '%') {
			put(&o, *s);
			continue;
		}
		s = parse_flags(s + 1, &f);
		if (*s == '*') {
			f.width = __builtin_va_arg(ap, int);
			if (f.width < 0) {
				f.left = true;
				f.width = -f.width;
			}
			s++;
		} else {
			f.width = simple_strtoul(s, &s, 10);
		}
		if (*s == '.') {
			if (*++s == '*') {
				f.prec = __builtin_va_arg(ap, int);
				s++;
			} else {
				f.prec = simple_strtoul(s, &s, 10);
			}
		}
		s = parse_length(s, &f);
		switch (*s) {
		case 'c':
			put(&o, (char)__builtin_va_arg(ap, int));
			break;
		case 's':
			put_string(&o, __builtin_va_arg(ap, const char *), &f);
			break;
		case 'p': {
			const void *p = __builtin_va_arg(ap, const void *);
			char tmp[32];

			if ((s[1] == 'd' || s[1] == 'v') && format_object(tmp, sizeof(tmp), s[1], p)) {
				put_string(&o, tmp, &f);
				s++;
				break;
			}
			f.base = 16;
			f.prec = 16;
			put_number(&o, (u64)p, &f);
			break;
		}
		case 'd':
		case 'i':
		case 'u':
		case 'x':
		case 'X':
		case 'o':
			f.is_signed = *s == 'd' || *s == 'i';
			f.upper = *s == 'X';
			f.base = *s == 'o' ? 8 : (*s | 0x20) == 'x' ? 16 : 10;
			put_number(&o, narrow(__builtin_va_arg(ap, u64), &f), &f);
			break;
		case '%':
			put(&o, '%');
			break;
		case 0:
			s--;
			break;
		default: /* an unknown conversion is printed, so that it is seen */
			put(&o, '%');
			put(&o, *s);
		}
	}
	if (size)
		buf[o.len < size ? o.len : size - 1] = 0;
	return o.len;
}

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	__builtin_va_list ap;
	int n;

	__builtin_va_start(ap, fmt);
	n = vsnprintf(buf, size, fmt, ap);
	__builtin_va_end(ap);
	return n;
}

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	__builtin_va_list ap;
	int n;

	__builtin_va_start(ap, fmt);
	n = vsnprintf(buf, size, fmt, ap);
	__builtin_va_end(ap);
	return size && (size_t)n >= size ? (int)size - 1 : n;
}
