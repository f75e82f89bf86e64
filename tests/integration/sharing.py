"""Other programs use the same reader: busy is said in time, a free reader is used, nobody inherits our rights."""
import threading

import opensc
import winscard
import world

SELECT_SSSE = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
READ_EF06 = "00B201355B"
WAIT_MS = 500
PATIENT = f"wait_ms = {WAIT_MS}"
SLACK = 0.5


class Sharing(world.WorldTest):
    def setUp(self):
        self.assert_reads()

    def assert_busy(self, result):
        self.assert_fails(result, "readerBusy", within=WAIT_MS / 1000 + SLACK)
        self.assertGreaterEqual(result.seconds, WAIT_MS / 1000)

    def test_held_by_an_exclusive_program(self):
        with winscard.Context() as context, world.settings(PATIENT) as env:
            with context.connected(0, winscard.SCARD_SHARE_EXCLUSIVE):
                self.assert_busy(world.read(env=env))
                self.assertEqual(world.driver_code(world.driver(env=env)), -11)
            self.assert_reads(env=env)

    def test_let_go_in_time(self):
        with winscard.Context() as context, world.settings("wait_ms = 20000") as env:
            with context.connected(0, winscard.SCARD_SHARE_EXCLUSIVE):
                reading = world.Running("ssc", "read", "--json", "--full", env=env)
                world.eventually(lambda: reading.elapsed() > 0.3, "the read had to wait")
                self.assertIsNone(reading.process.poll())
            result = reading.join()
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.row(), self.expected_row())

    def test_the_psam_held_by_an_exclusive_program(self):
        with winscard.Context() as context, world.settings(PATIENT) as env:
            with context.connected(2, winscard.SCARD_SHARE_EXCLUSIVE):
                self.assert_busy(world.read(env=env))
            self.assert_reads(env=env)

    def test_another_program_in_a_transaction(self):
        """PC/SC would block here without limit; the read has its deadline all the same."""
        with winscard.Context() as context, world.settings(PATIENT) as env:
            with context.connected(0) as card, card.transaction():
                result = world.read("--timeout", "2", env=env)
                self.assert_fails(result, "readerBusy", "timedOut", within=2 + SLACK)
            self.assert_reads(env=env)

    def test_two_reads_at_once(self):
        world.card("slow", "50")
        self.addCleanup(world.card, "slow", "0")
        readings = [world.Running("ssc", "read", "--json", "--full") for _ in range(2)]
        for result in [reading.join() for reading in readings]:
            self.assertEqual(result.code, 0, result)
            self.assertEqual(result.row(), self.expected_row())

    def test_ssc_and_the_c_interface_at_once(self):
        results = []
        programs = (world.driver, world.read, world.driver)
        threads = [threading.Thread(target=lambda run=program: results.append(run())) for program in programs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([result.code for result in results], [0, 0, 0], [str(result) for result in results])

    def test_the_next_program_finds_the_holders_file_shut(self):
        """What a read proved to the card ends with it: the card is reset."""
        answer = world.run("sh", "-c", opensc.command(SELECT_SSSE + "00", READ_EF06))
        self.assertEqual(opensc.answers(answer.out)[1], "6982", answer)

    def test_a_program_that_waited_for_the_read_to_end_finds_it_shut_too(self):
        world.card("slow", "100")
        self.addCleanup(world.card, "slow", "0")
        reading = world.Running("ssc", "read", "--json", "--full")
        with winscard.Context() as context:
            name = context.reader(0)
            world.eventually(lambda: self.is_held(context, name), "the read holds the card")
            card = world.eventually(lambda: self.connect(context, name), "the read lets go", seconds=20)
            card.transmit(SELECT_SSSE)
            self.assertEqual(card.transmit(READ_EF06), "6982")
            card.disconnect(winscard.SCARD_RESET_CARD)
        self.assertEqual(reading.join().code, 0)

    def connect(self, context, name):
        try:
            return winscard.Card(context, name, winscard.SCARD_SHARE_SHARED)
        except winscard.PcscError as error:
            self.assertEqual(error.code, winscard.SCARD_E_SHARING_VIOLATION)
            return None

    def is_held(self, context, name):
        card = self.connect(context, name)
        if card:
            card.disconnect(winscard.SCARD_LEAVE_CARD)
        return card is None


if __name__ == "__main__":
    world.main()
