// A proof that a person was identified here, now, for a matter: a receipt that a counter can check. And that
// check.
#pragma once

#include <stop_token>

#include "hostlib/flows/office/person.hpp"
#include "hostlib/flows/office/table.hpp"

namespace ssc::flows {

struct IdentityReceipt {
  std::string docNo;      ///< 25 characters
  std::string code;       ///< 13 symbols
  std::string printed;    ///< the code as it stands on paper, 4-4-5
  std::string qr;         ///< text of the QR code on paper
  std::string facts;      ///< what was signed
  std::string signature;  ///< of the center, Base64; checked
  Table table;            ///< what the item shows besides
};

struct ProofRequest {
  std::string item;    ///< catalogue id
  std::string matter;  ///< what for, as the receipt says it; up to 64 characters; empty: the item's name
};

class IdentityProof {
 public:
  IdentityProof(OfficeDesk& desk, std::stop_token stop) : desk_(desk), stop_(std::move(stop)) {}

  /// Whether an item of the catalogue is a proof of identity: to be asked before anybody signs in for it.
  static bool accepts(std::string_view item);

  /// noSuchService for an item that is no proof of identity; officeUntrusted for a receipt that the center
  /// has not signed.
  Outcome<IdentityReceipt> run(const SignedInPerson& person, const ProofRequest& request);

 private:
  Outcome<void> checkSignature(const wire::office::Receipt& receipt) const;

  OfficeDesk& desk_;
  std::stop_token stop_;
};

struct DocumentCheck {
  std::string docNo, code;
  std::string type, issuedOn, area, maskedName;
};

/// `texts`: what was scanned or typed: a QR code's text, or number and code. badInput for what cannot be one;
/// officeRefused (4104) for a document that proves nothing.
Outcome<DocumentCheck> checkDocument(OfficeDesk& desk, const std::vector<std::string>& texts,
                                     const std::stop_token& stop);

}  // namespace ssc::flows
