"""A card that is false, silent or not there is named so, and the next card is read."""
import world


class CardFaults(world.WorldTest):
    def setUp(self):
        self.assert_reads()

    def test_false_card(self):
        world.card("fake", "on")
        self.assert_fails(world.read(), "notGenuine")
        self.assertEqual(world.driver_code(world.driver()), -21)
        world.card("fake", "off")
        self.assert_reads()

    def test_card_that_falls_silent(self):
        seat = world.Seat("card")  # now: pcscd may count a card that misses its reset as gone
        world.card("mute", "on")
        self.assert_fails(world.read(), "cardMute", "communication")
        world.card("mute", "off")
        seat.pull()  # pcscd tries a silent card again only once it was out
        seat.put_back()
        self.assert_reads()

    def test_card_that_is_silent_from_the_start(self):
        seat = world.Seat("card")
        seat.pull()
        world.card("mute", "on")
        seat.put_back()
        seat = world.Seat("card")
        self.assert_fails(world.read(), "cardMute")
        self.assertEqual(world.driver_code(world.driver()), -4)
        seat.pull()
        world.card("mute", "off")
        seat.put_back()
        self.assert_reads()

    def test_no_card(self):
        seat = world.Seat("card")
        seat.pull()
        self.assert_fails(world.read(), "cardAbsent", within=1)
        self.assertEqual(world.driver_code(world.driver()), -2)
        seat.put_back()
        self.assert_reads()

    def test_contactless_slot_is_empty(self):
        self.assert_fails(world.read("--interface", "contactless"), "cardAbsent", within=1)
        self.assert_reads("--interface", "contact")
        self.assert_reads("--interface", "contactless-first")

    def test_card_exchanged_for_another(self):
        samples = {"A": "card-a.toml", "E": "card-e.toml"}
        for name in ("E", "A"):
            seat = world.Seat("card")
            world.card("swap", f"{world.SAMPLES}/{samples[name]}")
            seat.await_back()
            self.assertEqual(world.status()["profile"], name)
            self.assert_reads()


if __name__ == "__main__":
    world.main()
