#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""storm.py [SECONDS]: domains are created and destroyed without a pause while the daemon is replaced every ten seconds.

Each worker checks all that it wrote, in transactions and out of them, and that its watch sees each change; at the end the
store must be as it was at the start, and the daemon's memory no more than at the first update."""
import os
import sys
import threading
import time

from daemon import Client, Daemon, Failure

WORKERS = 3
DEVICES = 4


class Worker(threading.Thread):
    def __init__(self, daemon, number, until):
        super().__init__(daemon=True)
        self.number, self.until = number, until
        self.client, self.watcher = Client(daemon), Client(daemon)
        self.domains = self.retries = 0
        self.error = None

    def run(self):
        try:
            while time.monotonic() < self.until:
                self.one_domain(self.number * 1000 + self.domains % 1000 + 1)
                self.domains += 1
        except BaseException as error:
            self.error = error

    def in_transaction(self, work):
        while True:
            tx = self.client.start()
            work(tx)
            try:
                self.client.end(tx)
                return
            except Failure as failure:
                if str(failure) != "EAGAIN":
                    raise
                self.retries += 1

    def one_domain(self, domid):
        client, home = self.client, "/local/domain/%d" % domid
        self.watcher("WATCH", home, "t%d" % domid)
        client("INTRODUCE", str(domid), "4095", "7")

        def build(tx):
            client("MKDIR", home, tx=tx)
            client("SET_PERMS", home, "n%d" % domid, tx=tx)
            for i in range(DEVICES):
                client.write("%s/device/vbd/%d/state" % (home, i), "1", tx=tx)
                client.write("/local/domain/0/backend/vbd/%d/%d/state" % (domid, i), "1", tx=tx)

        self.in_transaction(build)
        for i in range(DEVICES):
            client.write("%s/device/vbd/%d/state" % (home, i), "4")
            assert client.read("%s/device/vbd/%d/state" % (home, i)) == "4"
        seen = self.watcher.take_events()
        for i in range(DEVICES):
            assert ("%s/device/vbd/%d/state" % (home, i), "t%d" % domid) in seen, seen
        assert client("GET_PERMS", home) == b"n%d\0" % domid

        def clear(tx):
            client("RM", "/local/domain/0/backend/vbd/%d" % domid, tx=tx)

        self.in_transaction(clear)
        client("RELEASE", str(domid))
        assert client("IS_INTRODUCED", str(domid)) == b"F\0"
        try:
            client.read(home)
            assert False, "the home of a dead domain is still there"
        except Failure as failure:
            assert str(failure) == "ENOENT"
        seen = self.watcher.take_events()
        assert (home, "t%d" % domid) in seen, seen
        self.watcher("UNWATCH", home, "t%d" % domid)


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    daemon = Daemon(args=("-E", "100000"))
    admin = Client(daemon)
    admin("MKDIR", "/local/domain/0/backend/vbd")
    until = time.monotonic() + seconds
    workers = [Worker(daemon, n, until) for n in range(WORKERS)]
    for worker in workers:
        worker.start()
    sizes, updates = [], 0
    while any(worker.is_alive() for worker in workers):
        time.sleep(min(10.0, max(seconds / 20, 0.2)))
        try:
            admin.live_update()
        except Failure as failure:
            daemon.stop()
            print("1..1\nnot ok 1 - live update %d: %s" % (updates + 1, failure))
            return 1
        updates += 1
        sizes.append(daemon.rss_kb())
        assert admin("CONTROL", "check") == b"OK\0"
    for worker in workers:
        worker.join()
        if worker.error:
            raise worker.error
    assert admin("DIRECTORY", "/local/domain") == b"0\0", admin("DIRECTORY", "/local/domain")
    assert admin("DIRECTORY", "/local/domain/0/backend/vbd") == b""
    status = daemon.stop()
    print("1..1")
    flat = max(sizes[len(sizes) // 2:]) <= max(sizes[:len(sizes) // 2 + 1]) * 1.2 + 200
    print("%s 1 - %d domains, %d live updates, %d retries, memory %d to %d KiB" % (
        "ok" if flat and status == 0 else "not ok", sum(w.domains for w in workers), updates,
        sum(w.retries for w in workers), sizes[0], max(sizes)))
    return not (flat and status == 0)


sys.exit(main())
