// Numbers, codes and the register of what is printed.
#pragma once

#include <string>
#include <string_view>

#include "center/gate/call.hpp"
#include "center/identity/sessions.hpp"

namespace ssc::center {

/// The next one of the day in this area, from 1; two transactions never get the same. 1111 beyond `most`.
Answered<unsigned> nextSerial(const Call& call, const std::string& kind, unsigned most);

/// Prefix, area, day and six digits: "SQ99990020261122000001". Counted by `kind`; 1111 beyond 999 999 a day.
Answered<std::string> numberOfTheDay(const Call& call, const std::string& kind, std::string_view prefix);

/// The number of a new paper of this type, not registered yet.
Answered<std::string> newDocumentNumber(const Call& call, std::string_view type);
/// Its code; from now on 8205 knows it. `bodyHash`: SM3 of the facts.
Answered<std::string> registerPaper(const Call& call, const Session& session, const std::string& docNo,
                                    const std::string& type, const std::string& item,
                                    const crypto::Sm3Digest& bodyHash);

/// Until the transaction ends nobody else decides about, or counts for, this person.
void lockPerson(const Call& call, const std::string& number);

}  // namespace ssc::center
