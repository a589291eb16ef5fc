#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Make a C program that prints size, offsets and values of every type of a _libxl_types.h.

usage: gen-layout.py _libxl_types.h > layout.c
Compiled once against our headers and once against a reference, the two outputs must be equal.
"""
import re
import sys

text = re.sub(r'/\*.*?\*/', '', open(sys.argv[1], encoding='ascii').read(), flags=re.S)
tokens = re.findall(r'\w+|[{};,=*\[\]()]|-', text)


def members(i, path, out):
    """tokens[i] is behind '{' of a struct or union; returns the index behind its '}'"""
    while tokens[i] != '}':
        if tokens[i] in ('struct', 'union') and tokens[i + 1] == '{':
            inner = []
            i = members(i + 2, '', inner)
            name = tokens[i]
            out.append(path + name)
            out += [f'{path}{name}.{x}' for x in inner]
            i += 2
        else:
            j = tokens.index(';', i)
            out.append(path + tokens[j - 1])
            i = j + 1
    return i + 1


print('#include <stddef.h>\n#include <stdio.h>\n#include <libxl.h>\n\nint main(void)\n{')
i = 0
while i < len(tokens):
    if tokens[i] == 'typedef' and tokens[i + 1] == 'struct' and tokens[i + 3] == '{':
        name, fields = tokens[i + 2], []
        i = members(i + 4, '', fields)
        print(f'\tprintf("{name} %zu\\n", sizeof({name}));')
        for f in fields:
            print(f'\tprintf("{name}.{f} %zu %zu\\n", offsetof({name}, {f}), '
                  f'sizeof((({name} *)0)->{f}));')
    elif tokens[i] == 'typedef' and tokens[i + 1] == 'enum' and tokens[i + 3] == '{':
        name, i = tokens[i + 2], i + 4
        print(f'\tprintf("{name} %zu\\n", sizeof({name}));')
        while tokens[i] != '}':
            if tokens[i + 1] == '=':
                print(f'\tprintf("{tokens[i]} %d\\n", (int){tokens[i]});')
            i += 1
    i += 1
print('\treturn 0;\n}')
