/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * LZMA2: chunks of LZMA or plain bytes (the .xz file format, 5.3.1). LZMA itself: an adaptive binary range
 * coder over literals, matches (length, distance) and repeated distances; lc, lp, pb choose contexts.
 */
#include <xen/errno.h>
#include <xen/lib.h>
#include "lzma2.h"

#define STATES 12
#define POS_STATES 16
#define PROB_INIT 1024
#define PROB_BITS 11
#define MOVE_BITS 5
#define TOP (1U << 24)
#define LEN_LOW 8
#define LEN_MID 8
#define LEN_HIGH 256
#define MATCH_MIN 2
#define DIST_STATES 4
#define DIST_SLOTS 64
#define DIST_MODEL_END 14
#define FULL_DISTANCES 128
#define ALIGN_BITS 4
#define LITERAL_SIZE 0x300
#define LC_LP_MAX 4
#define LITERAL_STATES 7 /* states below follow a literal */

struct len_probs {
	u16 choice, choice2;
	u16 low[POS_STATES][LEN_LOW];
	u16 mid[POS_STATES][LEN_MID];
	u16 high[LEN_HIGH];
};

struct probs {
	u16 is_match[STATES][POS_STATES];
	u16 is_rep[STATES], is_rep0[STATES], is_rep1[STATES], is_rep2[STATES];
	u16 is_rep0_long[STATES][POS_STATES];
	u16 dist_slot[DIST_STATES][DIST_SLOTS];
	u16 dist_special[FULL_DISTANCES];
	u16 dist_align[1 << ALIGN_BITS];
	struct len_probs match_len, rep_len;
	u16 literal[LITERAL_SIZE << LC_LP_MAX];
};

struct lzma {
	struct probs probs;
	u32 rep[4];
	unsigned int state, lc, lp_mask, pb_mask;
	bool has_props, has_state, has_dict;
};

/* Large and used once, at boot. */
static struct lzma lz;

/* The range coder's registers, kept in locals while a chunk is decoded. */
struct rc {
	u32 range, code;
	const u8 *in;
};

static void reset_state(struct lzma *l)
{
	u16 *p = (u16 *)&l->probs;

	for (size_t i = 0; i < sizeof(l->probs) / sizeof(*p); i++)
		p[i] = PROB_INIT;
	l->state = 0;
	for (int i = 0; i < 4; i++)
		l->rep[i] = 0;
	l->has_state = true;
}

static bool set_props(struct lzma *l, u8 props)
{
	unsigned int lp, pb;

	if (props > (4 * 5 + 4) * 9 + 8)
		return false;
	l->lc = props % 9;
	lp = props / 9 % 5;
	pb = props / 45;
	if (l->lc + lp > LC_LP_MAX)
		return false;
	l->lp_mask = (1U << lp) - 1;
	l->pb_mask = (1U << pb) - 1;
	l->has_props = true;
	return true;
}

static always_inline void normalize(struct rc *rc)
{
	if (unlikely(rc->range < TOP)) {
		rc->range <<= 8;
		rc->code = rc->code << 8 | *rc->in++;
	}
}

static always_inline bool bit(struct rc *rc, u16 *prob)
{
	u32 p = *prob, bound;

	normalize(rc);
	bound = (rc->range >> PROB_BITS) * p;
	if (rc->code < bound) {
		rc->range = bound;
		*prob = p + (((1U << PROB_BITS) - p) >> MOVE_BITS);
		return false;
	}
	rc->range -= bound;
	rc->code -= bound;
	*prob = p - (p >> MOVE_BITS);
	return true;
}

/* @limit is a power of two; the result is in [limit, 2 * limit). */
static always_inline u32 bittree(struct rc *rc, u16 *probs, u32 limit)
{
	u32 sym = 1;

	do
		sym = sym * 2 + bit(rc, &probs[sym]);
	while (sym < limit);
	return sym;
}

static always_inline u32 bittree_reverse(struct rc *rc, u16 *probs, unsigned int bits)
{
	u32 sym = 1, val = 0;

	for (unsigned int i = 0; i < bits; i++) {
		u32 b = bit(rc, &probs[sym]);

		sym = sym * 2 + b;
		val |= b << i;
	}
	return val;
}

