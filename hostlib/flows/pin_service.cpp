#include "hostlib/flows/pin_service.hpp"

#include "hostlib/card/pin.hpp"

namespace ssc::flows {
namespace {

constexpr std::string_view kEnvironment = "SSSE";
constexpr std::string_view kPermission = "PUK";
constexpr std::string_view kMessagingKey = "STKSSSE";
constexpr std::array<std::uint8_t, 4> kUnblockHeader{0x84, 0x24, 0x00, 0x00};
constexpr std::array<std::uint8_t, 4> kReloadHeader{0x84, 0x24, 0x00, 0x01};

// PUK is proven and the protected command made and sent. `plaintext` is the packed PIN, or nothing.
Outcome<void> sendUnderMessaging(Visit& visit, const std::array<std::uint8_t, 4>& header,
                                 apdu::ByteView plaintext, std::string_view where) {
  const auto challenge = lift(visit.card().challenge());
  if (!challenge) return tl::unexpected(challenge.error());
  const auto command =
      visit.modules().with<crypto::SecretBytes>(visit.identity(), [&](sam::SecurityModule& module) {
        return module.protectedCommand(*cardspec::findKey(kMessagingKey), moduleIdentity(visit.identity()),
                                       *challenge, header, plaintext);
      });
  if (!command) return tl::unexpected(command.error());
  return lift(card::sendProtected(visit.card(), *command, where));
}

// What was sent may have been done: a card that went meanwhile does not say. The code stays what it was, and
// a service or a reader that failed keeps its own words.
Failure changeFailureFrom(const card::Error& error) {
  Failure failure = pinFailureFrom(error);
  const bool lostCard =
      error.fault == card::Fault::channel && failure.code() == rowOf(Reason::pinUncertain).code;
  if (lostCard) failure.reason = Reason::pinUncertain;
  return failure;
}

}  // namespace

Outcome<void> changePin(Visit& visit) {
  const auto source = visit.pins();
  if (!source) return tl::unexpected(source.error());
  if (auto there = visit.enter(kEnvironment); !there) return there;
  visit.note("let the holder enter old and new PIN");
  const auto old = askForPin(**source, PinPrompt::current, visit.tools().pinRules);
  if (!old) return tl::unexpected(old.error());
  const auto fresh = askForNewPin(**source, visit.tools().pinRules);
  if (!fresh) return tl::unexpected(fresh.error());
  const auto oldBlock = packedPin(*old);
  const auto newBlock = packedPin(*fresh);
  if (!oldBlock) return tl::unexpected(oldBlock.error());
  if (!newBlock) return tl::unexpected(newBlock.error());
  return card::changePin(visit.card(), *oldBlock, *newBlock).map_error(changeFailureFrom);
}

Outcome<void> reloadPin(Visit& visit) {
  const auto source = visit.pins();
  if (!source) return tl::unexpected(source.error());
  if (auto there = visit.enter(kEnvironment); !there) return there;
  visit.note("prove the right to set the PIN (PUK)");
  if (auto proven = visit.prove(*cardspec::findKey(kPermission)); !proven) return proven;
  visit.note("let the holder enter the new PIN");
  const auto fresh = askForNewPin(**source, visit.tools().pinRules);
  if (!fresh) return tl::unexpected(fresh.error());
  const auto block = packedPin(*fresh);
  if (!block) return tl::unexpected(block.error());
  return sendUnderMessaging(visit, kReloadHeader, block->reveal(), "PIN CHANGE/UNBLOCK (reload)");
}

Outcome<void> unblockPin(Visit& visit) {
  if (auto there = visit.enter(kEnvironment); !there) return there;
  visit.note("prove the right to unblock the PIN (PUK)");
  if (auto proven = visit.prove(*cardspec::findKey(kPermission)); !proven) return proven;
  return sendUnderMessaging(visit, kUnblockHeader, {}, "PIN CHANGE/UNBLOCK (unblock)");
}

}  // namespace ssc::flows
