// Every status word the card specification allows a command is provoked once, over T=0; where that cannot be,
// the table says why. Status words the table does not allow are mistakes.
#include <map>

#include "keys-sim/device/t0_device.hpp"
#include "tests/unit/keys-sim/scenario.hpp"
#include "tests/unit/keys-sim/vector_lines.hpp"

namespace ssc::sim::test {
namespace {

std::string characters(T0Device& device, apdu::ByteView sent) {
  std::string answer;
  for (const std::uint8_t character : sent)
    for (const auto& emission : device.receive(character).emissions)
      answer += apdu::toHex(emission.characters);
  return answer;
}

// The status that ends the exchange. A reader sends data only after the procedure byte that asks for them.
std::string statusOnLine(CardOs& card, apdu::Bytes command) {
  T0Device device(card);
  auto state = card.state();
  device.reset();
  card.state() = std::move(state);
  command.resize(std::max<std::size_t>(command.size(), 5));
  const apdu::ByteView line(command);
  std::string answer = characters(device, line.first(5));
  if (answer.size() == 2) answer = characters(device, line.subspan(5));
  REQUIRE(answer.size() >= 4);
  return answer.substr(answer.size() - 4);
}

struct Matrix {
  std::map<std::string, std::set<std::string>> allowed, impossible, seen;

  void check() const {
    for (const auto& [command, words] : allowed)
      for (const auto& word : words)
        CHECK_MESSAGE(seenOrImpossible(command, word), command, ": nothing provokes ", word);
    for (const auto& [command, words] : seen)
      for (const auto& word : words)
        CHECK_MESSAGE(allowed.at(command).contains(word), command, " must not answer ", word);
  }

 private:
  [[nodiscard]] bool seenOrImpossible(const std::string& command, const std::string& word) const {
    const auto has = [&](const auto& where) {
      const auto row = where.find(command);
      return row != where.end() && row->second.contains(word);
    };
    return has(seen) != has(impossible);
  }
};

void provoke(const VectorLine& line, Matrix& matrix) {
  const auto words = line.words();
  const auto arrow = line.text.find('>');
  REQUIRE(arrow != std::string::npos);
  const std::string& command = words.at(1);
  const std::string& expected = words.at(2);
  const auto start = line.text.find(expected, line.text.find(command) + command.size()) + expected.size();
  std::string setting = line.text.substr(start, arrow - start);
  const auto full = setting.find(" full");
  if (full != std::string::npos) setting.erase(full, 5);

  ScriptedRandom random;
  FailingStore store;
  const auto card = makeCard(sampleCard("card-a.toml"), random, store);
  prepare(*card, setting);
  store.full = full != std::string::npos;
  const std::string sent = line.text.substr(line.text.find_first_not_of(' ', arrow + 1));
  const auto status = statusOnLine(*card, commandOf(*card, sent));
  CAPTURE(line.text);
  CHECK(status == expected);
  matrix.seen[command].insert(status.starts_with("6C")    ? "6Cxx"
                              : status.starts_with("63C") ? "63Cx"
                                                          : status);
}

void handle(const VectorLine& line, Matrix& matrix) {
  const auto words = line.words();
  if (words[0] == "allowed") matrix.allowed[words.at(1)].insert(words.begin() + 2, words.end());
  if (words[0] == "also") matrix.allowed[words.at(1)].insert(words.at(2));
  if (words[0] == "never") matrix.impossible[words.at(1)].insert(words.at(2));
  if (words[0] == "give") provoke(line, matrix);
}

}  // namespace

TEST_CASE("each command gives each of its status words, and no others") {
  Matrix matrix;
  const auto lines = readVectorLines("status-words.txt");
  REQUIRE(lines.size() > 100);
  for (const auto& line : lines)
    handle(line, matrix);
  CHECK(matrix.allowed.size() == 13);
  matrix.check();
}

}  // namespace ssc::sim::test
