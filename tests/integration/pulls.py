"""Card and PSAM are pulled at every exchange of a read: the reason is named in time, and the next read works."""
import world

GET_RESPONSE = "C0"


def pull_points(trace, peer):
    """One control command for each exchange with `peer`: the chip leaves as that exchange begins.

    `pull-at` counts commands; a GET RESPONSE belongs to the command before it, so there the chip is torn off after
    the characters it had sent until then: per command one procedure byte when data move, the answer, the status.
    """
    points, commands, sent = [], 0, 0
    for exchange in (one for one in trace if one["peer"] == peer):
        command, answer = exchange["command"], exchange["response"]
        commands += command[2:4] != GET_RESPONSE
        points.append(("tear", sent) if command[2:4] == GET_RESPONSE else ("pull-at", commands))
        moves_data = len(command) > 10 or len(answer) > 4
        sent += moves_data + len(answer) // 2
    return points


class Pulled:
    """The sweep over all exchanges; the classes below say with which chip."""

    chip = reason = None

    def test_at_every_exchange(self):
        whole = self.assert_reads("--exchanges").json()
        points = pull_points(whole["trace"], self.chip)
        self.assertEqual(len(points), whole["exchanges"][self.chip])
        for number, (command, count) in enumerate(points, 1):
            with self.subTest(exchange=number, of=len(points)):
                self.pull(command, count)

    def pull(self, command, count):
        seat = world.Seat(self.chip)
        world.chip(self.chip, command, str(count))
        result = world.read()
        self.assertFalse(world.status(self.chip)["inserted"], "the chip was not pulled")
        seat.put_back()
        self.assert_fails(result, self.reason)
        self.assert_reads()


class CardPulled(Pulled, world.WorldTest):
    chip, reason = "card", "cardRemoved"


class PsamPulled(Pulled, world.WorldTest):
    chip, reason = "psam", "samAbsent"


if __name__ == "__main__":
    world.main()
