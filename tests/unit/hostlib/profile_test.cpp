// ssc.toml and the hardware profiles: what they give, and that every mistake is named by file, key and what
// is wrong.
#include "hostlib/profile/config.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"

using namespace ssc::profile;
using ssc::test::Environment;
using ssc::test::TemporaryFolder;

namespace {

constexpr std::string_view kGoodProfile = R"([reader]
model = "m"
pcsc_names = ["Reader A*", "Reader B"]
[[slot]]
number = 2
role = "sam"
[[slot]]
number = 0
role = "contact"
)";

struct Mistake {
  const char* text;
  const char* where;
  const char* what;
};

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result(text);
  const auto at = result.find(from);
  REQUIRE(at != std::string::npos);
  return result.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a configuration gives every setting") {
  const TemporaryFolder folder;
  const auto file = folder.write("ssc.toml", R"(
device_number = "SIM-TERM-0001"
language = "zh"
[reader]
name = "SSC*"
profile = "/etc/ssc/mine.toml"
wait_ms = 1500
call_limit_ms = 100
[trace]
file = "/tmp/trace.txt"
[out_cap]
iReadCardBas = 512
iReadCard = 32768
[compat]
basic_step1_fields = 9
atr_field = "whole"
)");
  Config config;
  REQUIRE(readConfigInto(config, file).has_value());
  CHECK_EQ(config.deviceNumber, "SIM-TERM-0001");
  CHECK(config.language == Language::zh);
  CHECK_EQ(config.readerName, "SSC*");
  CHECK_EQ(config.hardwareProfile.string(), "/etc/ssc/mine.toml");
  CHECK_EQ(config.readerWait.count(), 1500);
  CHECK_EQ(config.callLimit.count(), 100);
  CHECK_EQ(config.traceFile.string(), "/tmp/trace.txt");
  CHECK_EQ(config.outCaps.at("iReadCardBas"), 512);
  CHECK_EQ(config.outCaps.at("iReadCard"), 32768);
  CHECK_EQ(config.outCaps.size(), 2);
  CHECK(config.basicStep1HasTerminal);
  CHECK(config.atrField == AtrField::whole);
  CHECK_EQ(config.sources, std::vector<std::string>{file.string()});
}

TEST_CASE("every mistake in a configuration names the file, the key and what is wrong") {
  const TemporaryFolder folder;
  for (const Mistake& mistake : {
           Mistake{"colour = 1", "colour", "is not a known setting"},
           Mistake{"[reader]\nwait = 1", "reader.wait", "is not a known setting"},
           Mistake{"[trace]\nfull = true", "trace.full", "is not a known setting"},
           Mistake{"[out_cap]\niReadCart = 1", "out_cap.iReadCart", "is not a known setting"},
           Mistake{"[out_cap]\niReadCard = 32769", "out_cap.iReadCard", "must be between 1 and 32768"},
           Mistake{"[out_cap]\niReadDebitRecord = 4097", "out_cap.iReadDebitRecord",
                   "must be between 1 and 4096"},
           Mistake{"[compat]\nbasic_step1_fields = 10", "compat.basic_step1_fields",
                   "must be between 8 and 9"},
           Mistake{"[compat]\natr_field = \"all\"", "compat.atr_field", "must be historical or whole"},
           Mistake{"[compat]\natr = 1", "compat.atr", "is not a known setting"},
           Mistake{"device_number = 1", "device_number", "must be a text"},
           Mistake{"device_number = \"a|b\"", "device_number",
                   "must be at most 32 printable characters without |"},
           Mistake{"device_number = \"a b\"", "device_number",
                   "must be at most 32 printable characters without |"},
           Mistake{"device_number = \"终\"", "device_number",
                   "must be at most 32 printable characters without |"},
           Mistake{"device_number = \"123456789012345678901234567890123\"", "device_number",
                   "must be at most 32 printable characters without |"},
           Mistake{"language = \"de\"", "language", "must be zh or en"},
           Mistake{"language = true", "language", "must be a text"},
           Mistake{"reader = 1", "reader", "must be a table"},
           Mistake{"trace = \"x\"", "trace", "must be a table"},
           Mistake{"[[reader]]\nname = \"x\"", "reader", "must be a table"},
           Mistake{"[reader]\nname = 1", "reader.name", "must be a text"},
           Mistake{"[reader]\nprofile = 1", "reader.profile", "must be a text"},
           Mistake{"[reader]\nwait_ms = \"1\"", "reader.wait_ms", "must be a whole number"},
           Mistake{"[reader]\nwait_ms = 1.5", "reader.wait_ms", "must be a whole number"},
           Mistake{"[reader]\nwait_ms = -1", "reader.wait_ms", "must be between 0 and 600000"},
           Mistake{"[reader]\nwait_ms = 600001", "reader.wait_ms", "must be between 0 and 600000"},
           Mistake{"[reader]\ncall_limit_ms = 99", "reader.call_limit_ms", "must be between 100 and 600000"},
           Mistake{"[trace]\nfile = 1", "trace.file", "must be a text"},
           Mistake{"[out_cap]\niReadCardBas = 0", "out_cap.iReadCardBas", "must be between 1 and 1024"},
           Mistake{"[out_cap]\niReadCardBas = 1025", "out_cap.iReadCardBas", "must be between 1 and 1024"},
       }) {
    CAPTURE(mistake.text);
    const auto file = folder.write("ssc.toml", mistake.text);
    Config config;
    const auto read = readConfigInto(config, file);
    REQUIRE_FALSE(read.has_value());
    CHECK_EQ(read.error().file, file.string());
    CHECK_EQ(read.error().where, mistake.where);
    CHECK_EQ(read.error().what, mistake.what);
    CHECK_EQ(read.error().text(), file.string() + ": " + mistake.where + ": " + mistake.what);
    CHECK(config.sources.empty());
  }
}

