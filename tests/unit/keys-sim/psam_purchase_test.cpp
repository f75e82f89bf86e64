// The PSAM's side of a purchase. The worked MACs are in the medical transcripts.
#include <set>

#include "keys-sim/keys/numbers.hpp"
#include "tests/unit/keys-sim/fixtures.hpp"
#include "tests/unit/keys-sim/power_cut.hpp"
#include "tests/unit/keys-sim/temporary_folder.hpp"

namespace ssc::sim::test {
namespace {

constexpr std::string_view kDf01 = "00A4000002DF01", kReadSequence = "00B0990004";
constexpr std::string_view kSm4Environment = "00A404000F7378332E73682EC9E7BBE1B1A3D5CF";
constexpr std::array<std::string_view, 3> kFactors{"8699999900000001", "3939393930307378",
                                                   "3939303030307368"};

// INIT SAM FOR PURCHASE as in the worked vectors, with so many factors; version and algorithm of the card's
// answer.
std::string init(std::size_t levels = 3, std::string_view keyAndAlgorithm = "0100") {
  std::string data = "01020304000100000000000030390000271032" + std::string("20250102030405");
  data += keyAndAlgorithm;
  for (std::size_t i = 0; i < levels; ++i)
    data += kFactors.at(i);
  return "80700100" + apdu::toHex(bigEndian(data.size() / 2, 1)) + data;
}

class Psam {
 public:
  explicit Psam(const PsamProfile& profile, StateStore& store) {
    auto made = PsamOs::make(profile, random_, store);
    REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error()));
    psam_ = std::move(*made);
    REQUIRE(send(kDf01).ends_with("9000"));
  }
  std::string send(std::string_view command) { return ask(*psam_, command); }
  PsamOs& operator*() { return *psam_; }
  PsamOs* operator->() { return psam_.get(); }

 private:
  ScriptedRandom random_;
  std::unique_ptr<PsamOs> psam_;
};

PersistentState withSequence(std::string_view bytes) {
  PersistentState state;
  state.images["DF01/0019"] = {hex(bytes)};
  return state;
}

}  // namespace

TEST_CASE(
    "terminal sequences rise over restarts, whatever character the power is cut at, and none is given "
    "twice") {
  const TemporaryFolder folder;
  std::set<std::string> given;
  std::uint64_t expected = 1;
  const std::size_t whole = 5 + 1 + 0x34;  // header, procedure byte, data
  for (std::size_t cut = 0; cut <= whole + 18; ++cut) {
    CAPTURE(cut);
    FileStore store(folder.path(), "psam", "chip");
    Psam psam(samplePsam("psam-full.toml"), store);
    CHECK(psam.send(kReadSequence) == apdu::toHex(bigEndian(expected, 4)) + "9000");
    CutLine line(*psam);
    REQUIRE(line.exchange(kDf01).ends_with("9000"));
    line.cutAfter(cut);
    const std::string answer = line.exchange(init());
    if (cut >= whole) ++expected;
    if (!answer.empty()) CHECK(given.insert(answer.substr(0, 8)).second);
  }
  CHECK(given.size() == 1);  // of all these numbers one only arrived: the others are wasted, not repeated
}

TEST_CASE("purchases without cuts are numbered without gaps, in both environments together") {
  MemoryStore store;
  std::uint64_t expected = 1;
  for (int life = 0; life < 3; ++life) {
    Psam psam(samplePsam("psam-full.toml"), store);
    CHECK(psam.send(init()).starts_with(apdu::toHex(bigEndian(expected++, 4))));
    REQUIRE(psam.send(kSm4Environment).ends_with("9000"));
    REQUIRE(psam.send(kDf01).ends_with("9000"));
    CHECK(psam.send(init(3, "0103")).starts_with(apdu::toHex(bigEndian(expected++, 4))));
    CHECK(psam.send(kReadSequence) == apdu::toHex(bigEndian(expected, 4)) + "9000");
  }
}

