// Sees the heads of CCID messages, never their data: a log made of these cannot hold a PIN.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ssc::fw {

struct MessageHead {
  std::uint8_t type = 0;  ///< CCID message type, see ccid::nameOf
  std::uint8_t slot = 0;
  std::uint8_t seq = 0;
  std::size_t length = 0;   ///< data bytes
  std::uint8_t status = 0;  ///< answers: bStatus
  std::uint8_t error = 0;   ///< answers: bError
};

class Tracer {
 public:
  Tracer() = default;
  Tracer(const Tracer&) = delete;
  Tracer& operator=(const Tracer&) = delete;
  virtual void onCommand(const MessageHead& head) = 0;
  virtual void onAnswer(const MessageHead& head) = 0;

 protected:
  ~Tracer() = default;
};

}  // namespace ssc::fw
