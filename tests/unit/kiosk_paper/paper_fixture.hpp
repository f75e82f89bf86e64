// Invented facts for every layout, made from the center's own list of blocks and columns.
#pragma once

#include <string>
#include <toml++/toml.h>
#include <vector>

#include "hostlib/flows/office/paper.hpp"

namespace ssc::test {

inline const std::string kDocNo = "SIM9999000220261122000123";
inline const std::string kQr = "SSV1.SIM9999000220261122000123.8SC7MGCM7151H";

/// A document of center/ask/documents.toml.
struct KnownDocument {
  std::string type;
  std::vector<std::string> items;
  std::vector<flows::PaperBlock> blocks;  ///< with columns and without rows
  std::vector<std::size_t> most;          ///< rows of each block
};
const std::vector<KnownDocument>& knownDocuments();

flows::PaperMarks someMarks();
/// A plausible cell; the same every time, another one in each row.
std::string inventedCell(const std::string& type, const flows::TableColumn& column, std::size_t row);
/// Facts with `rows` rows a block, but no more than the center gives.
flows::PaperFacts inventedFacts(const KnownDocument& document, std::size_t rows);
/// Of the first document of the type.
flows::PaperFacts inventedFacts(const std::string& type, std::size_t rows);
flows::PaperBlock& blockOf(flows::PaperFacts& facts, const std::string& id);

flows::RenderedPaper made(const flows::PaperFacts& facts, const std::optional<flows::PaperMarks>& marks,
                          flows::PaperLanguage language = flows::PaperLanguage::zh);

}  // namespace ssc::test
