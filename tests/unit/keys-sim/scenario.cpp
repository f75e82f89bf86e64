#include "tests/unit/keys-sim/scenario.hpp"

#include <functional>
#include <map>
#include <sstream>

#include "keys-sim/keys/session.hpp"

namespace ssc::sim::test {
namespace {

constexpr std::string_view kChallenge = "1122334455667788", kOrig = "A1A2A3A4A5A6A7A8";

void selectFid(CardOs& card, const std::string& fid) {
  REQUIRE(ask(card, "00A4000002" + fid).ends_with("9000"));
}

void prove(CardOs& card, const std::string& key) {
  const auto* row = cardspec::findKey(key);
  REQUIRE(row != nullptr);
  (row->df == "SSSE" ? card.state().globalKeys : card.state().localKeys).insert(key);
}

void keep(CardOs& card, const std::function<void(PersistentState&)>& change) {
  PersistentState next = card.durable();
  change(next);
  REQUIRE(card.commit(std::move(next)));
}

void keepTries(CardOs& card, const std::string& nameAndNumber) {
  const auto colon = nameAndNumber.find(':');
  REQUIRE(colon != std::string::npos);
  keep(card, [&](PersistentState& state) {
    state.triesLeft[nameAndNumber.substr(0, colon)] =
        static_cast<unsigned>(std::stoul(nameAndNumber.substr(colon + 1)));
  });
}

using Step = std::function<void(CardOs&, const std::string&)>;
const std::map<std::string, Step, std::less<>>& steps() {
  static const std::map<std::string, Step, std::less<>> kSteps{
      {"mf", [](CardOs& card, const auto&) { selectFid(card, "3F00"); }},
      {"ssse", [](CardOs& card, const auto&) { REQUIRE(ask(card, kSelectSsse).ends_with("9000")); }},
      {"pse",
       [](CardOs& card, const auto&) {
         REQUIRE(ask(card, "00A404000E315041592E5359532E4444463031").ends_with("9000"));
       }},
      {"in", [](CardOs& card, const auto& df) { card.state().directory = card.tree().find(df); }},
      {"key", prove},
      {"pin", [](CardOs& card, const auto&) { card.state().pinVerified = true; }},
      {"challenge", [](CardOs& card, const auto&) { card.state().challenge = hex(kChallenge); }},
      {"tries", keepTries},
      {"blocked",
       [](CardOs& card, const auto& df) { keep(card, [&](auto& state) { state.blocked.insert(df); }); }},
      {"no-pin",
       [](CardOs& card, const auto&) { keep(card, [](auto& state) { state.images[kPinImage] = {}; }); }},
  };
  return kSteps;
}

apdu::Bytes proof(const CardOs& card, const std::string& name, const apdu::Bytes& command) {
  const auto algorithm = card.profile().algorithm;
  const Key* key = card.key(name, 1);
  REQUIRE(key != nullptr);
  const auto session = sessionKey(algorithm, *key, hex(kChallenge));
  REQUIRE(session.has_value());
  if (name.starts_with("STK")) {
    const auto mac = cardMac(algorithm, *session, command);
    REQUIRE(mac.has_value());
    return {mac->begin(), mac->end()};
  }
  std::array<std::uint8_t, 8> orig{};
  std::copy_n(hex(kOrig).begin(), orig.size(), orig.begin());
  const auto data = authenticationData(algorithm, *session, orig);
  REQUIRE(data.has_value());
  return apdu::join({*data, orig});
}

void show(std::ostream& out, const Directory& directory) {
  for (const auto& file : directory.files) {
    out << imageName(directory.df, file.fid) << ' ' << apdu::toHex(file.content);
    for (const auto& record : file.records)
      out << ' ' << apdu::toHex(record);
    out << '\n';
  }
}

}  // namespace

void prepare(CardOs& card, std::string_view words) {
  std::istringstream stream{std::string(words)};
  for (std::string word; stream >> word;) {
    const auto equals = std::min(word.find('='), word.size());
    const auto step = steps().find(word.substr(0, equals));
    if (step != steps().end()) {
      step->second(card, word.substr(std::min(equals + 1, word.size())));
    } else {
      selectFid(card, word);
    }
  }
}

apdu::Bytes commandOf(const CardOs& card, std::string_view text) {
  const auto plus = std::min(text.find('+'), text.size());
  apdu::Bytes command = hex(text.substr(0, plus));
  if (plus < text.size()) apdu::append(command, proof(card, std::string(text.substr(plus + 1)), command));
  return command;
}

std::string contentOf(CardOs& card) {
  std::ostringstream out;
  for (const auto& directory : card.tree().directories())
    show(out, directory);
  out << "PIN " << apdu::toHex(card.pin()) << '\n';
  for (const auto& [name, tries] : card.triesLeft())
    out << name << ' ' << tries << '\n';
  for (const auto& df : card.durable().blocked)
    out << "blocked " << df << '\n';
  return out.str();
}

}  // namespace ssc::sim::test
