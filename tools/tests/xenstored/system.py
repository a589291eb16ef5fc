#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The real daemon, library and clients, natively: TAP on stdout.

Debian's clients and daemon take part where $REF (an unpacked Debian Xen) has them."""
import os
import struct
import subprocess
import sys
import threading
import traceback

from daemon import Client, Daemon, Failure, HERE, OURS, TOOLS

CLIENTS = os.path.join(TOOLS, "xs-clients")
OUR_LIB = os.path.join(TOOLS, "libs", "store")
REF = os.environ.get("REF", os.path.expanduser("~/.cache/xen-lab/debian"))
REF_DAEMON = os.path.join(REF, "usr/lib/xen-4.17/bin/xenstored")


class Skip(Exception):
    pass


def session(daemon, bindir, control, libdir):
    env = dict(os.environ, XENSTORED_PATH=daemon.socket, LD_LIBRARY_PATH=libdir)
    return subprocess.run(["bash", os.path.join(HERE, "session.sh"), bindir, control], env=env, cwd=daemon.dir,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=True).stdout.decode()


def compare_session(exe, ours_clients, expected="session.expected", dead=()):
    if not os.path.exists(exe) or not (ours_clients or os.path.exists(REF)):
        raise Skip("no Debian tree at $REF")
    daemon = Daemon(exe, dead=dead)
    try:
        if ours_clients:
            text = session(daemon, CLIENTS, os.path.join(CLIENTS, "xenstore-control"), OUR_LIB)
        else:
            text = session(daemon, os.path.join(REF, "usr/bin"),
                           os.path.join(REF, "usr/lib/xen-4.17/bin/xenstore-control"),
                           os.path.join(REF, "usr/lib/x86_64-linux-gnu"))
    finally:
        daemon.stop()
    with open(os.path.join(HERE, expected)) as f:
        wanted = f.read()
    if os.environ.get("SESSION_OUT"):
        with open(os.environ["SESSION_OUT"], "w") as f:
            f.write(text)
    for n, (got, want) in enumerate(zip(text.split("\n"), wanted.split("\n"))):
        assert got == want, "line %d: %r, expected %r" % (n + 1, got, want)
    assert text == wanted


def our_clients_our_daemon():
    compare_session(OURS, True)


def our_clients_debians_daemon():
    compare_session(REF_DAEMON, True)


def debians_clients_our_daemon():
    compare_session(OURS, False)


def debians_clients_debians_daemon():
    compare_session(REF_DAEMON, False)


def no_guests(exe, ours_clients):
    """As in a dom0 that has no guests: the permissions of the session name domains that there are not."""
    compare_session(exe, ours_clients, "session-dom0.expected", range(1, 10))


def no_guests_our_daemon():
    no_guests(OURS, False)


def no_guests_debians_daemon():
    no_guests(REF_DAEMON, True)


def with_daemon(test):
    def run():
        daemon = Daemon()
        try:
            test(daemon)
        finally:
            status = daemon.stop()
        assert status == 0, "the daemon ended with %d" % status
    run.__name__ = test.__name__
    return run


@with_daemon
def library_with_threads(daemon):
    """tests/xenstored/libtest: requests and watches of several threads on one handle."""
    env = dict(os.environ, XENSTORED_PATH=daemon.socket, LD_LIBRARY_PATH=OUR_LIB)
    subprocess.run([os.path.join(HERE, "libtest")], env=env, check=True, timeout=120, stdout=subprocess.DEVNULL)


