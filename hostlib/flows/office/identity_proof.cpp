#include "hostlib/flows/office/identity_proof.hpp"

#include "crypto/base64.hpp"
#include "hostlib/catalogue/catalogue.hpp"
#include "wire/document_code.hpp"

namespace ssc::flows {

namespace message = wire::office;

namespace {

constexpr std::string_view kReceiptType = "12", kValid = "valid";

Outcome<wire::DocumentText> documentIn(const std::vector<std::string>& texts) {
  const auto bad = [](const wire::BadMessage& why) { return Failure{Reason::badInput, why.text(), {}}; };
  if (texts.size() == 1) return wire::parseDocumentText(texts.front()).map_error(bad);
  if (texts.size() != 2) return tl::unexpected(Failure{Reason::badInput, "number and code", {}});
  if (const auto number = wire::parseDocumentNumber(texts[0]); !number)
    return tl::unexpected(bad(number.error()));
  auto code = wire::readTypedDocumentCode(texts[1]);
  if (!code) return tl::unexpected(bad(code.error()));
  return wire::DocumentText{texts[0], std::move(*code)};
}

/// nullptr: there is none, or it is no proof of identity.
const catalogue::Item* proofNamed(std::string_view item) {
  const catalogue::Item* found = catalogue::find(item);
  return found != nullptr && found->flow->id == "identity_receipt" ? found : nullptr;
}

}  // namespace

bool IdentityProof::accepts(std::string_view item) {
  return proofNamed(item) != nullptr;
}

Outcome<IdentityReceipt> IdentityProof::run(const SignedInPerson& person, const ProofRequest& request) {
  const catalogue::Item* item = proofNamed(request.item);
  if (item == nullptr) return tl::unexpected(Failure{Reason::noSuchService, request.item, {}});
  const auto draft = lift(desk_.client().draft(stop_));
  if (!draft) return tl::unexpected(draft.error());
  const std::string matter = request.matter.empty() ? std::string(item->name.zh) : request.matter;
  const message::ProveIdentity body{person.sessionId, std::string(item->id), desk_.settings().place, matter};
  auto answer = lift(desk_.client().call(*draft, body, {{}, stop_}));
  if (!answer) return tl::unexpected(answer.error());
  if (auto signedByCenter = checkSignature(*answer); !signedByCenter)
    return tl::unexpected(signedByCenter.error());
  IdentityReceipt receipt{answer->docNo,
                          answer->code,
                          wire::printedDocumentCode(answer->code),
                          {},
                          answer->facts,
                          answer->signature,
                          {}};
  auto qr = wire::makeDocumentText({answer->docNo, answer->code});
  if (!qr) return tl::unexpected(Failure{Reason::officeBadAnswer, "8207 " + qr.error().place, {}});
  receipt.qr = std::move(*qr);
  if (auto rows = appendRows(*draft, answer->cols, answer->rows, receipt.table); !rows)
    return tl::unexpected(rows.error());
  return receipt;
}

Outcome<void> IdentityProof::checkSignature(const message::Receipt& receipt) const {
  const auto bytes = crypto::fromBase64(receipt.signature);
  crypto::Sm2Signature signature{};
  const Failure untrusted{Reason::officeUntrusted, "receipt", {}};
  if (!bytes || bytes->size() != signature.size()) return tl::unexpected(untrusted);
  std::copy(bytes->begin(), bytes->end(), signature.begin());
  const crypto::ByteView facts(reinterpret_cast<const std::uint8_t*>(receipt.facts.data()),
                               receipt.facts.size());
  // What is signed must be of the paper that will carry the number.
  const bool ofThisPaper = receipt.facts.starts_with(std::string(kReceiptType) + '|' + receipt.docNo + '|');
  if (!ofThisPaper || !desk_.client().centerKey().verify(facts, signature)) return tl::unexpected(untrusted);
  return {};
}

Outcome<DocumentCheck> checkDocument(OfficeDesk& desk, const std::vector<std::string>& texts,
                                     const std::stop_token& stop) {
  const auto document = documentIn(texts);
  if (!document) return tl::unexpected(document.error());
  auto state = lift(desk.client().call(message::CheckDocument{document->number, document->code}, {{}, stop}));
  if (!state) return tl::unexpected(state.error());
  if (state->state != kValid) return tl::unexpected(Failure{Reason::officeBadAnswer, "8205 state", {}});
  return DocumentCheck{document->number, document->code, state->type,
                       state->issuedOn,  state->area,    state->maskedName};
}

}  // namespace ssc::flows