TEST_CASE("a syntax error names its line, a missing file its name") {
  const TemporaryFolder folder;
  const auto file = folder.write("ssc.toml", "language = \"zh\"\n[reader\n");
  Config config;
  const auto broken = readConfigInto(config, file);
  REQUIRE_FALSE(broken.has_value());
  CHECK_EQ(broken.error().where, "line 2");
  const auto missing = readConfigInto(config, folder.path() / "none.toml");
  REQUIRE_FALSE(missing.has_value());
  CHECK_EQ(missing.error().text(), (folder.path() / "none.toml").string() + ": cannot be opened");
}

TEST_CASE("a file with a mistake changes nothing; a later file overrides only what it names") {
  const TemporaryFolder folder;
  Config config;
  REQUIRE(
      readConfigInto(config, folder.write("a.toml", "device_number = \"A\"\nlanguage = \"zh\"")).has_value());
  REQUIRE_FALSE(
      readConfigInto(config, folder.write("b.toml", "device_number = \"B\"\ncolour = 1")).has_value());
  CHECK_EQ(config.deviceNumber, "A");
  REQUIRE(readConfigInto(config, folder.write("c.toml", "device_number = \"C\"")).has_value());
  CHECK_EQ(config.deviceNumber, "C");
  CHECK(config.language == Language::zh);
  CHECK_EQ(config.sources.size(), 2);
}

TEST_CASE("SSC_CONFIG names one file instead of the usual ones, and that file must be there") {
  const TemporaryFolder home;
  (void)home.write(".config/ssc/ssc.toml", "device_number = \"HOME\"");
  const Environment homeIs("HOME", home.path().string());
  {
    const Environment named("SSC_CONFIG", home.write("mine.toml", "language = \"en\"").string());
    const auto config = loadConfig();
    REQUIRE(config.has_value());
    CHECK(config->deviceNumber.empty());
    CHECK(config->language == Language::en);
    CHECK_EQ(config->sources.size(), 1);
  }
  const Environment named("SSC_CONFIG", (home.path() / "none.toml").string());
  CHECK_FALSE(loadConfig().has_value());
}

TEST_CASE("the user's file is read after the machine's, and none at all gives the defaults") {
  const TemporaryFolder home;
  const Environment homeIs("HOME", home.path().string());
  const bool machineHasOne = std::filesystem::exists("/etc/ssc/ssc.toml");
  const auto without = loadConfig();
  REQUIRE(without.has_value());
  if (!machineHasOne) {
    CHECK_EQ(without->readerWait.count(), 5000);
    CHECK(without->sources.empty());
  }
  (void)home.write(".config/ssc/ssc.toml", "device_number = \"HOME\"");
  const auto with = loadConfig();
  REQUIRE(with.has_value());
  CHECK_EQ(with->deviceNumber, "HOME");
  CHECK_EQ(with->sources.size(), without->sources.size() + 1);
}

TEST_CASE("a hardware profile gives slots in order, their roles and the names it fits") {
  const TemporaryFolder folder;
  const auto profile = readHardwareProfile(folder.write("p.toml", kGoodProfile));
  REQUIRE(profile.has_value());
  CHECK_EQ(profile->label, "m");
  CHECK_FALSE(profile->simulated);
  CHECK_EQ(profile->slots[0].number, 0);
  CHECK_EQ(profile->slotOf(SlotRole::sam).value_or(99), 2);
  CHECK_FALSE(profile->slotOf(SlotRole::contactless).has_value());
  CHECK(profile->roleOf(0) == SlotRole::contact);
  CHECK_FALSE(profile->roleOf(1).has_value());
  CHECK(profile->matches("Reader A 17"));
  CHECK_FALSE(profile->matches("Reader B 17"));
}