@with_daemon
def library_without_races(daemon):
    """The same with the library under ThreadSanitizer, which ends the program with a status of its own."""
    env = dict(os.environ, XENSTORED_PATH=daemon.socket, TSAN_OPTIONS="halt_on_error=1 exitcode=66")
    run = subprocess.run(["setarch", "-R", os.path.join(HERE, "libtest-tsan")], env=env, timeout=300,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert run.returncode == 0, run.stdout.decode()


@with_daemon
def live_update_keeps_everything(daemon):
    one, two = Client(daemon), Client(daemon)
    one.write("/p/q", "1")
    one("SET_PERMS", "/p/q", "n0", "r5", "b6")
    one("SET_PERMS", "@releaseDomain", "n0", "r7")
    one("CONTROL", "quota", "set", "nodes", "777")
    one("INTRODUCE", "1", "4095", "7")
    two("WATCH", "/p", "token")
    two.take_events()
    clean, dirty = one.start(), one.start()
    one.write("/p/in", "inside", tx=clean)
    one("DIRECTORY", "/p", tx=clean)
    one.read("/p/q", tx=dirty)
    # unsent: the watcher has not read this one yet
    one.write("/p/q2", "x")
    Client(daemon).live_update()
    assert one.read("/p/q") == "1"
    assert one("GET_PERMS", "/p/q") == b"n0\0r5\0b6\0"
    assert one("GET_PERMS", "@releaseDomain") == b"n0\0r7\0"
    assert one("IS_INTRODUCED", "1") == b"T\0"
    assert b"777" in one("CONTROL", "quota").split(b"\n")[1]
    assert two.take_events() == [("/p/q2", "token")]
    one.write("/p/q", "2")
    assert two.take_events() == [("/p/q", "token")]
    assert one.read("/p/in", tx=clean) == "inside"
    for tx, want in ((dirty, "EAGAIN"), (clean, "EAGAIN")):
        try:
            one.end(tx)
            assert False, "committed what it must not"
        except Failure as failure:
            assert str(failure) == want
    tx = one.start()
    one.write("/p/after", "y", tx=tx)
    Client(daemon).live_update()
    one.end(tx)
    assert one.read("/p/after") == "y"
    assert one("CONTROL", "check") == b"OK\0"


@with_daemon
def live_update_under_load(daemon):
    """Pipelined requests that are in the air while the daemon is replaced are answered, all and in order."""
    client, admin = Client(daemon), Client(daemon)
    for turn in range(40):
        client.sock.sendall(b"".join(
            client.pack("WRITE", "/load/%d" % i, req=i, value=b"%d" % turn) for i in range(200)))
        admin.live_update()
        for i in range(200):
            kind, req, _, body = client.message()
            assert (kind, req, body) == (11, i, b"OK\0")
    assert client.read("/load/199") == "39"
    assert client("CONTROL", "check") == b"OK\0"


@with_daemon
def live_update_to_nonsense(daemon):
    """A wrong program is refused, and the daemon goes on."""
    client = Client(daemon)
    client.write("/x", "1")
    for exe in ("/bin/ls", "/bin/cat", "/etc/passwd", "/nonexistent"):
        assert client("CONTROL", "live-update", "-f", exe) != b"OK\0"
    assert client("CONTROL", "live-update", "-s") == b"Not in live-update session.\0"
    assert client.read("/x") == "1"


@with_daemon
def fair_to_others(daemon):
    """One who floods and one who never reads: a third is served all the same, in bounded memory."""
    flood, deaf, third = Client(daemon), Client(daemon), Client(daemon)
    deaf("WATCH", "/f", "t")
    stop = threading.Event()

    def run_flood():
        packet = b"".join(flood.pack("WRITE", "/f/%d" % i, value=b"x" * 500) for i in range(100))
        while not stop.is_set():
            flood.sock.sendall(packet)
            for _ in range(100):
                flood.message()

    thread = threading.Thread(target=run_flood)
    thread.start()
    try:
        for i in range(2000):
            third.write("/third", str(i))
    finally:
        stop.set()
        thread.join()
    assert third.read("/third") == "1999"
    assert daemon.rss_kb() < 20000, daemon.rss_kb()


@with_daemon
def introduction_is_silent(daemon):
    """A guest gets no event before it has said something; the kernel of the daemon's own domain waits for one."""
    client = Client(daemon)
    for _ in range(2):
        client("INTRODUCE", "1", "4095", "7")
    with open(daemon.dir + "/evtchn.shm", "rb") as f:
        notified = struct.unpack("<65536I", f.read()[65536 * 4:])
    assert notified[0] == 1 and notified[1] == 0


def ends_when_told():
    """A signal counts whenever it comes, even if nothing happens any more that could wake the daemon."""
    for turn in range(60):
        daemon = Daemon()
        client = Client(daemon)
        if turn % 2:
            client.live_update()
        for _ in range(turn % 5):
            client.read("/")
        assert daemon.stop() == 0


@with_daemon
def trace_file(daemon):
    client = Client(daemon)
    path = daemon.dir + "/trace"
    assert client("CONTROL", "logfile", path) == b"OK\0"
    assert client("CONTROL", "log", "on") == b"OK\0"
    client.write("/traced", "value")
    assert client("CONTROL", "log", "off") == b"OK\0"
    client.write("/untraced", "value")
    with open(path) as f:
        text = f.read()
    assert "WRITE (/traced value)" in text and "/untraced" not in text, text


def background():
    """Without -N the program returns when the daemon serves, and has written its pid."""
    import shutil
    import signal
    import socket
    import tempfile
    import time
    from daemon import shim
    top = tempfile.mkdtemp(prefix="xs")
    with open(top + "/xsd_port", "w") as f:
        f.write("16")
    with open(top + "/ring-0", "wb") as f:
        f.truncate(4096)
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notify.bind(top + "/notify")
    notify.settimeout(10)
    env = dict(os.environ, XSSHIM_DIR=top, XENSTORED_RUNDIR=top, LD_PRELOAD=shim(), NOTIFY_SOCKET=top + "/notify")
    run = subprocess.run([OURS, "--pid-file", top + "/pid"], env=env, timeout=20)
    assert run.returncode == 0
    with open(top + "/pid") as f:
        pid = int(f.read())
    probe = socket.socket(socket.AF_UNIX)
    probe.connect(top + "/socket")
    assert b"READY=1" in notify.recv(200)
    second = subprocess.run([OURS, "-N", "--pid-file", top + "/pid"], env=env, stderr=subprocess.PIPE, timeout=20)
    assert second.returncode == 1 and b"another xenstored" in second.stderr
    os.kill(pid, signal.SIGTERM)
    while os.path.exists("/proc/%d" % pid):
        time.sleep(0.02)
    shutil.rmtree(top)


TESTS = [our_clients_our_daemon, our_clients_debians_daemon, debians_clients_our_daemon,
         debians_clients_debians_daemon, no_guests_our_daemon, no_guests_debians_daemon, library_with_threads, library_without_races, live_update_keeps_everything, live_update_under_load,
         live_update_to_nonsense, fair_to_others, introduction_is_silent, ends_when_told, trace_file, background]


def main():
    bad = 0
    tests = [t for t in TESTS if len(sys.argv) < 2 or t.__name__ in sys.argv[1:]]
    print("1..%d" % len(tests))
    for n, test in enumerate(tests, 1):
        try:
            test()
            print("ok %d - %s" % (n, test.__name__), flush=True)
        except Skip as skip:
            print("ok %d - %s # SKIP %s" % (n, test.__name__, skip), flush=True)
        except Exception:
            bad += 1
            print("not ok %d - %s" % (n, test.__name__))
            print("\n".join("# " + line for line in traceback.format_exc().split("\n")), flush=True)
    return bad != 0


sys.exit(main())
