// What can go wrong between the center and its database, whichever database it is.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace ssc::center {

enum class StoreFault : std::uint8_t {
  busy,      ///< somebody else holds it, or no session was free in time; trying again later may work
  gone,      ///< the database cannot be reached, or what lies in its place cannot be read; it may come back
  full,      ///< no room to write
  conflict,  ///< a row like this exists already, or another one is missing or still refers to it
  broken,    ///< everything else: a mistake of ours, a schema this program does not know
};

struct StoreError {
  StoreFault fault;
  std::string what;  ///< for the log: the database's code and what it stands for; never a value of a row
};

template <class T>
using Stored = tl::expected<T, StoreError>;

std::string_view toString(StoreFault fault);

/// Thrown inside the store where SOCI does not say that it was the connection.
struct NoConnection : std::exception {};

/// The exception that SOCI, or work inside a transaction, has thrown. Texts of the database that could quote
/// a row are left out.
StoreError classify(const std::exception_ptr& thrown);

}  // namespace ssc::center
