# SPDX-License-Identifier: GPL-2.0-only
"""What C headers declare, as data: macros with their values, and types with sizes, offsets and enumerators.

Macros come from the preprocessor's own list; constants are evaluated by compiling them into immediate operands, so
that it works for any target without running anything. Types come from the DWARF that the compiler writes, read in
readelf's text form.
"""
import os
import re
import subprocess
import tempfile


class Compiler:
	"""One compiler command for one target, with the flags that select a view of the headers."""

	def __init__(self, command, readelf="readelf"):
		self.command = command
		self.readelf = readelf

	def run(self, args, source):
		# standard headers of the target's C library are not needed and may not be installed
		cmd = self.command + ["-ffreestanding", "-std=gnu11", "-w", "-x", "c"] + args + ["-"]
		env = dict(os.environ, LC_ALL="C")
		return subprocess.run(cmd, input=source, text=True, capture_output=True, env=env)

	def must(self, args, source):
		r = self.run(args, source)
		if r.returncode:
			raise RuntimeError(" ".join(self.command + args) + "\n" + r.stderr[:4000])
		return r.stdout


def macros(cc, prologue, source):
	"""{name: (parameters or None, replacement)} of the macros that SOURCE adds to PROLOGUE."""
	def listing(text):
		out = {}
		for line in cc.must(["-dM", "-E"], text).splitlines():
			m = re.match(r"#define (\w+)(\(([^)]*)\))?(?: (.*))?$", line)
			if m:
				params = None if m[2] is None else tuple(p.strip() for p in m[3].split(",") if p.strip())
				out[m[1]] = (params, (m[4] or "").strip())
		return out
	before = listing(prologue)
	return {n: v for n, v in listing(prologue + source).items() if before.get(n) != v}


# In the comment: the value's high and low word (operands are int everywhere), then size and sign of the expression's type.
PROBE = 'void probe_%d(void) { __asm__ volatile("@@FACT %s %%c0 %%c1 %%c2 %%c3" :: ' \
	'"i"((int)((unsigned long long)(%s) >> 32)), "i"((int)(unsigned long long)(%s)), ' \
	'"i"((int)sizeof(%s)), "i"((__typeof__(%s))-1 < (__typeof__(%s))1)); }'
STRING = 'static const char string_%d[] = %s;'


def constants(cc, header_source, found):
	"""{name: (value, size, signed)} or {name: text} of those object-like macros that are constant expressions."""
	assert header_source.endswith("\n")
	names = sorted(n for n, (params, text) in found.items() if params is None and text)
	strings = {n for n in names if found[n][1].startswith('"')}
	first_line = header_source.count("\n") + 1

	def source(which):
		lines = [STRING % (i, n) if n in strings else PROBE % ((i,) + (n,) * 6) for i, n in enumerate(which)]
		return header_source + "\n".join(lines) + "\n"

	# What does not compile as a constant is dropped: first what is no expression, then, since operands are only
	# looked at when code is made, what is not constant.
	for args in (["-fsyntax-only", "-fmax-errors=0"], ["-O1", "-S", "-o", "-"]):
		while True:
			r = cc.run(args, source(names))
			if not r.returncode:
				break
			bad = {int(n) - first_line for n in re.findall(r"<stdin>:(\d+):\d+: \w+", r.stderr)}
			kept = [n for i, n in enumerate(names) if i not in bad]
			if len(kept) == len(names):
				raise RuntimeError(r.stderr[:4000])
			names = kept
	out = {n: found[n][1] for n in names if n in strings}
	for name, high, low, size, signed in re.findall(r"@@FACT (\w+)" + r" \$?(-?\d+)" * 4, r.stdout):
		bits = int(size) * 8
		number = ((int(high) & 0xffffffff) << 32 | int(low) & 0xffffffff) & ((1 << bits) - 1)
		if signed == "1" and number >> (bits - 1):
			number -= 1 << bits
		out[name] = (number, int(size), signed == "1")
	return out


# --- DWARF --------------------------------------------------------------------------------------------------------

class Die:
	def __init__(self, tag, offset):
		self.tag, self.offset, self.attrs, self.children = tag, offset, {}, []

	def get(self, name, default=None):
		return self.attrs.get(name, default)

	def number(self, name, default=None):
		text = self.attrs.get(name)
		if text is None:
			return default
		m = re.match(r"-?(0x[0-9a-f]+|\d+)", text)
		return int(m[0], 0) if m else default


