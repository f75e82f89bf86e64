#include "apdu/pcsc/reader_name.hpp"

#include "apdu/bytes.hpp"

namespace ssc::pcsc {
namespace {

constexpr std::size_t kTail = 6;  // " RR SS"

std::optional<std::uint8_t> number(std::string_view digits) {
  const auto bytes = apdu::fromHex(digits);
  if (!bytes || bytes->size() != 1) return std::nullopt;
  return bytes->front();
}

}  // namespace

std::optional<ReaderName> parseReaderName(std::string_view text) {
  if (text.size() <= kTail) return std::nullopt;
  const std::string_view tail = text.substr(text.size() - kTail);
  if (tail[0] != ' ' || tail[3] != ' ') return std::nullopt;
  const auto reader = number(tail.substr(1, 2));
  const auto slot = number(tail.substr(4, 2));
  if (!reader || !slot) return std::nullopt;
  return ReaderName{std::string(text.substr(0, text.size() - kTail)), *reader, *slot};
}

std::string toText(const ReaderName& name) {
  const apdu::Bytes reader{name.reader};
  const apdu::Bytes slot{name.slot};
  return name.base + " " + apdu::toHex(reader) + " " + apdu::toHex(slot);
}

}  // namespace ssc::pcsc
