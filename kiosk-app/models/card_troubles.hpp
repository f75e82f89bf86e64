// What may be wrong with a card, or with an id card and a face, and what its holder does then: one row for
// each, in words, with a picture where one helps. What stands in no row has the words of its reason.
#pragma once

#include <span>

#include "hostlib/catalogue/catalogue.hpp"
#include "hostlib/flows/failure.hpp"

namespace ssc::kiosk {

/// The one next step.
enum class NextStep : std::uint8_t {
  again,    ///< the same once more, or the sign-in where it was that
  clerk,    ///< nothing the holder could do again would help
  service,  ///< another service of the kiosk: Trouble::service
};

struct Trouble {
  flows::Reason reason;
  unsigned infcode = 0;  ///< of the back office, where the reason is its refusal
  catalogue::Text title;
  catalogue::Text text;      ///< empty: the words of the reason
  std::string_view picture;  ///< insert, wipe, pad; empty: none
  NextStep next = NextStep::again;
  std::string_view service;   ///< id, with NextStep::service
  bool endsWithCard = false;  ///< over as soon as a card lies there that answers
  std::string_view way;       ///< id: of a sign-in by id card alone; empty: of any
};
std::span<const Trouble> cardTroubles();
/// nullptr for what is no trouble of cards. `way`: of the sign-in that failed; words of its own go first.
const Trouble* troubleOf(const flows::Failure& failure, std::string_view way = {});

}  // namespace ssc::kiosk
