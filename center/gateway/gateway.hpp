// The gateway for e-card apps: wire/gateway.hpp over HTTPS, without a certificate of the phone.
#pragma once

#include "center/gate/services.hpp"
#include "center/http/message.hpp"

namespace ssc::center {

/// For the path wire::gateway::kPath, whatever the query. An app that is known and signed its message gets a
/// sealed answer, also where it is a refusal; everybody else gets 403 and nothing more. Thread-safe.
HttpAnswer answerGateway(const Services& services, const HttpRequest& http);

}  // namespace ssc::center
