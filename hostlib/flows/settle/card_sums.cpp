#include "hostlib/flows/settle/card_sums.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "card-spec/text.hpp"
#include "hostlib/flows/files.hpp"

namespace ssc::flows {
namespace {

constexpr std::string_view kMedical = "DF04", kPlace = "DF04/EF06";
constexpr std::uint16_t kOfflineFile = 0xEF06, kSpecialFile = 0xEF15;
constexpr std::uint8_t kPermitted = 0x90, kSum = 0x92, kCount = 0x93;
constexpr std::size_t kSumDigits = 8, kCountDigits = 2;

tl::unexpected<Failure> unusable(std::string_view where) {
  return tl::unexpected(Failure{Reason::cardData, std::string(where), {}});
}

FileRequest offlineFile(std::initializer_list<std::uint8_t> tags) {
  FileRequest request{std::string(kMedical), kOfflineFile, std::nullopt, {}};
  for (const std::uint8_t tag : tags)
    request.items.push_back({tag, 1});
  return request;
}

std::optional<std::uint32_t> numberFrom(std::string_view digits) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::string textOf(const crypto::SecretBytes& value) {
  return {value.reveal().begin(), value.reveal().end()};
}

std::string padded(std::uint32_t number, std::size_t digits) {
  std::string text = std::to_string(number);
  text.insert(0, digits - std::min(digits, text.size()), '0');
  return text;
}

crypto::SecretBytes ascii(std::string_view text) {
  return crypto::SecretBytes(crypto::bytesOf(text));
}
crypto::SecretBytes packed(const std::string& digits) {
  const auto bytes = cardspec::packDigits(digits, digits.size() / 2);
  return crypto::SecretBytes(bytes ? crypto::ByteView(*bytes) : crypto::ByteView());
}

Outcome<void> writeSums(Visit& visit, std::uint32_t sum, std::uint32_t count) {
  std::vector<FileWrite> writes(1);
  writes.front().where = offlineFile({kSum, kCount});
  writes.front().values.push_back(packed(padded(sum, kSumDigits)));
  writes.front().values.push_back(ascii(padded(count, kCountDigits)));
  return writeFiles(visit, writes);
}

/// The same counter is never booked twice: what a crash interrupted begins anew.
Outcome<void> addSpecial(Visit& visit, std::uint16_t sequence, const std::string& category) {
  const crypto::Bytes record{static_cast<std::uint8_t>(sequence >> 8U),
                             static_cast<std::uint8_t>(sequence & 0xFFU),
                             static_cast<std::uint8_t>(category.front())};
  const FileRequest newest{std::string(kMedical), kSpecialFile, std::nullopt, {}};
  const auto there = readFiles(visit, std::span(&newest, 1), {AccessBy::key});
  if (!there) return tl::unexpected(there.error());
  for (const crypto::SecretBytes& value : there->front().values)
    if (std::ranges::equal(value.reveal(), record)) return {};
  std::vector<FileWrite> writes(1);
  writes.front().where = newest;
  writes.front().values.emplace_back(crypto::ByteView(record));
  return writeFiles(visit, writes);
}

}  // namespace

Outcome<OfflineSums> readOfflineSums(Visit& visit) {
  const FileRequest wanted = offlineFile({kPermitted, kSum, kCount});
  const auto content = readFiles(visit, std::span(&wanted, 1), {});
  if (!content) return tl::unexpected(content.error());
  const auto& values = content->front().values;
  const auto sum = numberFrom(apdu::toHex(values.at(1).reveal()));
  const auto count = numberFrom(textOf(values.at(2)));
  if (!sum || !count) return unusable(kPlace);
  return OfflineSums{textOf(values.at(0)) == "1", *sum, *count};
}

Outcome<void> writeOfflineSums(Visit& visit, const journal::CardTargets& targets,
                               std::uint16_t cardSequence) {
  if (!targets.special.empty())
    if (auto added = addSpecial(visit, cardSequence, targets.special); !added) return added;
  if (auto written = writeSums(visit, targets.sum, targets.count); !written) return written;
  if (!visit.isPinVerified()) return {};
  const auto now = readOfflineSums(visit);
  if (!now) return tl::unexpected(now.error());
  if (now->sum != targets.sum || now->count != targets.count) return unusable(kPlace);
  return {};
}

Outcome<void> resetOfflineSums(Visit& visit, const OfflineSums& sums) {
  std::vector<FileWrite> writes(1);
  writes.front().where = offlineFile({kPermitted, kSum, kCount});
  writes.front().values.push_back(ascii(sums.permitted ? "1" : "0"));
  writes.front().values.push_back(packed(padded(sums.sum, kSumDigits)));
  writes.front().values.push_back(ascii(padded(sums.count, kCountDigits)));
  return writeFiles(visit, writes);
}

}  // namespace ssc::flows
