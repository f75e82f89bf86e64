// What the steps of the HSM functions have in common.
#pragma once

#include "hostlib/capi/call_frame.hpp"
#include "hostlib/capi/text/hsm_text.hpp"
#include "hostlib/capi/text/key_text.hpp"

namespace ssc::capi {

/// A first step that asks for one proof of a key.
struct KeyStarted {
  CardFacts card;
  flows::HsmKeyStart start;
};

inline flows::HsmProof proofFrom(const Authentication& key) {
  return {key.authentication, key.data};
}
inline Challenge challengeFrom(const flows::HsmChallenge& challenge) {
  return {challenge.factor, challenge.data};
}

/// `algorithm|key reference|factor|data|`
crypto::Personal keyStartReply(const profile::Config& config, const KeyStarted& started);

/// The announced step: badParameter without pKey, noSession where another step was announced, or none.
template <class Next>
Outcome<Next> expectStep(Call& call, const char* key) {
  if (const auto given = requireGiven(key, kKeyArgument); !given) return tl::unexpected(given.error());
  return call.session().expected<Next>();
}

/// A step on the card that gives the proof its caller brings.
template <class Next>
struct WithProof {
  Next next;
  flows::HsmProof proof;
};
/// The announced step, and pKey of 32 digits.
template <class Next>
Outcome<WithProof<Next>> expectWithProof(Call& call, const char* key) {
  auto next = expectStep<Next>(call, key);
  if (!next) return tl::unexpected(next.error());
  const auto proof = parseArgument(key, kKeyArgument, parseAuthenticationKey);
  if (!proof) return tl::unexpected(proof.error());
  return WithProof<Next>{std::move(*next), proofFrom(*proof)};
}

}  // namespace ssc::capi
