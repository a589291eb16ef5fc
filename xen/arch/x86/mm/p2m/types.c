/* SPDX-License-Identifier: GPL-2.0-only */
#include "private.h"

#define R P2M_ACCESS_R
#define W P2M_ACCESS_W
#define X P2M_ACCESS_X

const struct p2m_type_row p2m_types[P2M_TYPES] = {
	[p2m_invalid] = { "invalid", 0 },
	[p2m_ram_rw] = { "ram_rw", R | W | X, .frame = true, .own = true },
	[p2m_ram_ro] = { "ram_ro", R | X, .frame = true, .own = true },
	[p2m_ram_logdirty] = { "ram_logdirty", R | X, .frame = true, .own = true },
	[p2m_mmio_direct] = { "mmio_direct", R | W, .frame = true },
	[p2m_mmio_dm] = { "mmio_dm", 0 },
	[p2m_grant_map_rw] = { "grant_map_rw", R | W, .frame = true },
	[p2m_grant_map_ro] = { "grant_map_ro", R, .frame = true },
	[p2m_map_foreign] = { "map_foreign", R | W, .frame = true, .ref = true },
	[p2m_map_foreign_ro] = { "map_foreign_ro", R, .frame = true, .ref = true },
	[p2m_populate_on_demand] = { "populate_on_demand", 0 },
};

bool p2m_is_ram(enum p2m_type t)
{
	return p2m_types[t].own;
}

bool p2m_is_writable(enum p2m_type t)
{
	return t == p2m_ram_logdirty || (p2m_types[t].frame && (p2m_types[t].access & W));
}
