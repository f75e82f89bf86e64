"""The layer check turns red for each kind of violation, and only then."""
import tempfile
import unittest

import support
import layers

HOUSE = """
[rooms.ground]
folder = "ground"
rooms = []
headers = ["expected"]

[rooms.cellar]
folder = "ground/cellar"
rooms = ["ground"]
headers = []

[rooms.core]
folder = "core"
rooms = []
headers = []
std = "freestanding"

[rooms.include]
folder = "hostlib/include"
rooms = []
headers = []
std = "c"

[rooms.face]
folder = "face"
rooms = ["include"]
headers = []

[rooms.tests]
folder = "tests"
rooms = ["*"]
headers = ["*"]

[headers]
expected = ["tl/expected.hpp"]
openssl = ["openssl/"]

[std]
freestanding = ["cstdint", "span"]
c = ["stdint.h"]
hosted = ["string", "vector"]
"""


class Layers(unittest.TestCase):
    def judge(self, files, house=HOUSE):
        with tempfile.TemporaryDirectory() as folder:
            support.plant(folder, {**files, "house.toml": house})
            return layers.check_tree(folder, f"{folder}/house.toml")[0]

    def assert_one(self, files, expected):
        self.assertEqual(self.judge(files), [expected])

    def test_a_tree_that_keeps_the_house_is_clean(self):
        self.assertEqual(self.judge({
            "ground/a.hpp": '#include <string>\n#include <tl/expected.hpp>\n#include "ground/b.hpp"\n',
            "ground/cellar/c.cpp": '#include "ground/a.hpp"\n',
            "core/d.hpp": "#include <cstdint>\n#include <span>\n",
            "hostlib/include/ssc.h": "",
            "face/e.c": '#include "ssc.h"\n#include <stdint.h>\n',
            "tests/f.cpp": '#include "core/d.hpp"\n#include <openssl/evp.h>\n#include <malloc.h>\n',
        }), [])

    def test_a_room_above_is_refused(self):
        self.assert_one({"ground/a.cpp": '\n#include "face/x.hpp"\n'},
                        "ground/a.cpp:2: room ground may not use room face")

    def test_a_room_inside_a_room_is_another_room(self):
        self.assert_one({"ground/a.cpp": '#include "ground/cellar/x.hpp"\n'},
                        "ground/a.cpp:1: room ground may not use room cellar")

    def test_arrows_are_not_inherited(self):
        self.assert_one({"ground/cellar/a.cpp": "#include <tl/expected.hpp>\n"},
                        "ground/cellar/a.cpp:1: room cellar may not use expected (<tl/expected.hpp>)")

    def test_an_external_library_of_another_room_is_refused(self):
        self.assert_one({"ground/a.cpp": "  #  include <openssl/evp.h>\n"},
                        "ground/a.cpp:1: room ground may not use openssl (<openssl/evp.h>)")

    def test_an_unknown_external_header_is_refused(self):
        self.assert_one({"ground/a.cpp": "#include <unistd.h>\n"},
                        "ground/a.cpp:1: room ground may not use <unistd.h>: no header group knows it")

    def test_freestanding_rooms_have_no_hosted_header(self):
        self.assert_one({"core/a.cpp": "#include <vector>\n"},
                        "core/a.cpp:1: room core has only freestanding standard headers and may not use <vector>")

    def test_installed_headers_are_plain_c(self):
        self.assert_one({"hostlib/include/a.h": "#include <string>\n"},
                        "hostlib/include/a.h:1: room include has only c standard headers and may not use <string>")

    def test_an_include_not_written_from_the_root_is_refused(self):
        self.assert_one({"ground/a.cpp": '#include "b.hpp"\n', "ground/b.hpp": ""},
                        'ground/a.cpp:1: "b.hpp" is not written from the root ("ground/b.hpp")')

    def test_an_installed_header_needs_its_arrow_too(self):
        self.assert_one({"ground/a.cpp": '#include "ssc.h"\n', "hostlib/include/ssc.h": ""},
                        "ground/a.cpp:1: room ground may not use room include")

    def test_a_file_outside_every_room_is_refused(self):
        self.assert_one({"attic/a.cpp": ""}, "attic/a.cpp:1: lies in no room")

    def test_a_commented_include_does_not_count(self):
        self.assertEqual(self.judge({"ground/a.cpp": '// #include "face/x.hpp"\n'}), [])

    def test_a_house_naming_an_unknown_room_is_an_error(self):
        with self.assertRaisesRegex(layers.HouseError, "room face: unknown room attic"):
            self.judge({}, HOUSE.replace('rooms = ["include"]', 'rooms = ["attic"]'))

    def test_a_house_naming_an_unknown_header_group_is_an_error(self):
        with self.assertRaisesRegex(layers.HouseError, "room ground: unknown header group qt"):
            self.judge({}, HOUSE.replace('headers = ["expected"]', 'headers = ["qt"]'))

    def test_the_real_house_is_consistent_and_names_every_firmware_header_freestanding(self):
        house = layers.load_house(support.ROOT / "docs" / "house.toml")
        core = house.room_of("firmware/core/slot.cpp")
        self.assertIsNone(house.judge_external(core, "span"))
        for hosted in ("vector", "string", "map", "thread", "iostream", "chrono"):
            self.assertIsNotNone(house.judge_external(core, hosted), hosted)


if __name__ == "__main__":
    unittest.main()
