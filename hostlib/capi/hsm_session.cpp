#include "hostlib/capi/hsm_session.hpp"

namespace ssc::capi {

CardFacts factsOf(const flows::Visit& visit) {
  return {visit.identity().generation, visit.identity().algorithm, visit.region()};
}

void HsmSession::end() {
  next_ = std::monostate();
  card_.reset();
}

}  // namespace ssc::capi
