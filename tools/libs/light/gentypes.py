#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-only
"""Make libxl's type declarations and tables from libxl_types.idl.

usage: gentypes.py libxl_types.idl OUTDIR
writes OUTDIR/include/_libxl_types.h, _libxl_types_json.h and OUTDIR/_libxl_types_tables.h, _libxl_types.c
"""
import re
import sys

# builtin type -> C type. Lower case: a scalar kind of types/walk.c; otherwise its own operations.
SCALARS = {'bool': 'bool', 'int': 'int', 'uint8': 'uint8_t', 'uint16': 'uint16_t',
           'uint32': 'uint32_t', 'uint64': 'uint64_t', 'domid': 'libxl_domid',
           'devid': 'libxl_devid', 'ev_user': 'libxl_ev_user'}
BUILTINS = {'string': 'char *', 'cstring': 'const char *', 'defbool': 'libxl_defbool',
            'uuid': 'libxl_uuid', 'mac': 'libxl_mac', 'bitmap': 'libxl_bitmap',
            'string_list': 'libxl_string_list', 'key_value_list': 'libxl_key_value_list',
            'cpuid_policy_list': 'libxl_cpuid_policy_list', 'hwcap': 'libxl_hwcap',
            'ms_vm_genid': 'libxl_ms_vm_genid', 'ev_link': 'libxl_ev_link'}


class Enum:
    def __init__(self, name, prefix):
        self.name, self.prefix, self.values = name, prefix, []  # (VALUE, number, text or None)


class Struct:
    def __init__(self, name, flags=()):
        self.name, self.flags, self.fields = name, flags, []


class Field:
    """kind is one of plain, array, struct, keyed"""
    def __init__(self, kind, name, type_, default=None, count=None, union=None, arms=None):
        self.kind, self.name, self.type, self.default = kind, name, type_, default
        self.count, self.union, self.arms = count, union, arms


class Parser:
    def __init__(self, path):
        self.path, self.items = path, []
        self.lines = [(n, re.sub(r'#.*', '', t).strip())
                      for n, t in enumerate(open(path, encoding='ascii'), 1)]
        self.lines = [x for x in self.lines if x[1]]
        self.pos = 0

    def fail(self, why):
        n, text = self.lines[min(self.pos, len(self.lines) - 1)]
        sys.exit(f'{self.path}:{n}: {why}: {text}')

    def next(self):
        if self.pos >= len(self.lines):
            self.fail('unexpected end of file after')
        self.pos += 1
        return self.lines[self.pos - 1][1]

    def parse(self):
        while self.pos < len(self.lines):
            line = self.next()
            if m := re.fullmatch(r'enum (\w+)(?: prefix (\w+))? \{', line):
                self.items.append(self.enum(m[1], m[2] or 'LIBXL_' + m[1].upper()))
            elif m := re.fullmatch(r'struct (\w+)((?: [\w-]+)*) \{', line):
                s = Struct(m[1], m[2].split())
                self.body(s)
                self.items.append(s)
            else:
                self.pos -= 1
                self.fail('neither enum nor struct')
        return self.items

    def enum(self, name, prefix):
        e = Enum(name, prefix)
        while (line := self.next()) != '}':
            m = re.fullmatch(r'(\w+) = (-?\d+)(?: "(\w+)")?', line)
            if not m:
                self.pos -= 1
                self.fail('expected VALUE = number')
            e.values.append((m[1], int(m[2]), m[3] or m[1].lower()))
        return e

    def body(self, s):
        while (line := self.next()) != '}':
            if m := re.fullmatch(r'array (\w+) (\w+) (\w+)', line):
                s.fields.append(Field('array', m[2], m[1], count=m[3]))
            elif m := re.fullmatch(r'struct (\w+) \{', line):
                sub = Struct(f'{s.name}.{m[1]}')
                self.body(sub)
                s.fields.append(Field('struct', m[1], sub))
            elif m := re.fullmatch(r'keyed (\w+) (\w+)(?: = (\S+))? (\w+) \{', line):
                arms = Struct(None)
                self.arms(s, m[4], arms)
                s.fields.append(Field('keyed', m[2], m[1], m[3], union=m[4], arms=arms.fields))
            elif m := re.fullmatch(r'(\w+) (\w+)(?: = (\S+))?', line):
                s.fields.append(Field('plain', m[2], m[1], m[3]))
            else:
                self.pos -= 1
                self.fail('not a field')

    def arms(self, s, union, arms):
        while (line := self.next()) != '}':
            m = re.fullmatch(r'(\w+) \{', line)
            if not m:
                self.pos -= 1
                self.fail('expected an arm of the union')
            sub = Struct(f'{s.name}.{union}.{m[1]}')
            self.body(sub)
            arms.fields.append(Field('struct', m[1], sub))