TEST_CASE("the installed profile of the simulated reader is valid") {
  const auto profile = readHardwareProfile("hw-profiles/ssc-sim-reader.toml");
  REQUIRE(profile.has_value());
  CHECK(profile->simulated);
  CHECK_EQ(profile->slots.size(), 5);
}

TEST_CASE("every mistake in a hardware profile names the file, the key and what is wrong") {
  const TemporaryFolder folder;
  struct Change {
    const char *from, *to, *where, *what;
  };
  for (const Change& change : {
           Change{"model = \"m\"", "", "reader.model", "is missing"},
           Change{"model = \"m\"", "model = 1", "reader.model", "must be a text"},
           Change{"pcsc_names = [\"Reader A*\", \"Reader B\"]", "", "reader.pcsc_names", "is missing"},
           Change{"[\"Reader A*\", \"Reader B\"]", "\"Reader A*\"", "reader.pcsc_names",
                  "must be a list of texts"},
           Change{"[\"Reader A*\", \"Reader B\"]", "[\"A\", 1]", "reader.pcsc_names",
                  "must be a list of texts"},
           Change{"[reader]", "[reader]\nsimulated = 1", "reader.simulated", "must be true or false"},
           Change{"[reader]", "[reader]\nvendor = 1", "reader.vendor", "is not a known setting"},
           Change{"[reader]", "[reeder]", "reader", "is missing"},
           Change{"[reader]", "extra = 1\n[reader]", "extra", "is not a known setting"},
           Change{"number = 2", "", "slot[0].number", "is missing"},
           Change{"number = 2", "number = 16", "slot[0].number", "must be between 0 and 15"},
           Change{"number = 2", "number = 0", "slot[1].number", "is used by two slots"},
           Change{"role = \"sam\"", "", "slot[0].role", "is missing"},
           Change{"role = \"sam\"", "role = \"psam\"", "slot[0].role", "must be contact, contactless or sam"},
           Change{"role = \"contact\"", "role = 1", "slot[1].role", "must be a text"},
           Change{"role = \"contact\"", "role = \"contact\"\ncolour = 1", "slot[1].colour",
                  "is not a known setting"},
       }) {
    CAPTURE(change.to);
    const auto file = folder.write("p.toml", replaced(kGoodProfile, change.from, change.to));
    const auto profile = readHardwareProfile(file);
    REQUIRE_FALSE(profile.has_value());
    CHECK_EQ(profile.error().file, file.string());
    CHECK_EQ(profile.error().where, change.where);
    CHECK_EQ(profile.error().what, change.what);
  }
  const auto none =
      readHardwareProfile(folder.write("p.toml", "[reader]\nmodel = \"m\"\npcsc_names = [\"A\"]"));
  REQUIRE_FALSE(none.has_value());
  CHECK_EQ(none.error().where, "slot");
}

TEST_CASE(
    "a profile that the configuration names must be readable; without one an unknown reader is a plain one") {
  Config config;
  const auto plain = profileFor(config, {"No Such Reader"});
  REQUIRE(plain.has_value());
  CHECK_EQ(plain->model, "unknown");
  CHECK_EQ(plain->slots.size(), 1);
  config.hardwareProfile = "/does/not/exist.toml";
  CHECK_FALSE(profileFor(config, {"No Such Reader"}).has_value());
}

TEST_CASE("patterns: * any text, ? one character, everything else itself") {
  struct Row {
    const char *pattern, *text;
    bool matches;
  };
  for (const Row& row : {
           Row{"", "", true},       Row{"", "a", false},
           Row{"*", "", true},      Row{"*", "abc", true},
           Row{"**", "abc", true},  Row{"a*", "abc", true},
           Row{"*c", "abc", true},  Row{"a*c", "abbc", true},
           Row{"a*c", "ab", false}, Row{"?", "", false},
           Row{"?", "a", true},     Row{"a?c", "abc", true},
           Row{"a?c", "ac", false}, Row{"*b*d", "abcd", true},
           Row{"*ab", "aab", true}, Row{"*a*a*b", "aaaa", false},
           Row{"a", "A", false},    Row{"[a]", "a", false},
           Row{"a*", "b", false},   Row{"*?", "", false},
           Row{"*", "*", true},
       }) {
    CAPTURE(row.pattern);
    CAPTURE(row.text);
    CHECK_EQ(matchesPattern(row.pattern, row.text), row.matches);
  }
  CHECK_FALSE(matchesPattern(std::string(60, '*') + "b", std::string(5000, 'a')));  // and it ends at once
}
