#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""include/hypercall.tbl -> C: gen-hypercall.py {defs|tables|stubs|docs} TABLE [ARCH] >OUT   (ARCH: x86)"""
import collections
import re
import sys

PREDEFINED = {'u8', 'u16', 'u32', 'u64', 'char', 'xen_pfn_t'}
ATTRIBUTES = {'weak', 'control', 'hwdom', 'nodomain', 'others', 'always', 'x86'}
# What a family's handlers get before the argument.
CONTEXT = {'vcpu_op': 'struct vcpu *v', 'domctl': 'struct domain *d', 'grant_table_op': 'struct gnttab_batch *batch'}
WHOLE = {'domctl': 'struct xen_domctl', 'sysctl': 'struct xen_sysctl', 'platform_op': 'struct xen_platform_op'}

Call = collections.namedtuple('Call', 'nr name callers handler args weak x86 no32')
Op = collections.namedtuple('Op', 'family nr name dir type member handler attrs')
Arg = collections.namedtuple('Arg', 'dir type name')


def die(where, why):
    sys.exit('%s: %s' % (where, why))


def parse_call(where, line):
    m = re.match(r'call\s+(\d+)\s+(\w+)\s+(pv|hvm|all)\s+(-|(\w+)\(([^)]*)\))(\s+weak)?(\s+x86)?(\s+no32)?$', line)
    if not m:
        die(where, 'not a call row: ' + line)
    args = []
    for text in filter(None, (s.strip() for s in (m[6] or '').split(','))):
        a = re.match(r'(?:(in|out|inout):)?(\w+)\s+(\w+)$', text)
        if not a or (not a[1] and a[2] not in ('u32', 'u64', 'wide')):
            die(where, 'bad argument: ' + text)
        args.append(Arg(*a.groups()))
    if len(args) > 6:
        die(where, 'more than six arguments')
    return Call(int(m[1]), m[2], m[3], m[5], args, bool(m[7]), bool(m[8]), bool(m[9]))


def parse_op(where, line):
    w = line.split()
    if len(w) < 6:
        die(where, 'not an op row: ' + line)
    direction, _, typ = w[4].partition(':')
    if direction not in ('none', 'in', 'out', 'inout') or (direction != 'none' and not typ):
        die(where, 'bad direction or type: ' + w[4])
    attrs = set(w[6:])
    if attrs - ATTRIBUTES:
        die(where, 'unknown attribute: ' + ' '.join(attrs - ATTRIBUTES))
    member = None
    if w[1] in WHOLE and direction != 'none':
        member, _, struct = typ.partition('=')
        if member != '-' and not struct:
            die(where, 'no MEMBER=STRUCT')
        typ = WHOLE[w[1]] if member == '-' else 'struct ' + struct
    return Op(w[1], int(w[2]), w[3], direction, typ, member, None if w[5] == '-' else w[5], attrs)


def parse(path, arch):
    calls, ops = {}, {}
    for n, line in enumerate(open(path), 1):
        where = '%s:%d' % (path, n)
        line = line.split('#')[0].strip()
        if not line:
            continue
        if line.startswith('call'):
            c = parse_call(where, line)
            if c.nr in calls or c.nr > 63:
                die(where, 'number %d is taken or too high' % c.nr)
            calls[c.nr] = c
        elif line.startswith('op'):
            o = parse_op(where, line)
            if (o.family, o.nr) in ops:
                die(where, '%s %d is there twice' % (o.family, o.nr))
            ops[o.family, o.nr] = o
        elif not line.startswith('layout'): # for gen-layout32.py
            die(where, 'neither call nor op: ' + line)
    return ([calls[n] for n in sorted(calls) if arch == 'x86' or not calls[n].x86],
            [ops[n] for n in sorted(ops) if arch == 'x86' or 'x86' not in ops[n].attrs])


def c_arg(a):
    if not a.dir:
        return '%s %s' % ('u64' if a.type == 'wide' else a.type, a.name)
    return '%s_%s %s' % (a.type, a.dir, a.name)


def op_params(o):
    p = [CONTEXT[o.family]] if o.family in CONTEXT else []
    if o.dir != 'none':
        p.append('%s *arg' % o.type)
    return ', '.join(p) or 'void'


def prototypes(calls, ops):
    for c in calls:
        if c.handler:
            yield c.handler, 'long %s(%s)' % (c.handler, ', '.join(map(c_arg, c.args)) or 'void'), c.weak
    for o in ops:
        if o.handler:
            yield o.handler, 'long %s(%s)' % (o.handler, op_params(o)), 'weak' in o.attrs


def gen_defs(calls, ops):
    print('/* Made from include/hypercall.tbl by tools/gen-hypercall.py. */')
    types = sorted({a.type for c in calls for a in c.args if a.dir} - PREDEFINED)
    for t in types:
        print('GUEST_HANDLES(%s);' % t)
    seen = {}
    for name, proto, _ in prototypes(calls, ops):
        if seen.setdefault(name, proto) != proto:
            die(name, 'two prototypes: %s; %s' % (seen[name], proto))
    for proto in seen.values():
        print(proto + ';')


def gen_weak(calls, ops):
    done = set()
    for name, proto, weak in prototypes(calls, ops):
        if weak and name not in done:
            done.add(name)
            print('__attribute__((weak)) %s\n{\n\treturn hypercall_missing("%s");\n}\n' % (proto, name))


def gen_stubs(calls, ops):
    print('/* Made from include/hypercall.tbl by tools/gen-hypercall.py. */')
    for name, proto in sorted({n: p for n, p, weak in prototypes(calls, ops) if not weak}.items()):
        print('HYPERCALL_STUB(%s)' % proto)


