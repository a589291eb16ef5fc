/* SPDX-License-Identifier: GPL-2.0-only */
/* For tests of pure code: nothing is faked. */
typedef int fake_nothing;