static always_inline u32 direct_bits(struct rc *rc, u32 val, unsigned int bits)
{
	while (bits--) {
		u32 mask;

		normalize(rc);
		rc->range >>= 1;
		rc->code -= rc->range;
		mask = 0U - (rc->code >> 31);
		rc->code += rc->range & mask;
		val = (val << 1) + mask + 1;
	}
	return val;
}

static u32 length(struct rc *rc, struct len_probs *l, unsigned int pos_state)
{
	if (!bit(rc, &l->choice))
		return bittree(rc, l->low[pos_state], LEN_LOW) - LEN_LOW + MATCH_MIN;
	if (!bit(rc, &l->choice2))
		return bittree(rc, l->mid[pos_state], LEN_MID) - LEN_MID + LEN_LOW + MATCH_MIN;
	return bittree(rc, l->high, LEN_HIGH) - LEN_HIGH + LEN_LOW + LEN_MID + MATCH_MIN;
}

static u32 distance(struct rc *rc, struct probs *p, u32 len)
{
	u32 len_state = len < DIST_STATES + MATCH_MIN ? len - MATCH_MIN : DIST_STATES - 1;
	u32 slot = bittree(rc, p->dist_slot[len_state], DIST_SLOTS) - DIST_SLOTS, dist;
	unsigned int bits;

	if (slot < 4)
		return slot;
	bits = (slot >> 1) - 1;
	dist = 2 + (slot & 1);
	if (slot < DIST_MODEL_END)
		return (dist << bits) + bittree_reverse(rc, p->dist_special + (dist << bits) - slot, bits);
	dist = direct_bits(rc, dist, bits - ALIGN_BITS);
	return (dist << ALIGN_BITS) + bittree_reverse(rc, p->dist_align, ALIGN_BITS);
}

static always_inline u8 literal(struct rc *rc, u16 *probs, unsigned int state, const u8 *match)
{
	u32 sym = 1;

	if (state >= LITERAL_STATES) {
		u32 m = *match, offset = 0x100;

		do {
			u32 mbit, b;

			m <<= 1;
			mbit = m & offset;
			b = bit(rc, &probs[offset + mbit + sym]);
			sym = sym * 2 + b;
			offset &= b ? mbit : ~mbit;
		} while (sym < 0x100);
	} else {
		do
			sym = sym * 2 + bit(rc, &probs[sym]);
		while (sym < 0x100);
	}
	return sym;
}

static always_inline unsigned int state_after_literal(unsigned int s)
{
	return s < 4 ? 0 : s < 10 ? s - 3 : s - 6;
}

/* [out + len - dist - 1 ...) may overlap what is written: byte by byte unless it is far enough away. */
static always_inline void copy_match(u8 *out, u32 dist, u32 len)
{
	const u8 *from = out - dist - 1;

	if (dist >= 7)
		for (; len >= 8; len -= 8, out += 8, from += 8)
			__builtin_memcpy(out, from, 8);
	while (len--)
		*out++ = *from++;
}

/*
 * Decodes symbols until @end of the output chunk is reached exactly. @start: first byte of the dictionary.
 * Returns where the input stands, or NULL for damaged data.
 */
