// The card's directories and files in memory, built from the card specification's tables and a profile.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "keys-sim/card/card_profile.hpp"
#include "keys-sim/device/persistent_state.hpp"

namespace ssc::sim {

struct ElementaryFile {
  std::uint16_t fid;
  cardspec::FileType type;
  cardspec::AccessRule read;
  cardspec::AccessRule write;
  std::vector<apdu::Bytes> records;      ///< record files: with tag and length; cyclic: raw, newest first
  apdu::Bytes content;                   ///< transparent files
  const cardspec::File* spec = nullptr;  ///< its row in the file map; files without one cannot be written
  std::size_t capacity = 0;              ///< bytes all records together may have

  [[nodiscard]] std::uint8_t sfi() const { return static_cast<std::uint8_t>(fid & 0x1F); }
  [[nodiscard]] bool isRecordFile() const { return type != cardspec::FileType::transparent; }
  /// Records of cyclic files are raw: they carry no identifier.
  [[nodiscard]] bool hasIdentifiers() const {
    return type != cardspec::FileType::cyclicRecord && isRecordFile();
  }
};

struct Directory {
  std::string df;      ///< "MF", "SSSE", "DF01" … as in card-spec
  std::string parent;  ///< the directory above; empty for the MF
  apdu::Bytes name;    ///< DF name or AID; may be empty
  std::uint16_t fid;   ///< 0 where it is reached by name only
  apdu::Bytes fci;     ///< what SELECT answers
  std::vector<ElementaryFile> files;

  ElementaryFile* findFile(std::uint16_t wantedFid);
  ElementaryFile* findBySfi(std::uint8_t sfi);
};

/// "DF01/EF05": the name of a file among what survives power-off.
std::string imageName(std::string_view df, std::uint16_t fid);

class FileTree {
 public:
  explicit FileTree(const CardProfile& profile);

  [[nodiscard]] Directory& mf() { return directories_.front(); }
  [[nodiscard]] std::vector<Directory>& directories() { return directories_; }
  Directory* find(std::string_view df);
  /// Whether what is kept has the form of the files: whole records, sizes, numbers of records.
  [[nodiscard]] bool canHold(const PersistentState& durable) const;
  /// Takes what was written since the profile made the files.
  void restore(const PersistentState& durable);
  /// The directory right below the MF that `directory` is in (itself, where it is one); the MF for the MF.
  Directory& environmentOf(Directory& directory);

 private:
  std::vector<Directory> directories_;  ///< MF first, then in the order name selection searches
};

}  // namespace ssc::sim
