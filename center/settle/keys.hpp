// The center's keys of offline settlement: a log key for each terminal, a pseudonym key for each year, the
// roots of the cards' transaction codes. All are kept under the center's own key.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "center/gate/services.hpp"
#include "center/settle/tac.hpp"

namespace ssc::center {

struct LogKey {
  std::uint32_t epoch = 1;
  crypto::Key key;
};
/// Made where there is none: epoch 1.
Answered<LogKey> logKeyFor(const Services& services, soci::session& sql, const std::string& devNo);
/// Of one epoch; none: it was never given.
std::optional<crypto::Key> findLogKey(const Services& services, soci::session& sql, const std::string& devNo,
                                      std::uint32_t epoch);
/// Made when it is first asked for.
Answered<crypto::Key> pseudonymKeyFor(const Services& services, soci::session& sql, const std::string& year);

/// For the holder of an SM2 key: hexadecimal.
Answered<std::string> wrapped(const crypto::Key& key, std::string_view publicKeyHex);

/// Replaces all: the roots that everybody can compute of a label (keys-sim). Test keys, every one.
Answered<void> importTestRoots(const Services& services, soci::session& sql, const std::string& label);
std::optional<CardRoots> cardRoots(const Services& services, soci::session& sql);

}  // namespace ssc::center
