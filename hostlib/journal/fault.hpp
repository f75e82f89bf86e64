// What can go wrong with a journal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace ssc::journal {

enum class Fault : std::uint8_t {
  foreign,   ///< of another terminal or institution (6114)
  broken,    ///< damaged, changed, or of a form this program does not know (6115)
  full,      ///< no room for 50 more records, or none at all (1111)
  readOnly,  ///< may not be written here (6115)
  busy,      ///< another program is writing; later it may work
  disk,      ///< the disk failed: nobody knows what it holds until it is read again (6115)
  misuse,    ///< asked for in the wrong order, or a value out of its range: a mistake of the caller
  crypto,    ///< a key does not fit, or the library failed
};

struct Error {
  Fault fault;
  std::string what;  ///< for the log, in English; never a value of a record
};

template <class T>
using Result = tl::expected<T, Error>;

std::string_view toString(Fault fault);

inline tl::unexpected<Error> failed(Fault fault, std::string_view what) {
  return tl::unexpected(Error{fault, std::string(what)});
}

}  // namespace ssc::journal
