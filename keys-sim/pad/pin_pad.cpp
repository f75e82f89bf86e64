#include "keys-sim/pad/pin_pad.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "crypto/sm2.hpp"

namespace ssc::sim {
namespace {

using wire::pad::NoEntry;
using wire::pad::Prompt;

constexpr std::size_t kMostPrepared = 100;
constexpr std::array<std::uint8_t, 8> kNonsense{'n', 'o', 'n', 's', 'e', 'n', 's', 'e'};

struct PromptRow {
  Prompt prompt;
  std::string_view display;
  bool asksForCardsPin;  ///< what a holder knows; else what a holder chooses
};
constexpr std::array kPrompts{
    PromptRow{Prompt::verify, "请输入密码", true},
    PromptRow{Prompt::current, "请输入原密码", true},
    PromptRow{Prompt::fresh, "请输入新密码", false},
    PromptRow{Prompt::repeat, "请再输入一次", false},
};

const PromptRow& rowOf(Prompt prompt) {
  return *std::ranges::find(kPrompts, prompt, &PromptRow::prompt);
}

crypto::Key freshKey(crypto::RandomSource& random) {
  crypto::Key key(wire::pad::kSessionKeySize);
  return random.fill(key.revealMutable()) ? std::move(key) : crypto::Key();
}

}  // namespace

bool PinPad::onMessage(HostId host, const wire::pad::Message& message, Time now) {
  return std::visit([&](const auto& each) { return on(host, each, now); }, message);
}

void PinPad::onGone(HostId host) {
  if (asking_ && asking_->host == host) asking_.reset();
  sessions_.erase(host);
}

bool PinPad::on(HostId host, const wire::pad::Hello& hello, Time /*now*/) {
  if (sessions_.contains(host)) return false;
  const auto hostKey = crypto::Sm2PublicKey::fromPoint(hello.key);
  if (!hostKey) return false;
  crypto::Key key = freshKey(random_);
  const auto enciphered = hostKey->encrypt(key.reveal());
  wire::pad::Session answer;
  if (!enciphered || enciphered->size() != answer.key.size()) return false;
  std::ranges::copy(*enciphered, answer.key.begin());
  sessions_.emplace(host, Session{std::move(key), 0, std::nullopt});
  send(host, answer);
  return true;
}

bool PinPad::on(HostId host, const wire::pad::Ask& ask, Time now) {
  const auto session = sessions_.find(host);
  // A number that has been there before is a recorded request.
  if (session == sessions_.end() || ask.entry <= session->second.entry || ask.least > ask.most) return false;
  session->second.entry = ask.entry;
  if (asking_) {
    send(host, wire::pad::NotEntered{ask.entry, NoEntry::busy});
    return true;
  }
  asking_ = Asking{host, ask, now + std::chrono::milliseconds(ask.milliseconds)};
  ++entries_;
  show();
  return true;
}

// What is over already needs no ending.
bool PinPad::on(HostId host, const wire::pad::Cancel& cancel, Time /*now*/) {
  if (!sessions_.contains(host)) return false;
  if (asking_ && asking_->host == host && asking_->ask.entry == cancel.entry) refuse(NoEntry::cancelled);
  return true;
}

bool PinPad::act(PadEntry entry) {
  if (asking_ && !asking_->silent) {
    perform(entry);
    return true;
  }
  if (prepared_.size() == kMostPrepared) return false;
  prepared_.push_back(std::move(entry));
  return true;
}

// The prompt appears: the holder does what was prepared, or what is always done.
void PinPad::show() {
  if (!prepared_.empty()) {
    const PadEntry entry = std::move(prepared_.front());
    prepared_.pop_front();
    perform(entry);
  } else if (isAutomatic() && rowOf(asking_->ask.prompt).asksForCardsPin) {
    enter(automatic_);
  }
}

void PinPad::perform(const PadEntry& entry) {
  switch (entry.act) {
    case PadEntry::Act::digits:
      return enter(entry.digits);
    case PadEntry::Act::cancel:
      return refuse(NoEntry::cancelled);
    case PadEntry::Act::silence:
      asking_->silent = true;
  }
}

void PinPad::enter(const crypto::SecretBytes& digits) {
  const auto& ask = asking_->ask;
  if (digits.size() < ask.least || digits.size() > ask.most) return refuse(NoEntry::wrongLength);
  const Asking asked = *std::exchange(asking_, std::nullopt);
  sendBlock(asked, digits);
}

void PinPad::refuse(NoEntry why) {
  const Asking asked = *std::exchange(asking_, std::nullopt);
  send(asked.host, wire::pad::NotEntered{asked.ask.entry, why});
}

void PinPad::sendBlock(const Asking& asked, const crypto::SecretBytes& digits) {
  if (answer_ == PadAnswer::nonsense) return send_(asked.host, kNonsense);
  Session& session = sessions_.at(asked.host);
  const crypto::Key stranger = freshKey(random_);
  const crypto::Key& key = answer_ == PadAnswer::stranger ? stranger : session.key;
  const auto block = wire::pad::sealPin(key, asked.ask.entry, digits.reveal(), random_);
  if (!block) return send_(asked.host, kNonsense);  // no randomness: nothing true can be said
  const auto earlier = std::exchange(session.lastBlock, *block);
  const bool again = answer_ == PadAnswer::replay && earlier;
  send(asked.host, wire::pad::Entered{asked.ask.entry, again ? *earlier : *block});
}

void PinPad::runDue(Time now) {
  if (asking_ && now >= asking_->until) refuse(NoEntry::timedOut);
}

std::optional<PinPad::Time> PinPad::nextDue() const {
  if (!asking_) return std::nullopt;
  return asking_->until;
}

std::string_view PinPad::display() const {
  return asking_ ? rowOf(asking_->ask.prompt).display : std::string_view();
}

void PinPad::send(HostId host, const wire::pad::Message& message) const {
  send_(host, wire::pad::encode(message));
}

}  // namespace ssc::sim
