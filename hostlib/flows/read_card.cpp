#include "hostlib/flows/read_card.hpp"

#include <array>
#include <optional>
#include <span>

#include "hostlib/flows/visit.hpp"

namespace ssc::flows {
namespace {

constexpr std::string_view kApplication = "SSSE";
constexpr std::uint16_t kHolderFile = 0xEF06;
constexpr std::string_view kHolderReadKey = "RKSSSE";

// What the steps hand on to each other.
struct Work {
  Visit& visit;
  CardInterface interface = CardInterface::contact;
  KeyProof terminalProof{};
  std::optional<card::Records> holder;

  [[nodiscard]] const cardspec::File& holderFile() const {
    return *cardspec::findFile(visit.identity().generation, kApplication, kHolderFile);
  }
  /// The rule of the card's own generation decides: the third opens the holder's data to RKSSSE only.
  [[nodiscard]] bool needsTerminalProof() const {
    return holderFile().read.kind == cardspec::AccessRule::Kind::key;
  }
};

constexpr std::array<std::uint8_t, 2> kHolderTags{0x08, 0x09};

struct TakeCard {
  static constexpr std::string_view kName = "power the card";
  static Outcome<void> run(Work& work) { return work.visit.power(work.interface); }
};

struct Recognise {
  static constexpr std::string_view kName = "recognise the card: environment, algorithm, issuer data";
  static Outcome<void> run(Work& work) { return work.visit.recognise(); }
};

struct TakeModule {
  static constexpr std::string_view kName = "open the security module for the card's algorithm";
  static Outcome<void> run(Work& work) { return work.visit.modules().open(work.visit.identity()); }
};

// The module's answer for RKSSSE comes before the card is judged: a module that lacks the key must not make a
// genuine card look refused. The card's challenge stays valid until it is used.
struct PrepareTerminalProof {
  static constexpr std::string_view kName = "prepare the terminal's proof (RKSSSE)";
  static Outcome<void> run(Work& work) {
    if (!work.needsTerminalProof()) return {};
    const auto proof = work.visit.prepare(*cardspec::findKey(kHolderReadKey));
    if (!proof) return tl::unexpected(proof.error());
    work.terminalProof = *proof;
    return {};
  }
};

struct CheckGenuine {
  static constexpr std::string_view kName = "check that the card is genuine (IRK)";
  static Outcome<void> run(Work& work) { return work.visit.checkGenuine(); }
};

struct ProveTerminal {
  static constexpr std::string_view kName = "prove the terminal to the card (RKSSSE)";
  static Outcome<void> run(Work& work) {
    if (!work.needsTerminalProof()) return {};
    return work.visit.prove(*cardspec::findKey(kHolderReadKey), work.terminalProof);
  }
};

struct ReadHolder {
  static constexpr std::string_view kName = "read the holder's data";
  static Outcome<void> run(Work& work) {
    auto holder = lift(work.visit.card().readAll(work.holderFile()));
    if (!holder) return tl::unexpected(holder.error());
    work.holder.emplace(std::move(*holder));
    return requireTags(*work.holder, kHolderTags, "SSSE/EF06");
  }
};

BasicCard basicCard(Work& work, std::string_view terminalNumber) {
  return {work.visit.takeIdentity(), std::move(*work.holder), std::string(terminalNumber),
          work.visit.cardExchanges(), work.visit.modules().exchanges()};
}

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

Outcome<BasicCard> runSteps(Visit& visit, CardInterface interface, std::span<const Step> steps) {
  Work work{visit, interface, {}, {}};
  for (const Step& next : steps) {
    visit.note(next.name);
    const auto done = next.run(work);
    if (!done) return tl::unexpected(done.error());
  }
  return basicCard(work, visit.modules().terminalNumber());
}

}  // namespace

Outcome<BasicCard> ReadCard::run(CardInterface interface) {
  Visit visit(tools_);
  return in(visit, interface);
}

Outcome<BasicCard> ReadCard::in(Visit& visit, CardInterface interface) {
  return runSteps(visit, interface, kSteps);
}

Outcome<BasicCard> ReadCard::again(Visit& visit) {
  constexpr std::size_t kTaken = 1;  // steps that were done
  auto card = runSteps(visit, CardInterface::contact, std::span(kSteps).subspan(kTaken));
  if (!card) return card;
  // The card that was read has taken the stay's identity with it.
  if (const auto recognised = visit.recognise(); !recognised) return tl::unexpected(recognised.error());
  return card;
}

Outcome<BasicCard> finishBasicRead(Visit& visit, std::string_view terminalNumber) {
  Work work{visit, CardInterface::contact, {}, {}};
  if (const auto read = ReadHolder::run(work); !read) return tl::unexpected(read.error());
  return basicCard(work, terminalNumber);
}

}  // namespace ssc::flows
