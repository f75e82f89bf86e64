// Documents a terminal prints, and quick checks at gates: data of a document, its registration, its end; one
// person who passes, or does not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/office/query.hpp"

namespace ssc::wire::office {

inline constexpr std::size_t kMostBlocks = 12, kMostValues = 12;

/// One table of a document.
struct DocumentBlock {
  std::string id;
  std::vector<QueryColumn> cols;
  std::vector<QueryRow> rows;
};

/// Answer to 8201 and 8202: what stands on the paper. Nothing is registered yet.
struct DocumentData {
  std::string draftNo;   ///< names these facts in 8203, for ten minutes
  std::string type;      ///< two digits
  std::string from, to;  ///< yyyy-MM; empty: no period
  std::vector<DocumentBlock> blocks;
  Area area;         ///< that answered
  std::string asOf;  ///< yyyyMMddHHmmssSSS
};

/// 8201: rights record of a year, of one insurance or of all.
struct AskRightsRecord {
  using Answer = DocumentData;
  static constexpr std::string_view kInfno = "8201";
  std::string sessionId;
  std::string item;       ///< catalogue id
  std::string insurance;  ///< pension, unemployment, medical, injury, maternity; empty: all
  std::string year;       ///< yyyy; empty: last year
};

/// 8202: certificates, vouchers, statements, lists.
struct AskStatement {
  using Answer = DocumentData;
  static constexpr std::string_view kInfno = "8202";
  std::string sessionId;
  std::string item;
  std::string purpose;    ///< own; transfer: voucher for a move; proof: for somebody else
  std::string insurance;  ///< as above; vouchers are for one
  std::string toArea;     ///< transfer: where to; may be empty
};

/// 8203: the paper is about to be printed.
struct DocumentRegistered {
  std::string docNo;     ///< 25 characters
  std::string code;      ///< check code, 13 symbols
  std::string qr;        ///< text of the QR code
  std::string issuedAt;  ///< yyyyMMddHHmmssSSS
};
struct RegisterDocument {
  using Answer = DocumentRegistered;
  static constexpr std::string_view kInfno = "8203";
  std::string sessionId;
  std::string draftNo;
  std::string bodyHash;  ///< SM3 of documentBody(), hexadecimal: both mean the same facts
  std::uint32_t pages = 1;
};

/// 8204: taken, or void (stopped, left lying, damaged). Needs no session: the paper outlives it.
struct CloseDocument {
  using Answer = Done;
  static constexpr std::string_view kInfno = "8204";
  std::string docNo;
  std::string state;   ///< taken, void
  std::string reason;  ///< void: why; may be empty
};

/// The facts that a document's code stands for: type, social security number, from, to, then each cell in the
/// order of the tables, joined by bars. A bar or a backslash inside a cell has a backslash before it. `data`
/// with its cells in the open.
std::string documentBody(const DocumentData& data, std::string_view socialSecurityNumber);

/// A value the terminal knows of a gate, a booth or a book: by its field id of the catalogue.
struct NamedValue {
  std::string id, value;
};

/// 8721: one quick check. Who is refused gets an answer too, and a row where the data set keeps refusals.
struct CheckOutcome {
  std::string result;  ///< admitted, passed, open, recorded, signed_up, started, credited, out, back, refused
  std::string reason;  ///< refused: why, one word; admitted: what to look at, may be empty
  std::vector<QueryColumn> cols;
  std::vector<QueryRow> rows;  ///< what the gate shows
};
struct QuickCheck {
  using Answer = CheckOutcome;
  static constexpr std::string_view kInfno = "8721";
  std::string sessionId;
  std::string item;
  std::vector<NamedValue> values;
  std::uint8_t score = 0;  ///< likeness of the face, per cent; 0: not looked at
  bool alive = false;
};

}  // namespace ssc::wire::office
