#include "hostlib/pad/pin_pad.hpp"

#include <algorithm>
#include <array>

#include "crypto/sm2.hpp"

namespace ssc::pad {
namespace {

using wire::pad::Message;
using wire::pad::NoEntry;

// For what a pad does by itself, without its holder.
constexpr std::chrono::seconds kOwnTime{2};

Patience patience(std::chrono::milliseconds time, const std::stop_token& stop) {
  return {Patience::Clock::now() + time, stop};
}

tl::expected<wire::pad::Hello, PadError> helloWith(const crypto::Sm2KeyPair& pair) {
  const auto key = pair.publicKey();
  if (!key) return tl::unexpected(PadError::noCipher);
  wire::pad::Hello hello;
  std::ranges::copy(key->point(), hello.key.begin());
  return hello;
}

// The key is for this connection only: what was recorded of another one opens nothing.
tl::expected<crypto::Key, PadError> agreeOnKey(PadLink& link, const Patience& patience) {
  const auto pair = crypto::Sm2KeyPair::generate();
  if (!pair) return tl::unexpected(PadError::noCipher);
  const auto hello = helloWith(*pair);
  if (!hello) return tl::unexpected(hello.error());
  if (const auto sent = link.send(*hello); !sent) return tl::unexpected(sent.error());
  const auto answer = link.receive(patience);
  if (!answer) return tl::unexpected(answer.error());
  const auto* session = std::get_if<wire::pad::Session>(&*answer);
  if (session == nullptr) return tl::unexpected(PadError::badMessage);
  const auto key = pair->decrypt(session->key);
  if (!key && key.error() == crypto::CryptoError::unavailable) return tl::unexpected(PadError::noCipher);
  if (!key || key->size() != wire::pad::kSessionKeySize) return tl::unexpected(PadError::badMessage);
  return crypto::Key(key->reveal());
}

struct NoEntryRow {
  NoEntry why;
  PadError error;
};
constexpr std::array kNoEntries{
    NoEntryRow{NoEntry::cancelled, PadError::cancelled},
    NoEntryRow{NoEntry::timedOut, PadError::timedOut},
    NoEntryRow{NoEntry::wrongLength, PadError::wrongLength},
    NoEntryRow{NoEntry::busy, PadError::busy},
};

PadError errorFor(NoEntry why) {
  const auto* row = std::ranges::find(kNoEntries, why, &NoEntryRow::why);
  return row == kNoEntries.end() ? PadError::badMessage : row->error;
}

tl::expected<crypto::SecretBytes, PadError> digitsIn(const Message& answer, const crypto::Key& key,
                                                     std::uint32_t entry) {
  if (const auto* none = std::get_if<wire::pad::NotEntered>(&answer); none != nullptr && none->entry == entry)
    return tl::unexpected(errorFor(none->why));
  const auto* entered = std::get_if<wire::pad::Entered>(&answer);
  if (entered == nullptr || entered->entry != entry) return tl::unexpected(PadError::badMessage);
  return wire::pad::openPin(key, entry, entered->block).map_error([](wire::pad::PinBlockError error) {
    return error == wire::pad::PinBlockError::noCipher ? PadError::noCipher : PadError::badBlock;
  });
}

// After these the pad is where it was before it was asked.
bool isAnswer(PadError error) {
  return error == PadError::cancelled || error == PadError::timedOut || error == PadError::wrongLength;
}

}  // namespace

tl::expected<void, PadError> PinPad::greet(const std::stop_token& stop) {
  if (session_ && !session_->link.isIdle()) session_.reset();
  if (session_) return {};
  auto begun = begin(path_, stop);
  if (!begun) return tl::unexpected(begun.error());
  session_ = std::move(*begun);
  return {};
}

tl::expected<crypto::SecretBytes, PadError> PinPad::ask(const Request& request, const std::stop_token& stop) {
  if (const auto there = greet(stop); !there) return tl::unexpected(there.error());
  auto digits = askIn(*session_, request, stop);
  // A late answer must not be taken for the answer to the next question: another connection asks it.
  if (!digits && !isAnswer(digits.error())) session_.reset();
  return digits;
}

tl::expected<PinPad::Session, PadError> PinPad::begin(const std::string& path, const std::stop_token& stop) {
  const Patience greeting = patience(kOwnTime, stop);
  auto link = PadLink::connect(path, greeting);
  if (!link) return tl::unexpected(link.error());
  auto key = agreeOnKey(*link, greeting);
  if (!key) return tl::unexpected(key.error());
  return Session{std::move(*link), std::move(*key), 0};
}

tl::expected<crypto::SecretBytes, PadError> PinPad::askIn(Session& session, const Request& request,
                                                          const std::stop_token& stop) {
  const std::uint32_t entry = ++session.entry;
  const wire::pad::Ask ask{entry, request.prompt, static_cast<std::uint8_t>(request.least),
                           static_cast<std::uint8_t>(request.most),
                           static_cast<std::uint32_t>(request.limit.count())};
  if (const auto sent = session.link.send(ask); !sent) return tl::unexpected(sent.error());
  const auto answer = session.link.receive(patience(request.limit + kOwnTime, stop));
  if (answer) return digitsIn(*answer, session.key, entry);
  if (answer.error() == PadError::stopped) (void)session.link.send(wire::pad::Cancel{entry});
  return tl::unexpected(answer.error());
}

}  // namespace ssc::pad
