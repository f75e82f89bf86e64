// The security module of one stay of a card: the PSAM first, the HSM where the PSAM cannot do it and the
// caller allows that. Opened when it is first needed, so that what is free to read needs neither.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "apdu/session.hpp"
#include "apdu/trace.hpp"
#include "hostlib/card/card.hpp"
#include "hostlib/flows/terminal.hpp"
#include "hostlib/sam/security_module.hpp"

namespace ssc::flows {

enum class ModulePolicy : std::uint8_t {
  psamOnly,     ///< the legacy exports: their callers go on with the HSM steps themselves
  psamThenHsm,  ///< the HSM for exactly the codes that mean "this PSAM cannot": -2201, -2202, -2203, -27272,
                ///< -24
};

/// Who proved the terminal.
enum class ModuleKind : std::uint8_t { none, psam, hsm };

/// Whether a failure of the PSAM leads on to the HSM.
bool leadsToHsm(const Failure& failure);

class ModuleAccess {
 public:
  /// Everything is borrowed; `trace` may be null.
  ModuleAccess(Terminal& terminal, ModulePolicy policy, apdu::Trace* trace)
      : terminal_(terminal), policy_(policy), trace_(trace) {}

  /// Powers and opens the module for the card's algorithm; nothing when it is open already.
  Outcome<void> open(const card::Identity& card);
  /// Runs `use` with the open module. `use` sends nothing to the card, so it can be run again with the HSM
  /// when the PSAM cannot do it.
  template <class T>
  Outcome<T> with(const card::Identity& card, const std::function<sam::Result<T>(sam::SecurityModule&)>& use);

  /// Runs `use` once. For values that depend on the module's own terminal number: after a failure ask
  /// fallBack().
  template <class T>
  Outcome<T> once(const std::function<sam::Result<T>(sam::SecurityModule&)>& use) {
    return use(*module_).map_error([](const sam::Error& e) { return failureFrom(e); });
  }
  /// Opens the HSM where a failure of the PSAM leads on to it; else the failure.
  Outcome<void> fallBack(const card::Identity& card, const Failure& failure);

  /// Twelve digits; zeros on the HSM's way. Valid once open.
  [[nodiscard]] const std::string& terminalNumber() const { return module_->terminalNumber(); }
  [[nodiscard]] bool isHsm() const { return kind() == ModuleKind::hsm; }
  /// `none` before one is needed.
  [[nodiscard]] ModuleKind kind() const {
    if (!module_) return ModuleKind::none;
    return session_ ? ModuleKind::psam : ModuleKind::hsm;
  }
  [[nodiscard]] std::size_t exchanges() const { return session_ ? session_->exchanges() : 0; }
  /// Lets the module go.
  void release();

 private:
  Outcome<void> openPsam(const card::Identity& card);
  Outcome<void> openHsm(const card::Identity& card, const Failure& psam);
  [[nodiscard]] bool mayFallBack(const Failure& failure) const {
    return policy_ == ModulePolicy::psamThenHsm && !isHsm() && terminal_.hasHsm() && leadsToHsm(failure);
  }

  Terminal& terminal_;
  ModulePolicy policy_;
  apdu::Trace* trace_;
  std::optional<apdu::Session> session_;  ///< the PSAM's
  std::unique_ptr<sam::SecurityModule> module_;
};

/// What a module is told of the card.
inline sam::CardIdentity moduleIdentity(const card::Identity& card) {
  return {card.region, card.cardFactor};
}

template <class T>
Outcome<T> ModuleAccess::with(const card::Identity& card,
                              const std::function<sam::Result<T>(sam::SecurityModule&)>& use) {
  if (const auto opened = open(card); !opened) return tl::unexpected(opened.error());
  auto result = once<T>(use);
  if (result) return result;
  if (const auto changed = fallBack(card, result.error()); !changed) return tl::unexpected(changed.error());
  return once<T>(use);
}

}  // namespace ssc::flows
