"""Every way in which a T=0 card may hand its data over (ISO 7816-3 §10.3.3) gives the same read."""
import world

MODES = ("all", "single", "alternate", "null=3", "late")
LATE_SECONDS = 20.0  # `late` answers just inside the waiting time, 0.8 s an exchange


class Procedures(world.WorldTest):
    def test_every_mode(self):
        for mode in MODES:
            with self.subTest(mode=mode):
                world.card("procedure", mode)
                self.assertEqual(world.status()["procedure"], mode)
                result = self.assert_reads()
                self.assertEqual(result.seconds > 1.0 * 6, mode == "late", result.seconds)
                self.assertLess(result.seconds, LATE_SECONDS)


if __name__ == "__main__":
    world.main()
