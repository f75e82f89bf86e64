#!/usr/bin/env python3
"""Connections that rest and connections that drip do not slow the others down: their p95 at most doubles.

  http_load.py --center ssc-center [--idle 300] [--dripping 50]
"""
import argparse
import contextlib
import http.client
import resource
import ssl
import sys
import threading
import time

import world

QUESTIONS = 200
NOISE = 0.001    # seconds: below this a factor says nothing
SPARE = 200      # descriptors for everything else


def p95(center):
    """Of one caller that keeps its connection, seconds."""
    with contextlib.closing(center.connect()) as raw:
        connection = http.client.HTTPConnection("127.0.0.1")
        connection.sock = raw
        times = []
        for _ in range(QUESTIONS):
            begun = time.monotonic()
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                sys.exit(f"/healthz: {answer.status}")
            times.append(time.monotonic() - begun)
    return sorted(times)[int(0.95 * QUESTIONS)]


def best_p95(center):
    """The least of five: the machine's own noise is not what is measured."""
    return min(p95(center) for _ in range(5))


class Dripper:
    """Sends a byte of an endless header on each of its connections every second; a cut-off one is opened again."""

    def __init__(self, center, count):
        self.center, self.stopping = center, threading.Event()
        self.connections = [self.begin() for _ in range(count)]
        self.again = 0
        self.thread = threading.Thread(target=self.drip)
        self.thread.start()

    def begin(self):
        raw = self.center.connect()
        raw.sendall(b"GET /healthz HTTP/1.1\r\nX: ")
        return raw

    def drip(self):
        while not self.stopping.wait(1.0):
            for place, raw in enumerate(self.connections):
                try:
                    raw.sendall(b"x")
                except (OSError, ssl.SSLError):
                    raw.close()
                    self.connections[place] = self.begin()
                    self.again += 1

    def stop(self):
        self.stopping.set()
        self.thread.join()
        for raw in self.connections:
            raw.close()


def connections_counted(center):
    time.sleep(1.5)  # counted once a second
    for line in center.tools("/metrics").text.splitlines():
        if line.startswith('ssc_center_connections{listener="open"}'):
            return int(float(line.split()[-1]))
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--center", required=True)
    parser.add_argument("--idle", type=int, default=300)
    parser.add_argument("--dripping", type=int, default=50)
    options = parser.parse_args()
    needed = options.idle + options.dripping + SPARE
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        print(f"skipped: {needed} descriptors are needed, {hard} allowed")
        return 77
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    with world.Center(options.center) as center:
        before = best_p95(center)
        idle = [center.connect() for _ in range(options.idle)]
        dripper = Dripper(center, options.dripping)
        counted = connections_counted(center)
        during = best_p95(center)
        dripper.stop()
        for raw in idle:
            raw.close()
    print(f"p95 alone {before * 1000:.2f} ms, with {options.idle} idle and {options.dripping} dripping connections "
          f"{during * 1000:.2f} ms; {counted} connections counted, {dripper.again} cut off and begun again")
    if counted < options.idle + options.dripping:
        print("not all connections were there: nothing was measured")
        return 1
    return 0 if during <= max(2 * before, NOISE) else 1


if __name__ == "__main__":
    sys.exit(main())
