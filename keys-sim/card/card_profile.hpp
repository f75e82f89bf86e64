// Everything that makes one simulated card: who it is, its generation, algorithm and PIN, and what its files
// hold.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "apdu/bytes.hpp"
#include "card-spec/tables.hpp"
#include "crypto/secret.hpp"
#include "keys-sim/card/file_content.hpp"
#include "keys-sim/card/medical/amount_file.hpp"
#include "keys-sim/card/pki/pki_profile.hpp"
#include "keys-sim/profile/profile_error.hpp"

namespace ssc::sim {

struct FilePlace {
  std::string df;
  std::uint16_t fid;
  friend auto operator<=>(const FilePlace&, const FilePlace&) = default;
};

enum class AtrForm : std::uint8_t {
  plain,          ///< 3B 6D 00 00 + historical bytes
  withCheckByte,  ///< TD1 = 80, TD2 = 1F, TA3: class and clock stop, TCK
};

struct CardProfile {
  std::string name;  ///< names the state file too
  cardspec::Generation generation = cardspec::Generation::three;
  cardspec::Algorithm algorithm = cardspec::Algorithm::sm4;  ///< what the card computes with
  /// What FCI tag 9F0C says (generation 3).
  cardspec::Algorithm announcedAlgorithm = cardspec::Algorithm::sm4;
  apdu::Bytes historicalBytes;  ///< 13
  AtrForm atrForm = AtrForm::plain;
  std::string region;       ///< six digits, from the card identification code
  crypto::SecretBytes pin;  ///< packed BCD; empty: no PIN
  unsigned pinTries = 6;
  std::optional<unsigned> keyTries;  ///< instead of the key table's limit
  std::string rootLabel;
  std::uint8_t textPadding = 0x00;  ///< 00, or 20 as some issuers write
  bool hasDir = true;
  std::size_t recordSpare = 64;        ///< bytes a variable-record file holds beyond the file map
  medical::AmountFile amounts;         ///< before any transaction
  std::optional<pki::PkiProfile> pki;  ///< empty: no certificate application
  std::map<FilePlace, FileContent> files;
};

ProfileResult<CardProfile> loadCardProfile(const std::string& path);
/// The same from text; `nameForErrors` stands for the file.
ProfileResult<CardProfile> parseCardProfile(std::string_view toml, const std::string& nameForErrors);

}  // namespace ssc::sim
