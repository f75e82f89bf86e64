// What a signed-in person asks, and what a terminal prints about it.
#pragma once

#include <cstdint>
#include <vector>

#include "wire/office/identity.hpp"

namespace ssc::wire::office {

inline constexpr std::size_t kMostColumns = 24, kMostRows = 100;

/// A column by its field id of the catalogue.
struct QueryColumn {
  std::string id;
  std::string kind;        ///< text, date, month, money, number, code, name, account, percent, flag
  bool sensitive = false;  ///< its cells are sealed
};
struct QueryRow {
  std::vector<std::string> cells;
};

/// 8206: one view of one item of the catalogue. Where the head names another insured area, its center
/// answers.
struct QueryAnswer {
  std::vector<QueryColumn> cols;
  std::vector<QueryRow> rows;
  bool more = false;               ///< a further page has rows
  std::string view;                ///< the one these rows are of
  std::vector<std::string> views;  ///< all of the item's
  Area area;                       ///< that answered
  std::string asOf;                ///< yyyyMMddHHmmssSSS
};
struct Query {
  using Answer = QueryAnswer;
  static constexpr std::string_view kInfno = "8206";
  std::string sessionId;
  std::string item;      ///< catalogue id
  std::string view;      ///< empty: the item's first
  std::string from, to;  ///< yyyy-MM or yyyy-MM-dd; empty: open
  std::uint32_t page = 0;
};

/// 8207: a proof that this person was identified here, now, for this matter; the counter can check it.
struct Receipt {
  std::string docNo;              ///< 25 characters
  std::string code;               ///< check code, 13 symbols
  std::string facts;              ///< what the code stands for, joined by bars
  std::string signature;          ///< SM2 of the center over facts, Base64
  std::vector<QueryColumn> cols;  ///< what the item shows besides
  std::vector<QueryRow> rows;
};
struct ProveIdentity {
  using Answer = Receipt;
  static constexpr std::string_view kInfno = "8207";
  std::string sessionId;
  std::string item;
  std::string place, matter;
};

/// 8205: anybody may ask whether a printed code is one of ours.
struct DocumentState {
  std::string state;     ///< valid; what is void, unknown or too old is refused
  std::string type;      ///< two digits
  std::string issuedOn;  ///< yyyy-MM-dd
  Area area;
  std::string maskedName;
};
struct CheckDocument {
  using Answer = DocumentState;
  static constexpr std::string_view kInfno = "8205";
  std::string docNo, code;
};

/// 8301: a card's state, by the card itself (L1).
struct CardState {
  std::string aaz502;
  std::string kzt;  ///< 1: bank account active
  std::string aaz508, issuedOn, validUntil;
};
struct AskCardState {
  using Answer = CardState;
  static constexpr std::string_view kInfno = "8301";
  std::string sessionId;
};

}  // namespace ssc::wire::office