def parse_dwarf(text):
	"""(top level entries, {offset: entry}) from readelf --debug-dump=info."""
	by_offset, stack, top, die = {}, [], [], None
	for line in text.splitlines():
		m = re.match(r" <(\w+)><(\w+)>: Abbrev Number: \d+ \(DW_TAG_(\w+)\)", line)
		if m:
			depth, die = int(m[1], 16), Die(m[3], int(m[2], 16))
			by_offset[die.offset] = die
			del stack[depth:]
			(stack[-1].children if stack else top).append(die)
			stack.append(die)
			continue
		m = re.match(r"\s+<\w+>\s+DW_AT_(\w+)\s*: \(\w+\)\s*(?:\([^)]*offset: \w+\): )?(.*?)\s*$", line)
		if m and die is not None:
			die.attrs[m[1]] = m[2]
	return top, by_offset


class Types:
	"""Named structs, unions, enums and typedefs of one compilation."""

	def __init__(self, cc, source):
		with tempfile.TemporaryDirectory() as d:
			obj = os.path.join(d, "o.o")
			cc.must(["-gdwarf-5", "-fno-eliminate-unused-debug-types", "-c", "-o", obj], source)
			text = subprocess.run([cc.readelf, "-W", "--debug-dump=info", obj], text=True, capture_output=True,
				check=True).stdout
			self.top, self.by_offset = parse_dwarf(text)

	def type_of(self, die):
		ref = die.get("type")
		return self.by_offset[int(ref[1:ref.index(">")], 16)] if ref else None

	def spell(self, die):
		"""A type as C would spell it, short of declarator syntax."""
		if die is None:
			return "void"
		t = die.tag
		if t in ("base_type", "typedef"):
			return die.get("name")
		if t == "pointer_type":
			return self.spell(self.type_of(die)) + " *"
		if t in ("const_type", "volatile_type"):
			return t.split("_")[0] + " " + self.spell(self.type_of(die))
		if t == "array_type":
			return self.spell(self.type_of(die)) + "".join("[%s]" % n for n in self.bounds(die))
		if t == "subroutine_type":
			return "function"
		kind = {"structure_type": "struct", "union_type": "union", "enumeration_type": "enum"}[t]
		return kind + (" " + die.get("name") if die.get("name") else "")

	def bounds(self, die):
		out = []
		for c in die.children:
			if c.tag == "subrange_type":
				upper, count = c.number("upper_bound"), c.number("count")
				out.append(str(count if count is not None else upper + 1) if (count, upper) != (None, None) else "")
		return out

	def size(self, die):
		while die is not None and die.get("byte_size") is None and die.tag in ("typedef", "const_type", "volatile_type"):
			die = self.type_of(die)
		if die is None:
			return 0
		if die.tag == "array_type":
			n = self.size(self.type_of(die))
			for b in self.bounds(die):
				n *= int(b or 0)
			return n
		return die.number("byte_size", 0)

	def layout(self, die, base=0, prefix=""):
		"""[(dotted member, bit offset, bit size, type)], anonymous and unnamed inner types spread out."""
		out = []
		for m in die.children:
			if m.tag != "member":
				continue
			inner = self.type_of(m)
			bit = base + m.number("data_bit_offset", 8 * m.number("data_member_location", 0))
			bits = m.number("bit_size") or 8 * self.size(inner)
			name = prefix + (m.get("name") or "")
			if m.get("name"):
				out.append((name, bit, bits, self.spell(inner)))
			deep = inner
			while deep is not None and deep.tag in ("array_type", "const_type", "volatile_type"):
				deep = self.type_of(deep)
			if deep is not None and deep.tag in ("structure_type", "union_type") and not deep.get("name"):
				out += self.layout(deep, bit, name + "." if m.get("name") else prefix)
		return out

	def named(self):
		"""{spelled name: (size, alignment, layout or enumerators or aliased type)} of every named type."""
		out = {}
		for unit in self.top:
			for die in unit.children:
				name = die.get("name")
				if die.get("declaration") or name is None:
					if die.tag == "enumeration_type":
						for c in die.children:
							out["enumerator " + c.get("name")] = c.number("const_value")
					continue
				if die.tag in ("structure_type", "union_type"):
					kind = "struct " if die.tag == "structure_type" else "union "
					out[kind + name] = (self.size(die), die.number("alignment"), self.layout(die))
				elif die.tag == "enumeration_type":
					out["enum " + name] = self.size(die)
					for c in die.children:
						out["enumerator " + c.get("name")] = c.number("const_value")
				elif die.tag == "typedef":
					target = self.type_of(die)
					anonymous = target is not None and target.tag in ("structure_type", "union_type") and not target.get("name")
					out["typedef " + name] = (self.size(die), die.number("alignment"),
						self.layout(target) if anonymous else self.spell(target))
		return out
