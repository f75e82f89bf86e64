// Why the center did not do what it was asked.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace ssc::office {

enum class Fault : std::uint8_t {
  cancelled,      ///< the caller asked to stop
  offline,        ///< no connection came about
  late,           ///< no answer in time, or the connection ended before it
  notTrusted,     ///< TLS or the signature of the answer is not the center's
  badAnswer,      ///< signed, or not even that, but no answer to what was asked
  refused,        ///< the center's answer is an infcode
  resultUnknown,  ///< no answer to something that has an effect: nobody knows here whether it was done
  notRegistered,  ///< this terminal has no certificates yet
  badFiles,       ///< settings, keys, certificates or counters cannot be used
};

std::string_view toText(Fault fault);

struct Error {
  Fault fault = Fault::offline;
  std::string where;             ///< for a log: a step, a file, a member; never a value of a message
  unsigned infcode = 0;          ///< of the center, where it gave one
  std::chrono::seconds wait{0};  ///< the center is busy: how long to wait; 0 where it did not say
  std::string msgid;             ///< of the message: the help code; empty before there was one
  bool mayBeDone = false;        ///< the center may have done it all the same

  [[nodiscard]] std::string text() const;
};

template <class T>
using Result = tl::expected<T, Error>;

/// Where settings or files cannot be used.
inline tl::unexpected<Error> badFile(std::string where) {
  return tl::unexpected(Error{Fault::badFiles, std::move(where), 0, {}, {}, false});
}

}  // namespace ssc::office
