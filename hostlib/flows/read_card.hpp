// The basic read: card recognised, proven genuine, terminal proven to it (third generation), holder and
// issuer read.
//
// The order of the steps puts the fault nearest to the holder first: card, then security module, then their
// proofs.
#pragma once

#include <string>
#include <string_view>

#include "apdu/session.hpp"
#include "apdu/trace.hpp"
#include "crypto/random.hpp"
#include "hostlib/card/card.hpp"
#include "hostlib/flows/visit.hpp"

namespace ssc::flows {

struct BasicCard {
  card::Identity identity;
  card::Records holder;        ///< EF06: tags 08, 09, 4E, 0A…0D
  std::string terminalNumber;  ///< twelve digits, from the PSAM
  std::size_t cardExchanges = 0;
  std::size_t samExchanges = 0;
};

class ReadCard {
 public:
  /// Everything is borrowed; `trace` may be null.
  ReadCard(Terminal& terminal, crypto::RandomSource& random, apdu::Trace* trace = nullptr,
           ModulePolicy modules = ModulePolicy::psamOnly)
      : tools_{terminal, random, modules, nullptr, {}, trace} {}

  /// The same inside a stay that the caller keeps.
  static Outcome<BasicCard> in(Visit& visit, CardInterface interface);
  /// The same with a card that was taken already; it is recognised anew and stays taken.
  static Outcome<BasicCard> again(Visit& visit);

  /// Takes card and module, reads, and releases both on every path.
  Outcome<BasicCard> run(CardInterface interface);

 private:
  VisitTools tools_;
};

/// The last steps, when card and terminal have proven themselves by other means: reads the holder's data.
Outcome<BasicCard> finishBasicRead(Visit& visit, std::string_view terminalNumber);

}  // namespace ssc::flows
