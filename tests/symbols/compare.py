# SPDX-License-Identifier: GPL-2.0-only
"""Compares the libraries below one folder with those in another: for each of theirs named in LIBRARIES, ours has the same SONAME
and defines every symbol that theirs defines, in the same version. Prints TAP.

    compare.py OURS THEIRS MISSING
    compare.py OURS THEIRS MISSING --rows DAY WHY     prints rows for what is missing and not yet in the list

MISSING lists what we do not have yet, one row each: library, symbol@version (with * and ?), the day by which it is to be there, and
why it is not. A row that is past its day, or that no missing symbol needs any more, fails the test: the list can only shrink.
"""
import datetime
import fnmatch
import os
import re
import subprocess
import sys

LIBRARIES = """libxentoolcore.so.1 libxentoollog.so.1 libxencall.so.1 libxenevtchn.so.1 libxengnttab.so.1 libxenforeignmemory.so.1
libxendevicemodel.so.1 libxenhypfs.so.1 libxenstore.so.4 libxenctrl.so.4.17 libxenguest.so.4.17 libxenlight.so.4.17 libxlutil.so.4.17
libxenstat.so.4.17 libxenvchan.so.4.17""".split()


class Row:
	def __init__(self, number, library, symbol, day, why):
		self.number, self.library, self.symbol, self.why = number, library, symbol, why
		self.day = datetime.date.fromisoformat(day)
		self.used = False


def read_rows(lines):
	rows = []
	for number, line in enumerate(lines, 1):
		line = line.split("#")[0].strip()
		if not line:
			continue
		fields = line.split(None, 3)
		if len(fields) != 4:
			raise ValueError("line %d: needs library, symbol, day and reason" % number)
		rows.append(Row(number, *fields))
	return rows


def exports(path):
	"""(SONAME, {symbol@version}) of a shared library; @@ and @ are told apart, data and functions are not."""
	run = lambda *args: subprocess.run(["readelf", "-W", *args, path], capture_output=True, text=True, check=True).stdout
	soname = re.search(r"\(SONAME\).*\[(.*)\]", run("-d"))
	found = set()
	for line in run("--dyn-syms").splitlines():
		f = line.split()
		if len(f) >= 8 and f[0][:-1].isdigit() and f[6] not in ("UND",) and f[4] in ("GLOBAL", "WEAK") and f[3] in ("FUNC", "OBJECT") and f[6] != "ABS":
			found.add(f[7])
	return soname and soname[1], found


def find(folder, name):
	for root, _, files in os.walk(folder):
		if name in files:
			return os.path.join(root, name)
	return None


def judge(library, ours, theirs, rows):
	"""Complaints about one library; marks the rows that excuse something. ours may be None."""
	soname, symbols = ours or (None, set())
	if ours and soname != theirs[0]:
		yield "SONAME is %s, not %s" % (soname, theirs[0])
	for symbol in sorted(theirs[1] - symbols):
		excuse = [r for r in rows if fnmatch.fnmatch(library, r.library) and fnmatch.fnmatch(symbol, r.symbol)]
		for r in excuse:
			r.used = True
		if not excuse:
			yield "%s is missing" % symbol


def stale(rows, today):
	for r in rows:
		if r.day < today:
			yield "line %d: %s %s was to be there by %s" % (r.number, r.library, r.symbol, r.day)
		elif not r.used:
			yield "line %d: %s %s is not missing any more: take the row away" % (r.number, r.library, r.symbol)


def report(number, what, complaints):
	for c in complaints:
		print("# " + c)
	print("%s %d - %s" % ("not ok" if complaints else "ok", number, what))
	return bool(complaints)


def print_rows(ours_root, theirs_root, list_name, day, *why):
	datetime.date.fromisoformat(day)
	with open(list_name) as f:
		rows = read_rows(f)
	for library in LIBRARIES:
		path = find(ours_root, library)
		for complaint in judge(library, path and exports(path), exports(find(theirs_root, library)), rows):
			if complaint.endswith(" is missing"):
				print(library, complaint.split()[0], day, *why)


def main(ours_root, theirs_root, list_name):
	with open(list_name) as f:
		rows = read_rows(f)
	failed = 0
	print("1..%d" % (len(LIBRARIES) + 1))
	for number, library in enumerate(LIBRARIES, 1):
		theirs = exports(find(theirs_root, library) or sys.exit("%s is not below %s: apt-get install libxen-dev" % (library, theirs_root)))
		path = find(ours_root, library)
		mine = exports(path) if path else None
		complaints = list(judge(library, mine, theirs, rows))
		have = len(theirs[1] & mine[1]) if mine else 0
		failed += report(number, "%s has %d of %d symbols, the others are listed" % (library, have, len(theirs[1])), complaints)
	failed += report(len(LIBRARIES) + 1, "no row of the list is late or idle", list(stale(rows, datetime.date.today())))
	return 1 if failed else 0


if __name__ == "__main__":
	if len(sys.argv) >= 7 and sys.argv[4] == "--rows":
		sys.exit(print_rows(*sys.argv[1:4], *sys.argv[5:]))
	if len(sys.argv) != 4:
		sys.exit(__doc__)
	sys.exit(main(*sys.argv[1:]))
