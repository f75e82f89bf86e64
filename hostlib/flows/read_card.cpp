#include "hostlib/flows/read_card.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "crypto/digest.hpp"
#include "hostlib/sam/psam.hpp"

namespace ssc::flows {
namespace {

constexpr std::string_view kApplication = "SSSE";
constexpr std::uint16_t kHolderFile = 0xEF06;
constexpr std::string_view kInternalKey = "IRK";
constexpr std::string_view kHolderReadKey = "RKSSSE";

// What the steps hand on to each other. Members die in reverse order: the module is released before the card,
// the order opposite to taking them.
struct Work {
  Terminal& terminal;
  crypto::RandomSource& random;
  apdu::Trace* trace;
  CardInterface interface;

  std::optional<apdu::Session> cardSession;
  std::optional<card::Card> card;
  std::optional<card::Identity> identity;
  std::optional<apdu::Session> samSession;
  std::optional<sam::Psam> module;
  card::Block8 terminalProof{};  // EXTERNAL AUTHENTICATE: authentication data and what it enciphers
  card::Block8 terminalProofInput{};
  std::optional<card::Records> holder;

  [[nodiscard]] sam::CardIdentity samIdentity() const { return {identity->region, identity->cardFactor}; }
  [[nodiscard]] const cardspec::File& holderFile() const {
    return *cardspec::findFile(identity->generation, kApplication, kHolderFile);
  }
  /// The rule of the card's own generation decides: the third opens the holder's data to RKSSSE only.
  [[nodiscard]] bool needsTerminalProof() const {
    return holderFile().read.kind == cardspec::AccessRule::Kind::key;
  }
};

// What a card must hold to be read at all; blank is allowed (fresh stock), missing is not: a damaged tag must
// not turn a number into an empty field.
constexpr std::array<std::uint8_t, 3> kIssuerTags{0x01, 0x03, 0x07};
constexpr std::array<std::uint8_t, 2> kHolderTags{0x08, 0x09};

Outcome<void> requireTags(const card::Records& records, std::span<const std::uint8_t> tags,
                          std::string_view where) {
  const bool complete =
      std::all_of(tags.begin(), tags.end(), [&](std::uint8_t tag) { return records.has(tag); });
  if (!complete) return tl::unexpected(Failure{Reason::cardData, std::string(where), {}});
  return {};
}

Outcome<card::Block8> randomBlock(Work& work) {
  card::Block8 block{};
  if (!work.random.fill(block)) return tl::unexpected(Failure{Reason::internalError, "random source", {}});
  return block;
}

// Card faults become flow failures in one place.
template <class T>
Outcome<T> lift(card::Result<T> result) {
  if (!result) return tl::unexpected(failureFrom(result.error()));
  if constexpr (std::is_void_v<T>) {
    return {};
  } else {
    return std::move(*result);
  }
}

struct TakeCard {
  static constexpr std::string_view kName = "power the card";
  static Outcome<void> run(Work& work) {
    auto powered = work.terminal.powerCard(work.interface);
    if (!powered) return tl::unexpected(powered.error());
    work.cardSession.emplace(std::move(powered->channel), work.trace, "card");
    work.card.emplace(*work.cardSession, std::move(powered->atr));
    return {};
  }
};

struct Recognise {
  static constexpr std::string_view kName = "recognise the card: environment, algorithm, issuer data";
  static Outcome<void> run(Work& work) {
    auto identity = lift(work.card->recognise());
    if (!identity) return tl::unexpected(identity.error());
    work.identity.emplace(std::move(*identity));
    return requireTags(work.identity->issuer, kIssuerTags, "SSSE/EF05");
  }
};

struct TakeModule {
  static constexpr std::string_view kName = "open the security module for the card's algorithm";
  static Outcome<void> run(Work& work) {
    auto powered = work.terminal.powerSam();
    if (!powered) return tl::unexpected(powered.error());
    work.samSession.emplace(std::move(powered->channel), work.trace, "psam");
    work.module.emplace(*work.samSession);
    const auto opened = work.module->open(work.identity->algorithm);
    if (!opened) return tl::unexpected(failureFrom(opened.error()));
    return {};
  }
};

// The module's answer for RKSSSE comes before the card is judged: a module that lacks the key must not make a
// genuine card look refused. The card's challenge stays valid until it is used.
struct PrepareTerminalProof {
  static constexpr std::string_view kName = "prepare the terminal's proof (RKSSSE)";
  static Outcome<void> run(Work& work) {
    if (!work.needsTerminalProof()) return {};
    const auto challenge = lift(work.card->challenge());
    if (!challenge) return tl::unexpected(challenge.error());
    const auto input = randomBlock(work);
    if (!input) return tl::unexpected(input.error());
    const auto proof = work.module->authenticationData(*cardspec::findKey(kHolderReadKey), work.samIdentity(),
                                                       *challenge, *input);
    if (!proof) {
      Failure failure = failureFrom(proof.error());
      if (failure.reason == Reason::samKey) failure.reason = Reason::samReadKey;
      return tl::unexpected(failure);
    }
    work.terminalProof = *proof;
    work.terminalProofInput = *input;
    return {};
  }
};

struct CheckGenuine {
  static constexpr std::string_view kName = "check that the card is genuine (IRK)";
  static Outcome<void> run(Work& work) {
    const auto factor = randomBlock(work);
    if (!factor) return tl::unexpected(factor.error());
    const auto data = randomBlock(work);
    if (!data) return tl::unexpected(data.error());
    const auto expected =
        work.module->authenticationData(*cardspec::findKey(kInternalKey), work.samIdentity(), *factor, *data);
    if (!expected) return tl::unexpected(failureFrom(expected.error()));
    const auto answer = lift(work.card->internalAuthenticate(*factor, *data));
    if (!answer) return tl::unexpected(answer.error());
    if (!crypto::equalInConstantTime(*answer, *expected)) {
      return tl::unexpected(Failure{Reason::notGenuine, std::string(kInternalKey), {}});
    }
    return {};
  }
};

struct ProveTerminal {
  static constexpr std::string_view kName = "prove the terminal to the card (RKSSSE)";
  static Outcome<void> run(Work& work) {
    if (!work.needsTerminalProof()) return {};
    const std::uint8_t kid = cardspec::findKey(kHolderReadKey)->kid;
    const auto proven = work.card->externalAuthenticate(kid, work.terminalProof, work.terminalProofInput);
    if (proven) return {};
    Failure failure = failureFrom(proven.error());
    if (failure.reason == Reason::cardStatus) failure.reason = Reason::terminalRefused;
    return tl::unexpected(failure);
  }
};

struct ReadHolder {
  static constexpr std::string_view kName = "read the holder's data";
  static Outcome<void> run(Work& work) {
    auto holder = lift(work.card->readAll(work.holderFile()));
    if (!holder) return tl::unexpected(holder.error());
    work.holder.emplace(std::move(*holder));
    return requireTags(*work.holder, kHolderTags, "SSSE/EF06");
  }
};

struct Step {
  std::string_view name;
  Outcome<void> (*run)(Work&);
};
template <class S>
constexpr Step step() {
  return {S::kName, S::run};
}
constexpr std::array kSteps{
    step<TakeCard>(),     step<Recognise>(),     step<TakeModule>(), step<PrepareTerminalProof>(),
    step<CheckGenuine>(), step<ProveTerminal>(), step<ReadHolder>()};

}  // namespace

Outcome<BasicCard> ReadCard::run(CardInterface interface) {
  Work work{terminal_, random_, trace_, interface, {}, {}, {}, {}, {}, {}, {}, {}};
  for (const Step& next : kSteps) {
    if (trace_ != nullptr) trace_->note(std::string(next.name));
    const auto done = next.run(work);
    if (!done) return tl::unexpected(done.error());
  }
  return BasicCard{std::move(*work.identity), std::move(*work.holder), work.module->terminalNumber(),
                   work.cardSession->exchanges(), work.samSession->exchanges()};
}

}  // namespace ssc::flows
