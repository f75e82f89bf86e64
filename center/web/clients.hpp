// Platforms that citizens sign in to with their electronic card: what they are registered with, the one-time
// codes they get, and what they exchange them for. 8107 and 8108, and the same over HTTPS for platforms that
// are no terminals.
#pragma once

#include <array>
#include <optional>
#include <soci/soci.h>
#include <span>
#include <string>
#include <vector>

#include "center/gate/call.hpp"
#include "wire/office/identity.hpp"

namespace ssc::center::web {

struct Client {
  std::string id;          ///< 1 to 32 letters, digits, hyphens
  std::string name;        ///< as citizens read it; at most 40 bytes: it has to fit a phone's line
  std::string redirect;    ///< https://host/path: what every return address begins with
  std::string secretHash;  ///< SM3, hexadecimal
  std::string devNo;       ///< the terminal that may exchange its codes; empty: none
};
std::optional<Client> findClient(soci::session& sql, const std::string& id);
/// The secret, shown this once: 32 hexadecimal digits. 1107 names what is wrong; an id that is there is
/// replaced.
Answered<std::string> addClient(const Services& services, Client client);
bool isSecretOf(const Client& client, std::string_view secret);
/// Begins with the registered address and does not climb out of it.
bool mayReturnTo(const Client& client, std::string_view address);
/// `https://host` of an address: for a page's policy.
std::string originOf(std::string_view address);

/// What can be handed over, by the names that scope uses.
inline constexpr std::array<std::string_view, 3> kFields{"name", "number", "mobile"};
/// Of "name,mobile"; none for an unknown or repeated one.
std::optional<std::vector<std::string>> parseFieldList(std::string_view list);
std::string joined(const std::vector<std::string>& fields);

inline constexpr std::chrono::seconds kCodeLasts{60};
/// The holder agreed (event 022): a code for this platform, good once, for a minute.
Answered<std::string> makeCode(const Services& services, soci::session& sql, const Client& client,
                               const std::string& signNo, const std::string& fields);

struct HandedOver {
  std::string esscNo;  ///< 32 symbols: the holder, for this platform alone
  std::string time;    ///< yyyyMMddHHmmssSSS
  std::optional<crypto::Personal> name, number, mobile;
};
/// 2201 too late, 2202 used, 2203 no code of ours, 2206 another platform's, 2205 the e-card may not be used
/// any more.
Answered<HandedOver> exchangeCode(const Services& services, soci::session& sql, const Client& client,
                                  const std::string& code);

// ---- 8107, 8108
Answered<wire::office::CodeGiven> authorise(const Call& call, const wire::office::Authorise& body);
Answered<wire::office::HandedOver> exchange(const Call& call, const wire::office::ExchangeCode& body);

}  // namespace ssc::center::web
