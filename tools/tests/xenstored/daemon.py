# SPDX-License-Identifier: GPL-2.0-only
"""A xenstored as a process of its own under the shim that stands in for the hypervisor, and its wire protocol."""
import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOOLS = os.path.dirname(os.path.dirname(HERE))
OURS = os.environ.get("XENSTORED") or os.path.join(TOOLS, "xenstored", "xenstored")
OPS = dict(CONTROL=0, DIRECTORY=1, READ=2, GET_PERMS=3, WATCH=4, UNWATCH=5, START=6, END=7, INTRODUCE=8, RELEASE=9,
           GET_DOMAIN_PATH=10, WRITE=11, MKDIR=12, RM=13, SET_PERMS=14, IS_INTRODUCED=17, RESUME=18, SET_TARGET=19,
           RESET_WATCHES=21, DIRECTORY_PART=22)
EVENT, ERROR = 15, 16


def shim():
    """Path of the shim, built if need be."""
    out = os.path.join(HERE, "xenshim.so")
    src = os.path.join(TOOLS, "tests", "xenstore-bench", "xenshim.c")
    if not os.path.exists(out) or os.path.getmtime(out) < os.path.getmtime(src):
        subprocess.check_call([os.environ.get("CC", "gcc"), "-O2", "-fPIC", "-shared", "-o", out, src, "-ldl"],
                              stderr=subprocess.DEVNULL)
    return out


class Daemon:
    def __init__(self, exe=OURS, args=(), dead=()):
        """`dead`: domains that there are not; if there are any, the shim looks."""
        self.dir = tempfile.mkdtemp(prefix="xs")
        for domid in dead:
            with open("%s/dead-%d" % (self.dir, domid), "w"):
                pass
        with open(self.dir + "/xsd_port", "w") as f:
            f.write("16")
        with open(self.dir + "/ring-0", "wb") as f:
            f.truncate(4096)
        self.socket = self.dir + "/socket"
        env = dict(os.environ, XSSHIM_DIR=self.dir, XENSTORED_RUNDIR=self.dir, LD_PRELOAD=shim())
        if dead:
            env["XSSHIM_DEATHS"] = "1"
        self.log = open(self.dir + "/log", "wb")
        self.proc = subprocess.Popen([exe, "-N", "-F", self.dir + "/pid", *args], env=env, stdin=subprocess.DEVNULL,
                                     stdout=self.log, stderr=self.log)
        while not os.path.exists(self.dir + "/pid") or not os.path.getsize(self.dir + "/pid"):
            if self.proc.poll() is not None:
                raise RuntimeError(open(self.dir + "/log").read())
            time.sleep(0.02)

    def rss_kb(self):
        with open("/proc/%d/status" % self.proc.pid) as f:
            return [int(l.split()[1]) for l in f if l.startswith("VmRSS:")][0]

    def stop(self):
        """Ends the daemon; returns its exit status."""
        self.proc.send_signal(signal.SIGTERM)
        status = self.proc.wait(20)
        self.log.close()
        shutil.rmtree(self.dir)
        return status


class Failure(Exception):
    pass


class Client:
    """One socket connection. Calls return the body or raise Failure with the error's name."""

    def __init__(self, daemon):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(daemon.socket)
        self.events = []

    def bytes(self, n):
        data = b""
        while len(data) < n:
            part = self.sock.recv(n - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def message(self):
        kind, req, tx, n = struct.unpack("<4I", self.bytes(16))
        return kind, req, tx, self.bytes(n)

    @staticmethod
    def pack(op, *args, tx=0, req=0, value=None):
        body = b"".join(a.encode() + b"\0" for a in args) + (value or b"")
        return struct.pack("<4I", OPS[op], req, tx, len(body)) + body

    def reply(self):
        while True:
            kind, _, _, body = self.message()
            if kind == EVENT:
                self.events.append(tuple(s.decode() for s in body.split(b"\0")[:2]))
                continue
            if kind == ERROR:
                raise Failure(body[:-1].decode())
            return body

    def __call__(self, op, *args, **kw):
        self.sock.sendall(self.pack(op, *args, **kw))
        return self.reply()

    def write(self, path, value, tx=0):
        return self("WRITE", path, value=value.encode(), tx=tx)

    def read(self, path, tx=0):
        return self("READ", path, tx=tx).decode()

    def start(self):
        return int(self("START", "")[:-1])

    def end(self, tx, commit=True):
        return self("END", "T" if commit else "F", tx=tx)

    def take_events(self):
        self("READ", "/")
        events, self.events = self.events, []
        return events

    def live_update(self, exe=OURS):
        """Has the daemon replaced by the program."""
        for args in (("-f", exe), ("-s",)):
            answer = self("CONTROL", "live-update", *args)
            if answer != b"OK\0":
                raise Failure(answer.decode())

    def close(self):
        self.sock.close()
