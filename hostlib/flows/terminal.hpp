// What a flow needs of the terminal: a way to the citizen's card and one to the security module. The PC/SC
// terminal is the real one; tests put scripts and simulators here.
#pragma once

#include <memory>

#include "apdu/atr.hpp"
#include "apdu/channel.hpp"
#include "hostlib/flows/failure.hpp"
#include "hostlib/flows/pin_source.hpp"

namespace ssc::flows {

/// `iType` of the C interface.
enum class CardInterface : std::uint8_t {
  contact = 1,
  contactless = 2,
  contactFirst = 3,
  contactlessFirst = 4
};

/// A powered card, held exclusively until the channel dies.
struct PoweredCard {
  std::unique_ptr<apdu::Channel> channel;
  apdu::Atr atr;
};

class Terminal {
 public:
  Terminal() = default;
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  virtual ~Terminal() = default;

  virtual Outcome<PoweredCard> powerCard(CardInterface interface) = 0;
  virtual Outcome<PoweredCard> powerSam() = 0;

  /// Whether an HSM is configured.
  [[nodiscard]] virtual bool hasHsm() const { return false; }
  virtual Outcome<std::unique_ptr<sam::SecurityModule>> connectHsm() {
    return tl::unexpected(Failure{Reason::hsmUnreachable, "no HSM is configured", {}});
  }

  /// VERIFY through the reader's own PIN pad (PC/SC part 10): the card's status, or why the pad did not send
  /// it. The channel is one that powerCard() gave.
  virtual Outcome<apdu::StatusWord> verifyPinInReader(apdu::Channel& card, const PinRules& rules) {
    static_cast<void>(card);
    static_cast<void>(rules);
    return tl::unexpected(Failure{Reason::noPinSource, "the reader has no PIN pad", {}});
  }
};

}  // namespace ssc::flows
