#include "keys-sim/card/card_os.hpp"

#include <algorithm>

#include "keys-sim/card/answer_to_reset.hpp"
#include "keys-sim/card/command_table.hpp"
#include "keys-sim/card/medical/memory.hpp"
#include "keys-sim/card/medical/state_machine.hpp"
#include "keys-sim/card/pki/pki_pin.hpp"
#include "keys-sim/card/secure_messaging.hpp"

namespace ssc::sim {
namespace {

constexpr std::uint8_t kExternalAuthenticate = 0x82;

bool usesUpChallenge(const apdu::Header& header) {
  return header.ins == kExternalAuthenticate || isUnderMac(header);
}

}  // namespace

tl::expected<std::unique_ptr<CardOs>, std::string> CardOs::make(CardProfile profile,
                                                                crypto::RandomSource& random,
                                                                StateStore& store) {
  auto persistent = store.load();
  if (!persistent) return tl::unexpected(persistent.error());
  if (!medical::isReadable(*persistent))
    return tl::make_unexpected(profile.name + ": the kept amounts or the proof are damaged");
  if (!FileTree(profile).canHold(*persistent))
    return tl::make_unexpected(profile.name + ": the kept files are damaged");
  auto keys = CardKeys::derive(profile);
  auto fakeKeys = CardKeys::derive(profile, true);
  if (!keys || !fakeKeys) return tl::make_unexpected(profile.name + ": the card's keys cannot be derived");
  return std::unique_ptr<CardOs>(new CardOs(std::move(profile), std::move(*keys), std::move(*fakeKeys),
                                            std::move(*persistent), random, store));
}

CardOs::CardOs(CardProfile profile, CardKeys keys, CardKeys fakeKeys, PersistentState persistent,
               crypto::RandomSource& random, StateStore& store)
    : profile_(std::move(profile)),
      tree_(profile_),
      keys_(std::move(keys)),
      fakeKeys_(std::move(fakeKeys)),
      persistent_(std::move(persistent)),
      random_(random),
      store_(store) {
  state_.directory = &tree_.mf();
  tree_.restore(persistent_);
}

apdu::Bytes CardOs::reset() {
  state_ = CardState{};
  state_.directory = &tree_.mf();
  return answerToReset(profile_.historicalBytes, profile_.atrForm);
}

const Key* CardOs::key(std::string_view name, std::uint8_t version) const {
  return (fake_ && name == "IRK" ? fakeKeys_ : keys_).find(name, version);
}

const std::string& CardOs::environment() {
  return tree_.environmentOf(*state_.directory).df;
}

void CardOs::enter(Directory& target) {
  state_.file = nullptr;
  state_.recordPointer.reset();
  // The permission to unblock a PIN ends with any selection of a directory.
  state_.globalKeys.erase("PUK");
  state_.medical = {};
  if (&target == state_.directory) return;
  state_.challenge.clear();
  state_.localKeys.clear();
  state_.pki = {};
  state_.directory = &target;
  if (environment() != "SSSE") state_.globalKeys.clear();
}

unsigned CardOs::triesOf(const std::string& counter, unsigned limit) const {
  const auto found = persistent_.triesLeft.find(counter);
  return found == persistent_.triesLeft.end() ? limit : std::min(found->second, limit);
}

bool CardOs::setTries(const std::string& counter, unsigned tries) {
  const auto found = persistent_.triesLeft.find(counter);
  if (found != persistent_.triesLeft.end() && found->second == tries) return true;
  PersistentState next = persistent_;
  next.triesLeft[counter] = tries;
  return commit(std::move(next));
}

bool CardOs::commit(PersistentState next) {
  if (memoryFails_ || !store_.save(next)) return false;
  persistent_ = std::move(next);
  tree_.restore(persistent_);
  return true;
}

apdu::ByteView CardOs::pin() const {
  const auto found = persistent_.images.find(kPinImage);
  if (found == persistent_.images.end()) return profile_.pin.reveal();
  return found->second.empty() ? apdu::ByteView() : apdu::ByteView(found->second.front());
}

std::map<std::string, unsigned> CardOs::triesLeft() const {
  auto tries = persistent_.triesLeft;
  if (!pin().empty()) tries.emplace("PIN", profile_.pinTries);
  pki::addTries(*this, tries);
  return tries;
}

Direction CardOs::direction(const apdu::Header& header) const {
  const auto* row = findRow(commandsIn(state_.directory->df), header);
  return row ? row->direction : Direction::none;
}

// A challenge is good for one EXTERNAL AUTHENTICATE or one command under a MAC, whatever becomes of it.
apdu::Response CardOs::process(const apdu::Command& command) {
  apdu::Response answer = run(command);
  medical::noteOutcome(state_.medical, command, answer.sw());
  if (usesUpChallenge(command.header())) state_.challenge.clear();
  return answer;
}

// The order of the checks is the card specification's; a handler goes on with: directory blocked, file,
// current EF, structure, access, record or offset, data.
apdu::Response CardOs::run(const apdu::Command& command) {
  if (isBlocked("MF")) return {{}, apdu::sw::kNotSupported};
  const auto commands = commandsIn(state_.directory->df);
  const auto checked = checkAgainst(commands, command);
  if (!checked.ok()) return {{}, checked};
  const auto* row = findRow(commands, command.header());
  if (!row->worksInBlockedDf && isBlocked(state_.directory->df)) return {{}, kApplicationBlocked};
  return row->run(*this, command);
}

}  // namespace ssc::sim
