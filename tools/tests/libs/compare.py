#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compare two records of callall: compare.py [--exact NAME] REFERENCE OURS.

Each function's lines must agree. In the words of a struct ({ offset=value ... }) ours may lack what the reference has (stack
contents that it passes along by accident) but may have nothing of its own. Prints the functions that differ and how. With
--exact the lines must be the same, and a line of TAP is printed for each function.
"""
import re
import sys


def blocks(path):
    result, name = {}, None
    for line in open(path):
        line = line.rstrip('\n')
        if not line.startswith(' '):
            name = line
            result[name] = []
        else:
            result[name].append(line)
    return result


def halves(token):
    """OFFSET=VALUE of 8 bytes as the 4-byte halves that are not zero."""
    offset, value = (int(x, 16) for x in token.split('='))
    pairs = (offset, value & 0xffffffff), (offset + 4, value >> 32)
    return ['%x=%x' % pair for pair in pairs if pair[1]]


def words(line):
    """The line's struct words as a set of "path offset=value", and the line without them."""
    found, rest, path = set(), '', []
    for token in re.findall(r'\{|\}|[^\s{}]+', line):
        if token == '{':
            path.append(path[-1] + '/' if path else '')
        elif token == '}':
            path.pop()
        elif path:
            found.update(path[-1] + half for half in
                         (halves(token) if '=' in token else [token]))
        else:
            rest += token + ' '
    return found, rest


def same(ref, our):
    if ref == our:
        return True
    ref_words, ref_rest = words(ref)
    our_words, our_rest = words(our)
    return ref_rest == our_rest and our_words <= ref_words


def show(lines, sign, prefix=''):
    for line in lines:
        print('%s  %s %s' % (prefix, sign, line[:600]))


def exact(name, ref, our):
    failed = 0
    for number, function in enumerate(sorted(set(ref) | set(our)), 1):
        good = ref.get(function) == our.get(function)
        print('%s %d - %s: %s' % ('ok' if good else 'not ok', number, name, function))
        if not good:
            failed += 1
            show(ref.get(function, ['(none)']), '-', '#')
            show(our.get(function, ['(none)']), '+', '#')
    print('1..%d' % len(set(ref) | set(our)))
    return failed != 0


def close(ref, our):
    differ = 0
    for name, lines in ref.items():
        ours = our.get(name, [])
        if len(lines) == len(ours) and all(map(same, lines, ours)):
            continue
        differ += 1
        print(name)
        show(lines, '-')
        show(ours, '+')
    print('%d of %d functions differ' % (differ, len(ref)))
    return differ != 0


def main():
    ref, our = blocks(sys.argv[-2]), blocks(sys.argv[-1])
    return exact(sys.argv[2], ref, our) if sys.argv[1] == '--exact' else close(ref, our)


sys.exit(main())
