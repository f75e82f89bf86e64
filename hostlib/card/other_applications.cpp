#include "hostlib/card/other_applications.hpp"

#include <algorithm>

#include "apdu/tlv.hpp"
#include "card-spec/text.hpp"

namespace ssc::card {
namespace {

constexpr std::uint32_t kRecordTemplate = 0x70;  // JR/T 0025.5
constexpr std::uint32_t kPan = 0x5A;             // application primary account number
constexpr std::uint8_t kPanSfi = 0x02;
constexpr std::uint8_t kTransportSfi = 0x15;
constexpr std::uint8_t kTransportNumberOffset = 0x0A;
constexpr std::size_t kTransportNumberBytes = 10;

Result<crypto::Personal> decimalNumber(apdu::ByteView bcd, std::string_view where) {
  crypto::Personal number(cardspec::digitsOf(bcd));
  const bool decimal =
      !number.empty() && std::ranges::all_of(number.reveal(), [](char c) { return c >= '0' && c <= '9'; });
  if (!decimal) return tl::unexpected(dataError(std::string(where)));
  return number;
}

}  // namespace

// Not every card needs the payment environment selected before; its absence is no obstacle.
Result<crypto::Personal> bankCardNumber(Navigation& card) {
  constexpr std::string_view kWhere = "bank card number";
  const auto environment = card.select("PSE");
  if (!environment && environment.error().fault == Fault::channel) return tl::unexpected(environment.error());
  const auto command = apdu::Command::readRecordByNumber(1, kPanSfi, apdu::Command::kMaxShortExpected);
  const auto response = card.send("PBOC", command, kWhere);
  if (!response) return tl::unexpected(response.error());
  const auto objects = apdu::parseBer(response->data());
  const apdu::BerTlv* pan = objects ? apdu::findPath(*objects, {kRecordTemplate, kPan}) : nullptr;
  if (pan == nullptr) return tl::unexpected(dataError(std::string(kWhere)));
  return decimalNumber(pan->value, kWhere);
}

Result<crypto::Personal> transportCardNumber(Navigation& card) {
  constexpr std::string_view kWhere = "transport card number";
  const auto command =
      apdu::Command::readBinaryOf(kTransportSfi, kTransportNumberOffset, kTransportNumberBytes);
  const auto response = card.send("TRANSPORT", command, kWhere);
  if (!response) return tl::unexpected(response.error());
  if (response->data().size() != kTransportNumberBytes) return tl::unexpected(dataError(std::string(kWhere)));
  return decimalNumber(response->data(), kWhere);
}

}  // namespace ssc::card
