#include "hostlib/card/fci.hpp"

#include "apdu/tlv.hpp"

namespace ssc::card {
namespace {

constexpr std::uint32_t kFci = 0x6F;
constexpr std::uint32_t kDfName = 0x84;
constexpr std::uint32_t kProprietary = 0xA5;
constexpr std::uint32_t kDirectorySfi = 0x88;
constexpr std::uint32_t kIssuerData = 0x9F0C;
constexpr std::uint32_t kAlgorithm = 0x86;

std::optional<cardspec::Algorithm> algorithmFrom(std::uint8_t value) {
  if (value < 1 || value > 3) return std::nullopt;
  return static_cast<cardspec::Algorithm>(value);
}

// 9F0C is primitive by its tag, but its value is again a data object: 86 01 aa.
tl::expected<std::optional<cardspec::Algorithm>, apdu::ParseError> parseAlgorithm(
    const apdu::BerTlv& issuerData) {
  const auto inner = apdu::parseBer(issuerData.value);
  if (!inner) return tl::unexpected(inner.error());
  const apdu::BerTlv* found = apdu::findPath(*inner, {kAlgorithm});
  if (found == nullptr) return std::nullopt;
  if (found->value.size() != 1) return tl::unexpected(apdu::ParseError{apdu::ParseFault::badLength, 0});
  const auto algorithm = algorithmFrom(found->value[0]);
  if (!algorithm) return tl::unexpected(apdu::ParseError{apdu::ParseFault::badValue, 0});
  return algorithm;
}

}  // namespace

tl::expected<Fci, apdu::ParseError> parseFci(apdu::ByteView bytes) {
  const auto objects = apdu::parseBer(bytes);
  if (!objects) return tl::unexpected(objects.error());
  Fci fci;
  if (const auto* name = apdu::findPath(*objects, {kFci, kDfName})) {
    fci.dfName.assign(name->value.begin(), name->value.end());
  }
  if (const auto* sfi = apdu::findPath(*objects, {kFci, kProprietary, kDirectorySfi});
      sfi && sfi->value.size() == 1) {
    fci.directorySfi = sfi->value[0];
  }
  if (const auto* issuer = apdu::findPath(*objects, {kFci, kProprietary, kIssuerData})) {
    const auto algorithm = parseAlgorithm(*issuer);
    if (!algorithm) return tl::unexpected(algorithm.error());
    fci.algorithm = *algorithm;
  }
  return fci;
}

}  // namespace ssc::card
