// A batch of records as a file (services 6.6): JSON lines in the order of offlineSeq, without gaps:
//
//   {"c": canonical record, "h": its link, "m": its MAC, "f": fee text, "p": person}
//
// `f` and `p` are sealed for the message that carries the file (wire/office/field_seal.hpp), under the names
// that sealedName() gives them; absent where there is nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "crypto/secret.hpp"
#include "wire/bad_message.hpp"
#include "wire/settlement/chain.hpp"
#include "wire/settlement/record.hpp"

namespace ssc::wire::settlement {

inline constexpr std::size_t kMostBatch = 100;                     ///< records
inline constexpr std::size_t kMostLine = std::size_t{160} * 1024;  ///< bytes

struct BatchLine {
  std::string canonical;
  Link link{};
  RecordMac mac{};
  std::string fees, person;  ///< sealed, Base64; empty: none
};
/// With its LF.
std::string batchLine(const BatchLine& line);
/// Errors name the line: "line 3: h".
tl::expected<std::vector<BatchLine>, BadMessage> parseBatch(std::string_view file);

/// "f.17", "p.17": what the fees and the person of record 17 are sealed as.
std::string sealedName(char member, std::uint32_t sequence);

/// "S3A1": how many of each type, in the order SAURVE.
std::string countsOf(const std::vector<RecordType>& types);

/// Who it was. Travels sealed only.
struct Person {
  std::string number;  ///< aac002, 18 characters
  std::string name;    ///< aac003
};
crypto::SecretBytes encodePerson(const Person& person);
tl::expected<Person, BadMessage> decodePerson(crypto::ByteView text);

}  // namespace ssc::wire::settlement
