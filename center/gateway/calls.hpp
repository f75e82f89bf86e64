// Internal: what the gateway can be asked, by _api_name.
#pragma once

#include <string_view>

#include "center/gate/services.hpp"
#include "center/gateway/phones.hpp"

namespace ssc::center {

/// A message of an app, inside a transaction.
struct AppCall {
  const Services& services;
  soci::session& sql;
  const Phone& phone;
  std::int64_t now;
};

struct AppCallRow {
  std::string_view name;
  Durability durability;
  Answered<crypto::SecretBytes> (*answer)(const AppCall& call, crypto::ByteView body);
};
/// nullptr: nothing is called so.
const AppCallRow* findAppCall(std::string_view name);

}  // namespace ssc::center
