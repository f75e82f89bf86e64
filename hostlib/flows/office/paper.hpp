// What a document says and what marks it, and who makes pages of that. Flows know no pages: the program that
// prints brings a PaperMaker.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/secret.hpp"
#include "hostlib/flows/failure.hpp"
#include "hostlib/flows/office/table.hpp"

namespace ssc::flows {

/// One table of a document, its cells in the open.
struct PaperBlock {
  std::string id;
  Table table;
};

/// The facts: what is printed and hashed.
struct PaperFacts {
  std::string item;      ///< catalogue id
  std::string type;      ///< two digits
  std::string from, to;  ///< yyyy-MM; empty: no period
  std::string area;      ///< six digits: whose data they are
  std::string asOf;      ///< yyyyMMddHHmmssSSS
  std::string terminal;  ///< 12 digits: where it is printed
  std::vector<PaperBlock> blocks;
  /// Where somebody collects it for another person: both names, else empty.
  std::optional<crypto::Personal> presenter, subject;
};

/// What the center gave the document when it was registered.
struct PaperMarks {
  std::string docNo;     ///< 25 characters
  std::string code;      ///< 13 symbols
  std::string printed;   ///< the code as it stands on paper, 4-4-5
  std::string qr;        ///< text of the QR code
  std::string issuedAt;  ///< yyyyMMddHHmmssSSS
};

struct RenderedPaper {
  crypto::SecretBytes pdf;
  std::size_t pages = 0;
};

enum class PaperLanguage : std::uint8_t { zh, en };  ///< of headings and words; names stay as they are

class PaperMaker {
 public:
  PaperMaker() = default;
  PaperMaker(const PaperMaker&) = delete;
  PaperMaker& operator=(const PaperMaker&) = delete;
  virtual ~PaperMaker() = default;

  /// Without marks a draft: the same pages, with "draft" where the marks will stand. internalError for facts
  /// that no layout has a place for. Called on worker threads.
  virtual Outcome<RenderedPaper> make(const PaperFacts& facts, const std::optional<PaperMarks>& marks,
                                      PaperLanguage language) = 0;
};

}  // namespace ssc::flows
