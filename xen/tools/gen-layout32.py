#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""How a 32-bit caller lays out the structures of hypercalls, as the compiler says.

gen-layout32.py types TABLE                          a C source with one variable of each type
gen-layout32.py {header|tables} TABLE OBJ64 OBJ32    C, from that source compiled with -g for both
gen-layout32.py none                                 the header of an architecture without 32-bit callers

Types are those of the op rows of FAMILIES and of the rows "layout TYPE" in TABLE (include/hypercall.tbl).
"""
import re
import subprocess
import sys

FAMILIES = {'event_channel_op', 'sched_op', 'vcpu_op', 'grant_table_op'}
HEADERS = ['xen.h', 'event_channel.h', 'grant_table.h', 'memory.h', 'physdev.h', 'sched.h', 'vcpu.h', 'version.h',
           'hvm/hvm_op.h', 'hvm/params.h', 'hvm/hvm_vcpu.h']


def die(why):
    sys.exit('gen-layout32: ' + why)


def table_types(path):
    types = []
    for line in open(path):
        w = line.split('#')[0].split()
        if w and w[0] == 'op' and w[1] in FAMILIES and ':' in w[4]:
            types.append(w[4].split(':')[1])
        elif w and w[0] == 'layout':
            types.append(' '.join(w[1:]))
    return list(dict.fromkeys(types))


class Die:
    def __init__(self, tag):
        self.tag, self.attrs, self.children = tag, {}, []

    def number(self, name, default=None):
        v = self.attrs.get(name)
        return default if v is None else int(v.split()[0], 0)


def read_dwarf(obj):
    """Variables of an object: name -> type, by offset."""
    text = subprocess.run(['readelf', '--debug-dump=info', obj], check=True, capture_output=True, text=True).stdout
    dies, stack = {}, []
    for line in text.splitlines():
        m = re.match(r'\s*<(\d+)><([0-9a-f]+)>: Abbrev Number: \d+ \((\w+)\)', line)
        if m:
            depth, die_ = int(m[1]), Die(m[3])
            dies[m[2]] = die_
            del stack[depth:]
            if stack:
                stack[-1].children.append(die_)
            stack.append(die_)
            continue
        m = re.match(r'\s*<[0-9a-f]+>\s+(DW_AT_\w+)\s*:\s*(.*)$', line)
        if m and stack:
            stack[-1].attrs[m[1]] = re.sub(r'^\(indirect[^)]*\):\s*', '', m[2]).strip()
    variables = {d.attrs['DW_AT_name']: d for d in dies.values()
                 if d.tag == 'DW_TAG_variable' and 'DW_AT_name' in d.attrs}
    return dies, variables


def type_of(dies, die_):
    """The type @die_ refers to, without typedefs and qualifiers."""
    ref = die_.attrs.get('DW_AT_type')
    if ref is None:
        return None
    t = dies[ref.strip('<>')[2:]]
    if t.tag in ('DW_TAG_typedef', 'DW_TAG_const_type', 'DW_TAG_volatile_type'):
        return type_of(dies, t)
    return t


class Layout:
    """The moves that make the native form of one type from its 32-bit form: (offset, offset32, size, size32)."""

    def __init__(self, d64, d32):
        self.d64, self.d32 = d64, d32

    def size(self, dies, t):
        if t.tag == 'DW_TAG_array_type':
            return self.size(dies, type_of(dies, t)) * self.count(t)
        if t.tag == 'DW_TAG_pointer_type':  # clang leaves its size out
            return 8 if dies is self.d64 else 4
        return t.number('DW_AT_byte_size')

    @staticmethod
    def count(t):
        n = 1
        for c in t.children:
            if c.tag == 'DW_TAG_subrange_type':
                if 'DW_AT_count' in c.attrs:
                    n *= c.number('DW_AT_count')
                else:
                    n *= c.number('DW_AT_upper_bound', -1) + 1
        return n

    def moves(self, a, b, off, off32, what):
        if a.tag != b.tag:
            die('%s is of different kinds' % what)
        if a.tag == 'DW_TAG_structure_type':
            return self.struct(a, b, off, off32, what)
        if a.tag == 'DW_TAG_union_type':
            return self.union(a, b, off, off32, what)
        if a.tag == 'DW_TAG_array_type':
            ea, eb, n = type_of(self.d64, a), type_of(self.d32, b), self.count(a)
            if n != self.count(b):
                die('%s: arrays of different lengths' % what)
            sa, sb = self.size(self.d64, ea), self.size(self.d32, eb)
            return [m for i in range(n) for m in self.moves(ea, eb, off + i * sa, off32 + i * sb, what)]
        sa, sb = self.size(self.d64, a), self.size(self.d32, b)
        if sa != sb and a.tag != 'DW_TAG_pointer_type' and 'unsigned' not in a.attrs.get('DW_AT_encoding', ''):
            die('%s is signed and has two sizes' % what)
        return [(off, off32, sa, sb)]

    def members(self, a, b, what):
        ma = [c for c in a.children if c.tag == 'DW_TAG_member']
        mb = [c for c in b.children if c.tag == 'DW_TAG_member']
        if [c.attrs.get('DW_AT_name') for c in ma] != [c.attrs.get('DW_AT_name') for c in mb]:
            die('%s has different members' % what)
        return zip(ma, mb)

    def struct(self, a, b, off, off32, what):
        out = []
        for ma, mb in self.members(a, b, what):
            name = '%s.%s' % (what, ma.attrs.get('DW_AT_name', ''))
            if 'DW_AT_bit_size' in ma.attrs:
                die('%s is a bit-field' % name)
            out += self.moves(type_of(self.d64, ma), type_of(self.d32, mb), off + ma.number('DW_AT_data_member_location'),
                              off32 + mb.number('DW_AT_data_member_location'), name)
        return out

    def union(self, a, b, off, off32, what):
        """No discriminator is needed: members agree where they are, or are scalars that extend to the same value."""
        each = [self.moves(type_of(self.d64, ma), type_of(self.d32, mb), off, off32, what)
                for ma, mb in self.members(a, b, what)]
        if all(m[0] - off == m[1] - off32 and m[2] == m[3] for moves in each for m in moves):
            n = min(self.size(self.d64, a), self.size(self.d32, b))
            return [(off, off32, n, n)]
        if not all(len(moves) == 1 for moves in each):
            die('%s: no rule for this union' % what)
        pointers = [moves[0] for moves in each if moves[0][2:] == (8, 4)]
        return [max(pointers)]

    def flatten(self, a, b, what):
        out = []
        for m in self.moves(a, b, 0, 0, what):
            last = out[-1] if out else None
            if last and last[2] == last[3] and m[2] == m[3] and last[0] + last[2] == m[0] and last[1] + last[3] == m[1]:
                out[-1] = (last[0], last[1], last[2] + m[2], last[3] + m[3])
            elif m[2]:
                out.append(m)
        return out


def layouts(path, obj64, obj32):
    """(type, name of the layout, moves, size, size32) of the types whose two forms differ."""
    d64, v64 = read_dwarf(obj64)
    d32, v32 = read_dwarf(obj32)
    seen = {}
    for i, typ in enumerate(table_types(path)):
        lay = Layout(d64, d32)
        a, b = type_of(d64, v64['v%d' % i]), type_of(d32, v32['v%d' % i])
        sizes = lay.size(d64, a), lay.size(d32, b)
        moves = lay.flatten(a, b, typ)
        same = sizes[0] == sizes[1] and all(m[0] == m[1] and m[2] == m[3] for m in moves)
        if same or id(a) in seen:
            continue
        seen[id(a)] = True
        yield (typ, 'layout32_' + typ.replace('struct ', ''), moves) + sizes


def main():
    mode = sys.argv[1] if len(sys.argv) > 1 else ''
    if mode == 'types' and len(sys.argv) == 3:
        for bits in (8, 16, 32, 64):
            print('typedef __UINT%d_TYPE__ uint%d_t; typedef __INT%d_TYPE__ int%d_t;' % ((bits,) * 4))
        print('typedef __SIZE_TYPE__ size_t;')
        for h in HEADERS:
            print('#include <public/%s>' % h)
        for i, typ in enumerate(table_types(sys.argv[2])):
            print('%s v%d;' % (typ, i))
    elif mode == 'none':
        print('#define LAYOUT32_OF(x) ((const struct layout32 *)NULL)')
    elif mode in ('header', 'tables') and len(sys.argv) == 5:
        rows = list(layouts(*sys.argv[2:]))
        print('/* Made from include/hypercall.tbl and the public headers by tools/gen-layout32.py. */')
        if mode == 'header':
            for h in HEADERS:
                print('#include <public/%s>' % h)
            for typ, name, moves, size, size32 in rows:
                print('extern const struct layout32 %s; /* %d, %d bytes */' % (name, size, size32))
            print('#define LAYOUT32_OF(x) _Generic((x), \\')
            for typ, name, moves, size, size32 in rows:
                print('\t%s: &%s, \\' % (typ, name))
            print('\tdefault: (const struct layout32 *)NULL)')
            print('#define FOR_EACH_LAYOUT32(X) \\\n\t%s' % ' \\\n\t'.join('X(%s)' % r[1] for r in rows))
        else:
            for typ, name, moves, size, size32 in rows:
                print('static const struct field32 %s_fields[] = {\n%s\n};' % (
                    name, '\n'.join('\t{ %d, %d, %d, %d },' % m for m in moves)))
                print('const struct layout32 %s = { "%s", %d, %d, %d, %s_fields };' % (
                    name, typ, size, size32, len(moves), name))
    else:
        sys.exit(__doc__)


main()
