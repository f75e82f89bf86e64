#include "tests/unit/keys-sim/transcript.hpp"

#include <doctest/doctest.h>

#include "keys-sim/device/contactless.hpp"
#include "tests/unit/keys-sim/fixtures.hpp"
#include "tests/unit/keys-sim/vector_lines.hpp"

namespace ssc::sim::test {
namespace {

std::string withoutSpaces(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

class Runner {
 public:
  TranscriptResult run(const std::string& name) {
    for (const auto& line : readVectorLines(name))
      handle(line);
    return result_;
  }

 private:
  void handle(const VectorLine& line) {
    const auto words = line.words();
    if (inText_) return collect(line.text);
    const std::string rest = line.text.substr(words[0].size());
    if (words[0] == "card") return useCard(sampleCard(words.at(1)));
    if (words[0] == "psam") return usePsam(words.at(1));
    if (words[0] == "card-text")
      inText_ = true;
    else if (words[0] == "kept")
      kept_.images[words.at(1)] = {hex(words.at(2))};
    else if (words[0] == "reset")
      expect(line, apdu::toHex(chip_->reset()), withoutSpaces(rest));
    else if (words[0] == "random")
      random_.push(hex(rest));
    else if (words[0] == ">")
      exchange(rest);
    else if (words[0] == "<")
      compare(line, words, rest);
    else
      result_.mismatches.push_back("unknown line: " + line.text);
  }

  void collect(const std::string& text) {
    inText_ = text != "end";
    if (inText_) text_ += text + "\n";
    if (inText_) return;
    auto profile = parseCardProfile(text_, "transcript");
    REQUIRE_MESSAGE(profile.has_value(), (profile ? "" : profile.error().text()));
    text_.clear();
    useCard(std::move(*profile));
  }

  void powerUpStore() {
    store_ = std::make_unique<MemoryStore>();
    REQUIRE(store_->save(std::exchange(kept_, {})).has_value());
  }

  void useCard(CardProfile profile) {
    powerUpStore();
    chip_ = makeCard(std::move(profile), random_, *store_);
  }

  void usePsam(const std::string& name) {
    powerUpStore();
    auto psam = PsamOs::make(samplePsam(name), random_, *store_);
    REQUIRE(psam.has_value());
    chip_ = std::move(*psam);
  }

  // The last byte of READ and GET CHALLENGE commands is Le; a bare header is case 1.
  void exchange(const std::string& text) {
    const auto bytes = hex(text);
    const auto command = apdu::Command::decode(bytes);
    // A command whose Lc does not fit its data never reaches a chip over T=0; transcripts write it to see
    // 6700.
    answer_ = command ? contactlessAnswer(*chip_, *command) : apdu::Response({}, apdu::sw::kWrongLength);
    ++result_.exchanges;
  }

  void compare(const VectorLine& line, const std::vector<std::string>& words, const std::string& rest) {
    if (words.at(1) == "first") return expect(line, std::to_string(answer_.data().size()), words.at(2));
    if (words.at(1) == "halves") return expect(line, halves(), words.at(2));
    expect(line, apdu::toHex(answer_.encode()), withoutSpaces(rest));
  }

  [[nodiscard]] std::string halves() const {
    if (answer_.data().size() != 16 || !answer_.ok()) return "not 16 bytes and 9000";
    apdu::Bytes folded(8);
    for (std::size_t i = 0; i < 16; ++i)
      folded[i % 8] ^= answer_.data()[i];
    return apdu::toHex(folded);
  }

  void expect(const VectorLine& line, const std::string& actual, const std::string& expected) {
    if (actual == expected) return;
    result_.mismatches.push_back("line " + std::to_string(line.number) + ": expected " + expected + ", got " +
                                 actual);
  }

  ScriptedRandom random_;
  std::unique_ptr<StateStore> store_;
  PersistentState kept_;
  std::unique_ptr<Chip> chip_;
  apdu::Response answer_;
  TranscriptResult result_;
  std::string text_;
  bool inText_ = false;
};

}  // namespace

TranscriptResult runTranscript(const std::string& name) {
  return Runner().run(name);
}

void checkTranscript(const std::string& name, std::size_t exchanges) {
  CAPTURE(name);
  const auto result = runTranscript(name);
  for (const auto& mismatch : result.mismatches)
    FAIL_CHECK(mismatch);
  CHECK(result.exchanges == exchanges);
}

}  // namespace ssc::sim::test
