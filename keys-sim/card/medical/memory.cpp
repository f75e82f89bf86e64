#include "keys-sim/card/medical/memory.hpp"

#include <algorithm>

namespace ssc::sim::medical {
namespace {

constexpr const char* kAmountsImage = "DF04/AMOUNTS";
constexpr const char* kProofImage = "DF04/PROOF";
constexpr std::uint16_t kRecordsFid = 0xEF08;
constexpr std::size_t kProofSize = 11;  // type 1, sequence 2, MAC 4, TAC 4

// The one byte string of an image; nullptr: none was kept.
const apdu::Bytes* kept(const PersistentState& durable, const char* name) {
  const auto image = durable.images.find(name);
  return image == durable.images.end() || image->second.empty() ? nullptr : &image->second.front();
}

apdu::Bytes encode(const Proof& proof) {
  return apdu::join({std::array{proof.type}, proof.sequence, proof.mac, proof.tac});
}

Mac macAt(apdu::ByteView bytes, std::size_t offset) {
  Mac mac{};
  std::copy_n(bytes.subspan(offset).begin(), mac.size(), mac.begin());
  return mac;
}

// The oldest record drops out of a full file.
Image withNewest(Image records, apdu::Bytes record, std::size_t limit) {
  records.insert(records.begin(), std::move(record));
  if (records.size() > limit) records.resize(limit);
  return records;
}

Image recordsWith(CardOs& card, apdu::Bytes record) {
  const auto* spec = cardspec::findFile(card.profile().generation, "DF04", kRecordsFid);
  const auto* file = card.tree().find("DF04")->findFile(kRecordsFid);
  return withNewest(file->records, std::move(record), spec->records);
}

}  // namespace

AmountFile amountsOf(const CardOs& card) {
  const auto* bytes = kept(card.durable(), kAmountsImage);
  const auto amounts = bytes ? decodeAmountFile(*bytes) : std::nullopt;
  return amounts.value_or(card.profile().amounts);
}

std::optional<Proof> proofOf(const CardOs& card) {
  const auto* bytes = kept(card.durable(), kProofImage);
  if (!bytes || bytes->size() != kProofSize) return std::nullopt;
  return Proof{bytes->front(), {bytes->begin() + 1, bytes->begin() + 3}, macAt(*bytes, 3), macAt(*bytes, 7)};
}

bool storeAmounts(CardOs& card, const AmountFile& amounts) {
  PersistentState next = card.durable();
  next.images[kAmountsImage] = {encode(amounts)};
  return card.commit(std::move(next));
}

bool storeTransaction(CardOs& card, const AmountFile& amounts, apdu::Bytes record, const Proof& proof) {
  PersistentState next = card.durable();
  next.images[kAmountsImage] = {encode(amounts)};
  next.images[imageName("DF04", kRecordsFid)] = recordsWith(card, std::move(record));
  next.images[kProofImage] = {encode(proof)};
  return card.commit(std::move(next));
}

bool isReadable(const PersistentState& durable) {
  const auto* amounts = kept(durable, kAmountsImage);
  const auto* proof = kept(durable, kProofImage);
  return (!amounts || decodeAmountFile(*amounts)) && (!proof || proof->size() == kProofSize);
}

}  // namespace ssc::sim::medical
