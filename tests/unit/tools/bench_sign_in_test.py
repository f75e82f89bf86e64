"""The measure of sign-ins: its arithmetic, against sums made by hand, and its network, which is late and nothing else."""
import asyncio
import contextlib
import io
import time
import unittest

import support  # noqa: F401  (makes the tools importable)
from benchlib import sign_in, sign_in_rounds
from benchlib.relay import Relay

DELAY = 0.05


def figures(flow_a, flow_b):
    flows = {"flow_a": flow_a, "flow_b": flow_b}
    return {"eachWay": 0.05, "flows": {
        flow: {**sign_in.figures_of([{"seconds": each, "confirmed": each / 2} for each in seconds]),
               "bound": sign_in.BOUNDS[flow]} for flow, seconds in flows.items()}}


class Arithmetic(unittest.TestCase):
    def test_percentiles_are_values_by_nearest_rank(self):
        hundred = list(range(100, 0, -1))
        self.assertEqual([sign_in.percentile(hundred, percent) for percent in (50, 95, 100, 0)], [50, 95, 100, 1])
        self.assertEqual(sign_in.percentile(list(range(1, 41)), 95), 38)
        self.assertEqual(sign_in.percentile(list(range(1, 11)), 95), 10)
        self.assertEqual(sign_in.percentile([7.5], 95), 7.5)

    def test_a_row_has_median_p95_worst_and_the_medians_of_its_parts(self):
        row = sign_in.figures_of([{"seconds": n, "asked": n / 10, "learnt": 1} for n in (3.0, 1.0, 2.0)])
        self.assertEqual((row["count"], row["p50"], row["p95"], row["worst"]), (3, 2.0, 3.0, 3.0))
        self.assertEqual(row["parts"], {"asked": 0.2, "learnt": 1})

    def test_a_bound_is_kept_by_two_slow_ones_of_forty_and_missed_by_three(self):
        good, slow = [2.0], [9.0]
        self.assertEqual(sign_in.missed(figures(good * 38 + slow * 2, good * 40)), [])
        self.assertEqual(sign_in.missed(figures(good * 37 + slow * 3, good * 40)), ["flow_a"])
        self.assertEqual(sign_in.missed(figures([3.0] * 40, [2.51] * 40)), ["flow_b"])

    def test_the_page_says_what_is_missed(self):
        page = io.StringIO()
        with contextlib.redirect_stdout(page):
            sign_in.show(figures([1.0], [2.6]))
        first, second = (line for line in page.getvalue().splitlines() if "p95" in line)
        self.assertIn("p95 ≤ 3.0 ok", first)
        self.assertIn("p95 ≤ 2.5 MISSED", second)
        self.assertIn("network 100 ms a round trip (50 ms each way)", page.getvalue())

    def test_a_terminals_settings_are_the_worlds_with_other_values(self):
        config = '[office]\nurl = "https://127.0.0.1:1234"\nregister_url = "https://127.0.0.1:99"\n'
        self.assertEqual(sign_in_rounds.port_of(config, "url"), 1234)
        self.assertEqual(sign_in_rounds.with_values(config, {"url": "x"}),
                         '[office]\nurl = "x"\nregister_url = "https://127.0.0.1:99"\n')


async def echo(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
    writer.close()


class Network(unittest.IsolatedAsyncioTestCase):
    async def connect(self):
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        self.addAsyncCleanup(server.wait_closed)
        self.addCleanup(server.close)
        relay = await self.enterAsyncContext(Relay("127.0.0.1", server.sockets[0].getsockname()[1], DELAY))
        reader, writer = await asyncio.open_connection("127.0.0.1", relay.port)
        self.addCleanup(writer.close)
        return reader, writer

    async def round_trip(self, reader, writer, data):
        begun = time.monotonic()
        writer.write(data)
        self.assertEqual(await reader.readexactly(len(data)), data)
        return time.monotonic() - begun

    async def test_a_connection_costs_a_round_trip_and_so_does_every_question(self):
        reader, writer = await self.connect()
        self.assertGreaterEqual(await self.round_trip(reader, writer, b"first"), 4 * DELAY)
        for _ in range(3):
            self.assertGreaterEqual(await self.round_trip(reader, writer, b"next"), 2 * DELAY)

    async def test_chunks_do_not_wait_for_each_other(self):
        reader, writer = await self.connect()
        data = bytes(range(256)) * 16384  # 4 MiB: 64 chunks, in order, each way
        self.assertLess(await self.round_trip(reader, writer, data), 64 * DELAY)

    async def test_the_end_of_a_stream_comes_through_after_its_data(self):
        reader, writer = await self.connect()
        writer.write(b"last words")
        writer.write_eof()
        self.assertEqual(await reader.read(), b"last words")


if __name__ == "__main__":
    unittest.main()