static const u8 *lzma_chunk(struct lzma *l, const u8 *in, const u8 *in_end, const u8 *start, u8 *out, u8 *end)
{
	struct rc rc = { ~0U, 0, in + 5 };
	struct probs *p = &l->probs;
	u32 rep0 = l->rep[0], rep1 = l->rep[1], rep2 = l->rep[2], rep3 = l->rep[3];
	unsigned int state = l->state;

	if (in_end - in < 5 || in[0])
		return NULL;
	rc.code = (u32)in[1] << 24 | in[2] << 16 | in[3] << 8 | in[4];

	while (out < end) {
		size_t pos = out - start;
		unsigned int pos_state = pos & l->pb_mask;
		u32 len;

		if (unlikely(rc.in > in_end))
			return NULL;
		if (!bit(&rc, &p->is_match[state][pos_state])) {
			unsigned int ctx = (pos & l->lp_mask) << l->lc;

			if (pos)
				ctx += out[-1] >> (8 - l->lc);
			if (unlikely(state >= LITERAL_STATES && rep0 >= pos))
				return NULL;
			*out = literal(&rc, p->literal + LITERAL_SIZE * ctx, state, out - rep0 - 1);
			out++;
			state = state_after_literal(state);
			continue;
		}
		if (!bit(&rc, &p->is_rep[state])) {
			len = length(&rc, &p->match_len, pos_state);
			rep3 = rep2;
			rep2 = rep1;
			rep1 = rep0;
			rep0 = distance(&rc, p, len);
			state = state < LITERAL_STATES ? 7 : 10;
		} else {
			if (!bit(&rc, &p->is_rep0[state])) {
				if (!bit(&rc, &p->is_rep0_long[state][pos_state])) {
					if (unlikely(rep0 >= pos))
						return NULL;
					*out = out[-(s64)rep0 - 1];
					out++;
					state = state < LITERAL_STATES ? 9 : 11;
					continue;
				}
			} else {
				u32 d;

				if (!bit(&rc, &p->is_rep1[state])) {
					d = rep1;
				} else {
					if (!bit(&rc, &p->is_rep2[state])) {
						d = rep2;
					} else {
						d = rep3;
						rep3 = rep2;
					}
					rep2 = rep1;
				}
				rep1 = rep0;
				rep0 = d;
			}
			len = length(&rc, &p->rep_len, pos_state);
			state = state < LITERAL_STATES ? 8 : 11;
		}
		if (unlikely(rep0 >= pos || len > (size_t)(end - out)))
			return NULL;
		copy_match(out, rep0, len);
		out += len;
	}
	normalize(&rc);
	l->rep[0] = rep0;
	l->rep[1] = rep1;
	l->rep[2] = rep2;
	l->rep[3] = rep3;
	l->state = state;
	/* A chunk ends with the coder at rest. */
	return rc.in == in_end && !rc.code ? rc.in : NULL;
}

static s64 fail(s64 rc, const char **why, const char *text)
{
	*why = text;
	return rc;
}

s64 lzma2_decode(const u8 *in, size_t in_size, size_t *in_used, u8 *out, size_t out_size, const char **why)
{
	const u8 *p = in, *end = in + in_size, *dict = out;
	u8 *o = out, *o_end = out + out_size;

	lz.has_props = lz.has_state = lz.has_dict = false;
	while (p < end && *p) {
		u8 control = *p++;
		bool is_lzma = control & 0x80;
		u32 usize, csize;

		if (end - p < (is_lzma ? 5 : 2))
			return fail(-EINVAL, why, "LZMA2 chunk cut off");
		usize = ((is_lzma ? (u32)(control & 0x1f) << 16 : 0) | p[0] << 8 | p[1]) + 1;
		p += 2;
		if (usize > (size_t)(o_end - o))
			return fail(-ENOSPC, why, "more data than the image says");
		if (control == 1 || control >= 0xe0) {
			dict = o;
			lz.has_dict = true;
		} else if (!lz.has_dict || (!is_lzma && control > 2)) {
			return fail(-EINVAL, why, "LZMA2 chunk header damaged");
		}
		if (!is_lzma) {
			if (usize > (size_t)(end - p))
				return fail(-EINVAL, why, "LZMA2 chunk cut off");
			memcpy(o, p, usize);
			p += usize;
			o += usize;
			continue;
		}
		csize = (p[0] << 8 | p[1]) + 1;
		p += 2;
		if (control >= 0xc0 && !set_props(&lz, *p++))
			return fail(-EINVAL, why, "LZMA properties out of range");
		if (control >= 0xa0)
			reset_state(&lz);
		if (!lz.has_props || !lz.has_state || csize > (size_t)(end - p))
			return fail(-EINVAL, why, "LZMA2 chunk header damaged");
		if (!lzma_chunk(&lz, p, p + csize, dict, o, o + usize))
			return fail(-EINVAL, why, "LZMA data damaged");
		p += csize;
		o += usize;
	}
	if (p >= end)
		return fail(-EINVAL, why, "LZMA2 stream without end");
	*in_used = p + 1 - in;
	return o - out;
}