def wrap_arg(i, a):
    if not a.dir:
        return 'a[%d]' % i
    const = 'const ' if a.dir == 'in' else ''
    return '(%s_%s){ .%s = (%s%s *)a[%d] }' % (a.type, a.dir, a.dir, const, a.type, i)


def wrap_args32(args):
    """The same of 32-bit callers, whose registers come zero-extended."""
    i = 0
    for a in args:
        yield 'a[%d] | a[%d] << 32' % (i, i + 1) if a.type == 'wide' else wrap_arg(i, a)
        i += 2 if a.type == 'wide' else 1


def gen_table32(calls):
    wide = {c.name for c in calls if any(a.type == 'wide' for a in c.args)}
    for c in calls:
        if c.name in wide and c.callers != 'pv':
            print('static unsigned long hc32_%s(const unsigned long *a)\n{\n\treturn %s(%s);\n}\n' %
                  (c.name, c.handler, ', '.join(wrap_args32(c.args))))
    print('const hypercall_fn_t hvm32_hypercall_table[NR_HYPERCALLS] = {')
    for c in calls:
        if c.handler and c.callers in ('hvm', 'all') and not c.no32:
            print('\t[%d] = hc%s_%s,' % (c.nr, '32' if c.name in wide else '', c.name))
    print('};\n')


def gen_tables(calls, ops):
    print('/* Made from include/hypercall.tbl by tools/gen-hypercall.py. */')
    gen_weak(calls, ops)
    for c in calls:
        if c.handler:
            print('static unsigned long hc_%s(const unsigned long *a)\n{\n\treturn %s(%s);\n}\n' %
                  (c.name, c.handler, ', '.join(wrap_arg(i, a) for i, a in enumerate(c.args))))
    for kind in ('pv', 'hvm'):
        print('const hypercall_fn_t %s_hypercall_table[NR_HYPERCALLS] = {' % kind)
        for c in calls:
            if c.handler and c.callers in (kind, 'all'):
                print('\t[%d] = hc_%s,' % (c.nr, c.name))
        print('};\n')
    gen_table32(calls)
    print('const char *const hypercall_names[NR_HYPERCALLS] = {')
    for c in calls:
        print('\t[%d] = "%s",' % (c.nr, c.name))
    print('};\n')
    for family in sorted({o.family for o in ops}):
        gen_family(family, [o for o in ops if o.family == family])


def gen_family(family, ops):
    for o in ops:
        if o.handler:
            args = ['ctx'] if family in CONTEXT else []
            if o.dir != 'none':
                args.append('arg')
            print('static long op_%s_%s(void *ctx, void *arg)\n{\n\treturn %s(%s);\n}\n' %
                  (family, o.name, o.handler, ', '.join(args)))
    print('static const struct subop %s_rows[] = {' % family)
    for o in ops:
        flags = ['SUBOP_' + a for a in sorted(o.attrs - {'weak', 'x86'})]
        if o.dir in ('in', 'inout'):
            flags.append('SUBOP_in')
        if o.dir in ('out', 'inout'):
            flags.append('SUBOP_out')
        offset = 'offsetof(%s, u.%s)' % (WHOLE[family], o.member) if o.member not in (None, '-') else '0'
        size = 'sizeof(%s)' % o.type if o.dir != 'none' else '0'
        layout = 'NULL' if o.dir == 'none' or family in WHOLE else 'LAYOUT32_OF(*(%s *)0)' % o.type
        print('\t[%d] = { %s, "%s", %s, %s, %s, %s },' %
              (o.nr, 'op_%s_%s' % (family, o.name) if o.handler else 'NULL', o.name, size, offset,
               ' | '.join(flags) or '0', layout))
    print('};\nconst struct subop_table %s_table = { "%s", %s_rows, ARRAY_SIZE(%s_rows) };\n' % ((family,) * 4))


def gen_docs(calls, ops):
    print('<!-- Made from xen/include/hypercall.tbl by xen/tools/gen-hypercall.py docs. -->\n# Hypercalls\n')
    print('Numbers, arguments and errors are those of Xen 4.17. `-`: answers -ENOSYS.\n')
    print('| # | hypercall | callers | arguments | handler |\n|---|---|---|---|---|')
    for c in calls:
        print('| %d | %s | %s | %s | %s |' % (c.nr, c.name, c.callers, ', '.join(
            (a.dir + ' ' if a.dir else '') + ('u64' if a.type == 'wide' else a.type) + ' ' + a.name for a in c.args) or '-', c.handler or '-'))
    for family in sorted({o.family for o in ops}):
        print('\n## %s\n\n| # | operation | argument | caller | handler |\n|---|---|---|---|---|' % family)
        for o in ops:
            if o.family == family:
                who = 'control domain' if 'control' in o.attrs else 'hardware domain' if 'hwdom' in o.attrs else 'any'
                if family in WHOLE:
                    who = 'control domain'
                print('| %d | %s | %s | %s | %s |' % (o.nr, o.name, '-' if o.dir == 'none' else o.dir + ' ' + o.type,
                                                      who, o.handler or '-'))


def main():
    if len(sys.argv) not in (3, 4) or sys.argv[1] not in ('defs', 'tables', 'stubs', 'docs'):
        sys.exit(__doc__)
    {'defs': gen_defs, 'tables': gen_tables, 'stubs': gen_stubs, 'docs': gen_docs}[sys.argv[1]](
        *parse(sys.argv[2], sys.argv[3] if len(sys.argv) == 4 else 'x86'))


main()
