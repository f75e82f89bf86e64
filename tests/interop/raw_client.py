"""A program that knows winscard.h and nothing of us: raw T=0 through SCardTransmit, the way other programs do it."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "integration"))
import winscard  # noqa: E402
import world  # noqa: E402

SELECT_SSSE = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
FCI = "6F1C840F7378312E73682EC9E7BBE1B1A3D5CFA50988011E9F0C03860103"
EF05 = ("0110999900D15600000500000001E692B0370201330304332E3030040C915600000299990099990001050420250101060420350101"
        "0709543030303030303238")


class RawClient(world.WorldTest):
    def setUp(self):
        self.context = winscard.Context()
        self.addCleanup(self.context.__exit__)

    def test_five_slots(self):
        self.assertEqual(self.context.readers(), [f"SSC Simulated Reader 00 {slot:02}" for slot in range(5)])

    def test_answers_to_reset(self):
        self.assertEqual(self.context.state(0).atr.hex().upper(), "3B6D000000815453548699999900000001")
        self.assertEqual(self.context.state(2).atr.hex().upper(), "3B6D000000815453540000999990000001")

    def test_t0_as_it_is_on_the_line(self):
        """61xx and 6Cxx reach a client that speaks TPDUs."""
        with self.context.connected(0) as card:
            self.assertEqual(card.transmit(SELECT_SSSE), "611E")
            self.assertEqual(card.transmit("00C000001E"), FCI + "9000")
            self.assertEqual(card.transmit("00B2012D00"), "6C40")
            self.assertEqual(card.transmit("00B2012D40"), EF05 + "9000")
            self.assertEqual(card.transmit("00B201355B"), "6982")

    def test_two_slots_are_used_in_turn(self):
        with self.context.connected(0) as card, self.context.connected(2) as psam:
            for _ in range(3):
                self.assertEqual(card.transmit(SELECT_SSSE), "611E")
                self.assertEqual(psam.transmit("00B0960006"), "9999000000019000")
                self.assertEqual(card.transmit("00C000001E"), FCI + "9000")

    def test_an_empty_slot(self):
        with self.assertRaises(winscard.PcscError) as caught:
            with self.context.connected(1):
                pass
        self.assertEqual(caught.exception.code, winscard.SCARD_E_NO_SMARTCARD)

    def test_a_reset_forgets(self):
        with self.context.connected(0, disposition=winscard.SCARD_RESET_CARD) as card:
            card.transmit(SELECT_SSSE)
        with self.context.connected(0) as card:
            self.assertEqual(card.transmit("00C000001E")[-4:], "6F00")

    def test_ssc_reads_afterwards(self):
        with self.context.connected(0) as card:
            card.transmit(SELECT_SSSE)
        self.assert_reads()


if __name__ == "__main__":
    world.main()
