// What will stand on a document, asked of the center: its tables in the open, and the hash that says that
// both sides mean the same facts.
#pragma once

#include <stop_token>

#include "hostlib/flows/office/desk.hpp"
#include "hostlib/flows/office/paper.hpp"
#include "hostlib/flows/office/person.hpp"

namespace ssc::flows {

struct PrintRequest {
  std::string item;             ///< catalogue id
  std::string purpose = "own";  ///< own; transfer: voucher for a move; proof: for somebody else
  std::string insurance;        ///< pension, unemployment, medical, injury, maternity; empty: all
  std::string year;             ///< rights records: yyyy; empty: last year
  std::string toArea;           ///< transfer: six digits, or empty
  std::string area;             ///< whose data; empty: where the person is insured
  PaperLanguage language = PaperLanguage::zh;
  /// Social security number: for documents that have no table of the person. Of the subject, not of who
  /// collects it.
  crypto::Personal number;
  std::optional<crypto::Personal> presenter, subject;  ///< PaperFacts
};

struct PrintFacts {
  PaperFacts paper;
  std::string draftNo;   ///< names them in 8203, for ten minutes
  std::string bodyHash;  ///< 64 hexadecimal digits
};

/// Whether an item of the catalogue prints a document.
bool printsDocument(std::string_view item);

/// 8201 or 8202, as the item's document asks. noSuchService for an item that prints none; officeBadAnswer for
/// tables that are none; badInput where the person's number is in neither the tables nor the request.
Outcome<PrintFacts> askPrintFacts(OfficeDesk& desk, const SignedInPerson& person, const PrintRequest& request,
                                  const std::stop_token& stop);

}  // namespace ssc::flows
