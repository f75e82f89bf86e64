// What a flow needs of the terminal: a way to the citizen's card and one to the security module. The PC/SC
// terminal is the real one; tests put scripts and simulators here.
#pragma once

#include <memory>

#include "apdu/atr.hpp"
#include "apdu/channel.hpp"
#include "hostlib/flows/failure.hpp"

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
};

}  // namespace ssc::flows
