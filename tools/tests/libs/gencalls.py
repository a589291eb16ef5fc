#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Write a C program that calls every function of libxenctrl once, with arguments chosen by their types.

usage: gencalls.py PREPROCESSED MAP OVERRIDES >calls.c

PREPROCESSED is <xenctrl.h> after the preprocessor, MAP the library's version script. A line "NAME: CODE" of OVERRIDES is the
body to use for a function whose arguments cannot be guessed; an empty CODE leaves the function out.
"""
import re
import sys

# argument names that are counts: kept small, because arrays of that many elements are read
COUNTS = re.compile(r'^(nr|num|max|count|n_|size|nentries|nr_.*|num_.*|max_.*|.*_size|len|cnt|pages|in_order|out_order|.*order)')


def prototypes(text, names):
    """Yield (return type, name, [argument]) of each declaration of one of @names."""
    text = re.sub(r'^#.*$', '', text, flags=re.M)
    text = re.sub(r'__attribute__\s*\(\(.*?\)\)', '', text, flags=re.S)
    seen = set()
    for m in re.finditer(r'([\w\s\*]+?)\b(\w+)\s*\(([^;{}()]*)\)\s*;', text):
        name = m.group(2)
        if name in names and name not in seen:
            seen.add(name)
            args = [re.sub(r'\s+', ' ', a).strip() for a in m.group(3).split(',')]
            yield re.sub(r'\s+', ' ', m.group(1)).replace('extern', '').strip(), name, args


def split_arg(arg):
    """("const char *", "name") of one parameter."""
    m = re.match(r'^(.*?)(\w+)\s*(\[.*\])?$', arg)
    kind, name = m.group(1).strip(), m.group(2)
    if m.group(3):
        kind += ' *'
    return kind, name


def value(kind, name, index):
    """The C expression for an argument."""
    if kind.startswith('xc_interface'):
        return 'xch'
    if kind == 'xc_hypercall_buffer_t *':
        return 'hypercall_buffer(%d)' % index
    if kind in ('const char *', 'char *') and name not in ('buf', 'buffer'):
        return '(char *)"name%d"' % index
    if '*' in kind or kind in ('xc_cpumap_t', 'xc_nodemap_t', 'xen_domain_handle_t'):
        return '(void *)memory[%d]' % index
    if name in ('domid', 'dom', 'domain_id', 'source_domain', 'forked_domain'):
        return 'domid'
    if kind == 'bool':
        return 'true'
    if COUNTS.match(name):
        return '3'
    return str(0x10 + index)


def main():
    preprocessed, mapfile, overrides_file = sys.argv[1:]
    names = set(re.findall(r'^\s+(\w+);', open(mapfile).read(), re.M))
    overrides = {}
    for line in open(overrides_file):
        if ':' in line and not line.startswith('#'):
            name, code = line.split(':', 1)
            overrides[name.strip()] = code.strip()

    rows = []
    for rtype, name, args in prototypes(open(preprocessed).read(), names):
        if name in overrides:
            body = overrides[name]
            if not body:
                continue
        else:
            call = '%s(%s)' % (name, ', '.join(
                value(*split_arg(a), i) for i, a in enumerate(args) if a != 'void'))
            if rtype == 'void':
                body = '%s; return 0;' % call
            elif rtype in ('xc_cpumap_t', 'xc_nodemap_t', 'xc_cpupoolinfo_t *'):
                body = 'return freed(%s);' % call
            elif rtype.endswith('*'):
                body = 'return !!%s;' % call
            else:
                body = 'return %s;' % call
        print('static long call_%s(xc_interface *xch, uint32_t domid)\n{\n\t%s\n}\n' % (name, body))
        rows.append((name, 'true' if rtype == 'void *' or 'grant_entry' in rtype else 'false'))
    print('static const struct row rows[] = {')
    for name, maps in rows:
        print('\t{ "%s", call_%s, %s },' % (name, name, maps))
    print('};')


main()