TEST_CASE("the MAC2 is awaited by the next command only and tried once") {
  MemoryStore store;
  REQUIRE(store.save(withSequence("00000010")).has_value());
  Psam psam(samplePsam("psam-full.toml"), store);
  const std::string right = "807200000404A5B0EF";
  CHECK(psam.send(right) == "6901");
  REQUIRE(psam.send(init()) == "0000001017CB7DA99000");
  CHECK(psam.send("8072000004FFFFFFFF") == "63CF");
  CHECK(psam.send(right) == "6901");
  for (const std::string_view between :
       {std::string_view("0084000008"), std::string_view("8099000000"), kDf01}) {
    CAPTURE(between);
    REQUIRE(psam.send(init()).ends_with("9000"));
    psam.send(between);
    CHECK(psam.send(right) == "6901");
  }
  REQUIRE(psam.send(init()).ends_with("9000"));
  CHECK(psam.send(init(2)) == "6A80");
  CHECK(psam.send(right) == "6901");
  REQUIRE(psam.send(init()).ends_with("9000"));
  psam->reset();
  REQUIRE(psam.send(kDf01).ends_with("9000"));
  CHECK(psam.send(right) == "6901");
}

TEST_CASE("a PSAM may say 9302 for a wrong MAC2") {
  auto profile = samplePsam("psam-full.toml");
  profile.wrongMac2 = apdu::StatusWord(0x9302);
  MemoryStore store;
  Psam psam(profile, store);
  REQUIRE(psam.send(init()).ends_with("9000"));
  CHECK(psam.send("8072000004FFFFFFFF") == "9302");
}

TEST_CASE("roots of every level make the same MAC1 in their own city and take no other number of factors") {
  for (std::size_t held = 1; held <= 3; ++held) {
    for (std::size_t asked = 1; asked <= 3; ++asked) {
      CAPTURE(held);
      CAPTURE(asked);
      auto profile = samplePsam("psam-full.toml");
      profile.level = static_cast<cardspec::Level>(held);
      MemoryStore store;
      REQUIRE(store.save(withSequence("00000010")).has_value());
      Psam psam(profile, store);
      CHECK(psam.send(init(asked)) == (held == asked ? "0000001017CB7DA99000" : "6A80"));
      CHECK(psam.send(kReadSequence) == (held == asked ? "000000119000" : "000000109000"));
    }
  }
}

TEST_CASE("an unknown key version or algorithm, a missing key and another directory are 9403") {
  MemoryStore store, otherStore, thirdStore;
  Psam psam(samplePsam("psam-full.toml"), store);
  for (const std::string_view keyAndAlgorithm : {"0000", "0400", "FF00", "0101", "0103"}) {
    CAPTURE(keyAndAlgorithm);
    CHECK(psam.send(init(3, keyAndAlgorithm)) == "9403");
  }
  CHECK(psam.send(init(3, "0300")).ends_with("9000"));
  psam->reset();
  CHECK(psam.send(init()) == "9403");
  Psam withoutDebit(samplePsam("psam-no-debit.toml"), otherStore);
  CHECK(withoutDebit.send(init()) == "9403");
  Psam withoutWriting(samplePsam("psam-no-uk.toml"), thirdStore);
  CHECK(withoutWriting.send(init()).ends_with("9000"));
}

TEST_CASE("the last number can be given, then none") {
  MemoryStore store;
  REQUIRE(store.save(withSequence("FFFFFFFE")).has_value());
  Psam psam(samplePsam("psam-full.toml"), store);
  CHECK(psam.send(init()).starts_with("FFFFFFFE"));
  CHECK(psam.send(init()) == "9402");
  CHECK(psam.send(kReadSequence) == "FFFFFFFF9000");
}

TEST_CASE("a number that cannot be written is not given") {
  MemoryStore store;
  Psam psam(samplePsam("psam-full.toml"), store);
  psam->setMemoryFails(true);
  CHECK(psam.send(init()) == "6581");
  CHECK(psam.send("807200000404A5B0EF") == "6901");
  psam->setMemoryFails(false);
  CHECK(psam.send(kReadSequence) == "000000019000");
  CHECK(psam.send(init()).starts_with("00000001"));
}

TEST_CASE("a PSAM whose kept sequence is damaged does not start") {
  ScriptedRandom random;
  MemoryStore store;
  REQUIRE(store.save(withSequence("000010")).has_value());
  CHECK_FALSE(PsamOs::make(samplePsam("psam-full.toml"), random, store).has_value());
}

}  // namespace ssc::sim::test