class Gen:
    def __init__(self, items):
        self.items = items
        self.enums = {i.name: i for i in items if isinstance(i, Enum)}
        self.structs = {i.name: i for i in items if isinstance(i, Struct)}

    def ctype(self, t):
        if t in SCALARS:
            return SCALARS[t]
        if t in BUILTINS:
            return BUILTINS[t]
        if t in self.enums or t in self.structs:
            return 'libxl_' + t
        sys.exit(f'libxl_types.idl: unknown type {t}')

    # ---- declarations

    def members(self, s, ind):
        for f in s.fields:
            if f.kind == 'plain':
                yield f'{ind}{self.ctype(f.type)} {f.name};'
            elif f.kind == 'array':
                yield f'{ind}int {f.count};'
                yield f'{ind}{self.ctype(f.type)} *{f.name};'
            elif f.kind == 'struct':
                yield f'{ind}struct {{'
                yield from self.members(f.type, ind + '\t')
                yield f'{ind}}} {f.name};'
            else:
                yield f'{ind}{self.ctype(f.type)} {f.name};'
                yield f'{ind}union {{'
                for a in f.arms:
                    yield f'{ind}\tstruct {{'
                    yield from self.members(a.type, ind + '\t\t')
                    yield f'{ind}\t}} {a.name};'
                yield f'{ind}}} {f.union};'

    def header(self):
        yield '/* Made by gentypes.py from libxl_types.idl. */'
        yield '#ifndef LIBXL_TYPES_H\n#define LIBXL_TYPES_H\n'
        for i in self.items:
            c = 'libxl_' + i.name
            if isinstance(i, Enum):
                yield f'typedef enum {c} {{'
                for v, n, _ in i.values:
                    yield f'\t{i.prefix}_{v} = {n},'
                yield f'}} {c};'
                yield f'char *{c}_to_json(libxl_ctx *ctx, {c} p);'
                yield f'int {c}_from_json(libxl_ctx *ctx, {c} *p, const char *s);'
                yield f'const char *{c}_to_string({c} p);'
                yield f'int {c}_from_string(const char *s, {c} *e);'
                yield f'extern libxl_enum_string_table {c}_string_table[];\n'
                continue
            yield f'typedef struct {c} {{'
            yield from self.members(i, '\t')
            yield f'}} {c};'
            if 'no-dispose' not in i.flags:
                yield f'void {c}_dispose({c} *p);'
            yield f'void {c}_copy(libxl_ctx *ctx, {c} *dst, const {c} *src);'
            yield f'void {c}_init({c} *p);'
            for f in i.fields:
                if f.kind == 'keyed':
                    yield f'void {c}_init_{f.name}({c} *p, {self.ctype(f.type)} {f.name});'
            yield f'char *{c}_to_json(libxl_ctx *ctx, {c} *p);'
            yield f'int {c}_from_json(libxl_ctx *ctx, {c} *p, const char *s);\n'
        yield '#endif'

    def json_header(self):
        yield '/* Made by gentypes.py from libxl_types.idl. */'
        yield '#ifndef LIBXL_TYPES_JSON_H\n#define LIBXL_TYPES_JSON_H\n'
        for i in self.items:
            c = 'libxl_' + i.name
            yield f'yajl_gen_status {c}_gen_json(yajl_gen hand, {c} *p);'
        yield '\n#endif'

    # ---- tables

    def type_ref(self, t):
        self.ctype(t)
        return f'&libxl__type_{t}'

    def struct_tables(self, s, c, path, ident):
        """tables of struct s, which is path inside C type c (path '' is all of it)"""
        rows, before = [], []
        dot = path + '.' if path else ''
        base = f'offsetof({c}, {path})' if path else '0'
        for f in s.fields:
            off = f'offsetof({c}, {dot}{f.name}) - {base}'
            row = [f'.name = "{f.name}"', f'.offset = {off}']
            if f.default is not None:
                row.append(f'.def = (int64_t)({f.default})')
            if f.kind == 'struct':
                sub = f'{ident}_{f.name}'
                before += self.struct_tables(f.type, c, dot + f.name, sub)
                row.append(f'.type = &libxl__type_{sub}')
            else:
                row.append(f'.type = {self.type_ref(f.type)}')
            if f.kind == 'array':
                row.append(f'.kind = LIBXL__FIELD_ARRAY, .count_offset = '
                           f'offsetof({c}, {dot}{f.count}) - {base}')
            if f.kind == 'keyed':
                arms = []
                texts = {t: n for _, n, t in self.enums[f.type].values}
                for a in f.arms:
                    if a.name not in texts:
                        sys.exit(f'libxl_types.idl: {s.name}: arm {a.name} is no value of {f.type}')
                    sub = f'{ident}_{f.union}_{a.name}'
                    before += self.struct_tables(a.type, c, f'{dot}{f.union}.{a.name}', sub)
                    arms.append(f'\t{{ {texts[a.name]}, &libxl__type_{sub} }},')
                before.append(f'static const struct libxl__arm arms_{ident}[] = {{')
                before += arms + ['\t{ 0, NULL },', '};']
                row.append(f'.kind = LIBXL__FIELD_KEYED, .arms = arms_{ident}, .union_offset = '
                           f'offsetof({c}, {dot}{f.union}) - {base}')
            rows.append('\t{ ' + ', '.join(row) + ' },')
        size = f'sizeof((({c} *)0)->{path})' if path else f'sizeof({c})'
        out = before
        if rows:
            out += [f'static const struct libxl__field fields_{ident}[] = {{'] + rows + ['};']
        fields = f'fields_{ident}' if rows else 'NULL'
        out += [f'const struct libxl__type libxl__type_{ident} = {{',
                f'\t.name = "libxl_{s.name}", .kind = LIBXL__TYPE_STRUCT, .size = {size},',
                f'\t.fields = {fields}, .nfields = {len(s.fields)},', '};']
        return out

    def source(self):
        yield '/* Made by gentypes.py from libxl_types.idl. */'
        yield '#include "types/walk.h"\n'
        for i in self.items:
            c, t = 'libxl_' + i.name, 'libxl__type_' + i.name
            if isinstance(i, Enum):
                yield f'libxl_enum_string_table {c}_string_table[] = {{'
                for v, n, text in i.values:
                    yield f'\t{{ .s = "{text}", .v = {i.prefix}_{v} }},'
                yield '\t{ NULL, -1 },\n};'
                yield f'const struct libxl__type {t} = {{'
                yield f'\t.name = "{c}", .kind = LIBXL__TYPE_ENUM, .size = sizeof({c}),'
                yield f'\t.texts = {c}_string_table,\n}};'
                yield f'LIBXL__ENUM_FUNCTIONS({i.name})\n'
                continue
            yield from self.struct_tables(i, c, '', i.name)
            yield f'LIBXL__STRUCT_FUNCTIONS({i.name})'
            if 'no-dispose' not in i.flags:
                yield f'LIBXL__STRUCT_DISPOSE({i.name})'
            for f in i.fields:
                if f.kind == 'keyed':
                    yield f'LIBXL__STRUCT_INIT_KEY({i.name}, {f.name}, {self.ctype(f.type)})'
            yield ''

    def externs(self):
        yield '/* Made by gentypes.py from libxl_types.idl. */'
        for i in self.items:
            yield f'extern const struct libxl__type libxl__type_{i.name};'


def main():
    idl, out = sys.argv[1:]
    gen = Gen(Parser(idl).parse())
    for name, lines in (('include/_libxl_types.h', gen.header()),
                        ('include/_libxl_types_json.h', gen.json_header()),
                        ('_libxl_types_tables.h', gen.externs()), ('_libxl_types.c', gen.source())):
        text = '\n'.join(lines) + '\n'
        with open(f'{out}/{name}', 'w', encoding='ascii') as f:
            f.write(text)


main()
