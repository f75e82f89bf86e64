#include "hostlib/capi/basic_reply.hpp"

#include "apdu/atr.hpp"
#include "hostlib/capi/output.hpp"
#include "hostlib/flows/basic_fields.hpp"

namespace ssc::capi {
namespace {

constexpr std::uint32_t kMostHistoricalBytes = 15;  // ISO/IEC 7816-3 §8.2.2: K is four bits
constexpr std::uint32_t kDigitsPerByte = 2;
constexpr std::uint32_t kWholeAtrMore =
    (static_cast<std::uint32_t>(apdu::Atr::kMaxBytes) - kMostHistoricalBytes) * kDigitsPerByte;

}  // namespace

std::uint32_t largestBasicReply(const profile::Config& config, Encoding encoding) {
  const std::uint32_t plain = encoding == Encoding::utf8 ? kBasicReadMostUtf8 : kBasicReadMost;
  return plain + (config.atrField == profile::AtrField::whole ? kWholeAtrMore : 0);
}

Reply basicReply(const Call& call, const flows::BasicCard& card) {
  const flows::BasicFields fields(card, call.config().deviceNumber, call.config().atrField);
  return call.encoding() == Encoding::utf8 ? fields.joinedUtf8() : fields.joined();
}

}  // namespace ssc::capi
