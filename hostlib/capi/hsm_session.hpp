// What lies between the steps of an HSM function: the card, still powered, and what the next step needs to
// know. A session goes on with exactly the step its last one announced.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "card-spec/tables.hpp"
#include "hostlib/capi/text/address.hpp"
#include "hostlib/flows/held_card.hpp"
#include "hostlib/flows/hsm_steps.hpp"

namespace ssc::capi {

/// What replies and keys depend on.
struct CardFacts {
  cardspec::Generation generation = cardspec::Generation::one;
  cardspec::Algorithm algorithm = cardspec::Algorithm::tripleDes;
  std::string region;
};
CardFacts factsOf(const flows::Visit& visit);

// The next step, with what it needs.
struct BasicReadNext {
  flows::HsmBasicStart start;
};
struct ReadNext {
  Address address;  ///< one file
  cardspec::Generation generation;
};
struct WriteNext {
  Address address;  ///< one file
};
struct ReloadNext {
  CardFacts card;
};
struct ReloadCommandNext {
  cardspec::Algorithm algorithm;
};
struct UnblockNext {
  CardFacts card;
};
struct UnblockCommandNext {};
struct DebitNext {
  flows::CardInterface interface;
  flows::OpenPurchase purchase;
  CardFacts card;
};

class HsmSession {
 public:
  using Next = std::variant<std::monostate, BasicReadNext, ReadNext, WriteNext, ReloadNext, ReloadCommandNext,
                            UnblockNext, UnblockCommandNext, DebitNext>;

  HsmSession() = default;
  HsmSession(const HsmSession&) = delete;
  HsmSession& operator=(const HsmSession&) = delete;

  [[nodiscard]] bool isOpen() const { return card_.has_value(); }
  /// Whether a further step was announced.
  [[nodiscard]] bool goesOn() const { return !std::holds_alternative<std::monostate>(next_); }
  void announce(Next next) { next_ = std::move(next); }
  /// noSession unless the step of this kind is the one that was announced.
  template <class Step>
  [[nodiscard]] flows::Outcome<Step> expected() const {
    if (const Step* step = std::get_if<Step>(&next_)) return *step;
    return tl::unexpected(flows::Failure{flows::Reason::noSession, "", {}});
  }

  /// Begins anew: the step takes the card.
  template <class T>
  flows::Outcome<T> open(const profile::Config& config, const flows::CallOptions& options,
                         std::function<flows::Outcome<T>(flows::Visit&)> step) {
    end();
    return card_.emplace(config).begin<T>(options, std::move(step));
  }
  /// Runs the announced step; unless it announces another one it was the last.
  template <class T>
  flows::Outcome<T> go(const flows::CallOptions& options,
                       std::function<flows::Outcome<T>(flows::Visit&)> step) {
    next_ = std::monostate();
    if (!card_) return tl::unexpected(flows::Failure{flows::Reason::noSession, "", {}});
    return card_->go<T>(options, std::move(step));
  }
  /// Lets card and reader go.
  void end();

 private:
  Next next_;
  std::optional<flows::HeldCard> card_;
};

}  // namespace ssc::capi
