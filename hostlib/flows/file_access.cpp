#include "hostlib/flows/file_access.hpp"

#include <algorithm>
#include <array>

namespace ssc::flows {
namespace {

using Kind = cardspec::AccessRule::Kind;

struct Opening {
  Visit& visit;
  std::string_view df;
  const cardspec::Key* key;  // of the rule; null where it names none
  const AccessOptions& options;
};

Outcome<void> byKey(const Opening& opening) {
  if (opening.visit.isProven(*opening.key)) return {};
  if (auto there = opening.visit.enter(opening.df); !there) return there;
  return opening.visit.prove(*opening.key);
}

Outcome<void> byPin(const Opening& opening) {
  return opening.visit.verifyPin();
}

Outcome<void> freely(const Opening&) {
  return {};
}

Outcome<void> byNobody(const Opening& opening) {
  return tl::unexpected(Failure{Reason::neverWritten, std::string(opening.df), {}});
}

Outcome<void> byEither(const Opening& opening) {
  if (!opening.options.by) return tl::unexpected(Failure{Reason::badParameter, "iAuthType", {}});
  return *opening.options.by == AccessBy::pin ? byPin(opening) : byKey(opening);
}

// The proof is made first, whatever the order: a module that lacks the key must not cost the holder an entry.
Outcome<void> byBoth(const Opening& opening) {
  Visit& visit = opening.visit;
  if (visit.isProven(*opening.key)) return byPin(opening);
  if (auto there = visit.enter(opening.df); !there) return there;
  const auto proof = visit.prepare(*opening.key);
  if (!proof) return tl::unexpected(proof.error());
  const bool pinFirst = opening.options.order == profile::PinAndKeyOrder::pinFirst;
  if (pinFirst) {
    if (auto entered = byPin(opening); !entered) return entered;
  }
  if (auto proven = visit.prove(*opening.key, *proof); !proven) return proven;
  return pinFirst ? Outcome<void>{} : byPin(opening);
}

struct Way {
  Kind kind;
  Outcome<void> (*open)(const Opening&);
};
constexpr std::array<Way, 6> kWays{{{Kind::free, freely},
                                    {Kind::pin, byPin},
                                    {Kind::key, byKey},
                                    {Kind::pinOrKey, byEither},
                                    {Kind::pinAndKey, byBoth},
                                    {Kind::never, byNobody}}};

}  // namespace

Outcome<void> openFor(Visit& visit, std::string_view df, const cardspec::AccessRule& rule,
                      const AccessOptions& options) {
  const cardspec::Key* key = rule.key.empty() ? nullptr : cardspec::findKey(rule.key);
  const auto way = std::find_if(kWays.begin(), kWays.end(),
                                [&](const Way& candidate) { return candidate.kind == rule.kind; });
  return way->open({visit, df, key, options});
}

}  // namespace ssc::flows
