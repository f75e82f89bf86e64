#include "kiosk-app/keeper/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <doctest/doctest.h>

using namespace ssc::kiosk::keeper;
using namespace std::chrono_literals;
using Words = std::vector<std::string>;

namespace {

struct Parsed {
  bool good = false;
  Options options;
};

Parsed parse(Words words) {
  CLI::App app;
  Parsed parsed;
  describe(app, parsed.options);
  std::ranges::reverse(words);  // as CLI11 takes them
  try {
    app.parse(words);
    parsed.good = true;
  } catch (const CLI::ParseError&) {
  }
  return parsed;
}

}  // namespace

TEST_CASE("options of the visits go through as they are") {
  const auto parsed =
      parse({"--profile", "/dev/null", "--mode", "desk", "--district", "liangping", "--layout", "landscape",
             "--language", "zh_CN", "--pin", "screen", "--short-side-mm", "268.5", "--windowed", "--camera",
             "/dev/null", "--id-reader", "/dev/zero"});
  REQUIRE(parsed.good);
  const auto& words = parsed.options.forVisit;
  const std::string all = [&] {
    std::string text;
    for (const auto& word : words)
      text += word + " ";
    return text;
  }();
  for (const std::string pair :
       {"--mode desk ", "--district liangping ", "--layout landscape ", "--language zh_CN ", "--pin screen ",
        "--short-side-mm 268.5 ", "--windowed ", "--profile /dev/null ", "--camera /dev/null ",
        "--id-reader /dev/zero "}) {
    CAPTURE(pair);
    CHECK(all.find(pair) != std::string::npos);
  }
  CHECK(words.size() == 19);
}

TEST_CASE("without options a visit gets none, and the limits are those of the house") {
  const auto parsed = parse({});
  REQUIRE(parsed.good);
  CHECK(parsed.options.forVisit.empty());
  CHECK(parsed.options.limits.alive == 5s);
  CHECK(parsed.options.limits.start == 20s);
  CHECK(parsed.options.limits.handOver == 1s);
}

TEST_CASE("limits are seconds, with a fraction") {
  const auto parsed = parse({"--alive-limit", "1.5", "--start-limit", "2", "--cover-limit", "0.25"});
  REQUIRE(parsed.good);
  CHECK(parsed.options.limits.alive == 1500ms);
  CHECK(parsed.options.limits.start == 2s);
  CHECK(parsed.options.limits.handOver == 250ms);
}

TEST_CASE("what is not on the list does not go through, nor values of another kind") {
  for (const Words& words : std::vector<Words>{{"--keeper-fd", "0"},
                                               {"-platform", "offscreen"},
                                               {"-qmljsdebugger=port:1"},
                                               {"--mode", "private"},
                                               {"--layout", "upside-down"},
                                               {"--pin", "aloud"},
                                               {"--district", "../../etc"},
                                               {"--district", ""},
                                               {"--district", std::string(65, 'a')},
                                               {"--language", "en\n"},
                                               {"--language=-x"},
                                               {"--short-side-mm", "0"},
                                               {"--profile", "/nowhere/kiosk.toml"},
                                               {"--camera", "/nowhere/camera"},
                                               {"--alive-limit", "0"},
                                               {"--alive-limit", "601"},
                                               {"--mode"},
                                               {"public"},
                                               {"--windowed=maybe"}}) {
    CAPTURE(words.front());
    CAPTURE(words.back());
    CHECK(!parse(words).good);
  }
}
