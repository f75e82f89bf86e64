#include "hostlib/capi/hsm_replies.hpp"

#include "hostlib/capi/key_reference.hpp"

namespace ssc::capi {

crypto::Personal keyStartReply(const profile::Config& config, const KeyStarted& started) {
  const std::string reference = keyReference(config, started.card.region, started.start.key->name);
  return authenticationStep1(started.card.algorithm, reference, challengeFrom(started.start.challenge));
}

}  // namespace ssc::capi
