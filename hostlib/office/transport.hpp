// The way a message goes to the center and its answer comes back.
#pragma once

#include <stop_token>
#include <string>
#include <tl/expected.hpp>

#include "crypto/secret.hpp"
#include "hostlib/office/error.hpp"
#include "wire/office/transaction.hpp"

namespace ssc::office {

struct TransportError {
  Fault fault = Fault::offline;
  bool mayHaveArrived = false;  ///< false: the center has certainly not read the message
  std::string what;             ///< for a log
};

class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;
  /// With a file (wire/office/file_message.hpp) both are one text; it is known by its LF.
  /// One envelope there, one back, once: never sent twice. Ends within limits.total, or at once with
  /// `cancelled`. From several threads at the same time.
  virtual tl::expected<crypto::SecretBytes, TransportError> post(const std::string& envelope,
                                                                 const wire::office::Limits& limits,
                                                                 std::stop_token stop) = 0;
};

}  // namespace ssc::office
