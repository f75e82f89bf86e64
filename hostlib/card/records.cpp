#include "hostlib/card/records.hpp"

#include <algorithm>

#include "apdu/tlv.hpp"
#include "card-spec/text.hpp"

namespace ssc::card {

tl::expected<void, apdu::ParseError> Records::add(apdu::ByteView bytes) {
  const auto items = apdu::parseSimple(bytes);
  if (!items) return tl::unexpected(items.error());
  for (const apdu::SimpleTlv& item : *items)
    records_.push_back({item.tag, crypto::SecretBytes(item.value)});
  bytes_ += bytes.size();
  return {};
}

const Records::Record* Records::find(std::uint8_t tag, unsigned occurrence) const {
  unsigned seen = 0;
  const auto it = std::find_if(records_.begin(), records_.end(),
                               [&](const Record& r) { return r.tag == tag && ++seen == occurrence; });
  return it == records_.end() ? nullptr : &*it;
}

apdu::ByteView Records::value(std::uint8_t tag, unsigned occurrence) const {
  const Record* record = find(tag, occurrence);
  return record == nullptr ? apdu::ByteView() : record->value.reveal();
}

apdu::ByteView Records::text(std::uint8_t tag) const {
  return cardspec::stripText(value(tag));
}

std::string Records::digits(std::uint8_t tag) const {
  return cardspec::digitsOf(value(tag));
}

std::string Records::hex(std::uint8_t tag) const {
  return apdu::toHex(value(tag));
}

}  // namespace ssc::card
