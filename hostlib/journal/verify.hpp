// Is a journal what it was? By its own rows, and by whatever keys are at hand: chain and heads need none but
// the terminal's public key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "crypto/sealed.hpp"
#include "crypto/sm2.hpp"
#include "hostlib/journal/journal.hpp"

namespace ssc::journal {

/// What is there to check with; null: not checked.
struct VerifyKeys {
  const crypto::Sm2PublicKey* terminal = nullptr;  ///< heads
  const crypto::Key* log = nullptr;                ///< MACs of the newest epoch
  const crypto::FieldSealer* storage = nullptr;    ///< that the fees are those of the record
};

enum class Problem : std::uint8_t {
  missing,     ///< a record's number is not there
  unchained,   ///< its hash is not that of what stands there
  unreadable,  ///< it is no record, or not of this terminal, or its columns say otherwise
  mac,         ///< not made with the terminal's log key
  head,        ///< a signed head is not the terminal's, or does not fit the records
  fees,        ///< the fees are not those the record names
  number,      ///< a number of the security module is unaccounted for, or stands twice
};
std::string_view toString(Problem problem);

struct Finding {
  Problem problem;
  std::uint32_t sequence;  ///< of the record; of the module's number for Problem::number
};

struct Report {
  Identity identity;
  std::uint32_t first = 0, last = 0;  ///< numbers of the records; 0: none
  std::uint64_t records = 0, heads = 0;
  std::uint32_t epochs = 0;
  std::uint32_t unsignedTail = 0;  ///< records behind the newest head
  std::vector<Finding> findings;   ///< the first kMostFindings

  static constexpr std::size_t kMostFindings = 100;
  [[nodiscard]] bool isGood() const { return findings.empty(); }
};

/// `file`: a journal, read beside a writer, or an export of one (export.hpp). `progress` is told how many
/// records were read, now and then.
Result<Report> verify(const std::filesystem::path& file, const VerifyKeys& keys,
                      const std::function<void(std::uint64_t)>& progress = {});

}  // namespace ssc::journal
