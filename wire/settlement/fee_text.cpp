#include "wire/settlement/fee_text.hpp"

#include <array>
#include <numeric>
#include <optional>

#include "wire/code_parts.hpp"
#include "wire/settlement/record.hpp"
#include "wire/settlement/symbols.hpp"

namespace ssc::wire::settlement {
namespace {

constexpr std::size_t kFields = 6, kMostCode = 40, kMostName = 120, kMostWhole = 9, kMostPlaces = 4;

/// GB/T 32905 of no bytes at all: a constant of the specification (services 14.7).
constexpr crypto::Sm3Digest kEmpty{0x1a, 0xb2, 0x1d, 0x83, 0x55, 0xcf, 0xa1, 0x7f, 0x8e, 0x61, 0x19,
                                   0x48, 0x31, 0xe8, 0x1a, 0x8f, 0x22, 0xbe, 0xc8, 0xc7, 0x28, 0xfe,
                                   0xfb, 0x74, 0x7e, 0xd0, 0x35, 0xeb, 0x50, 0x82, 0xaa, 0x2b};

/// 12, 0.5, 18.5; not 012, .5, 18.50, 1., 0.
bool isDecimal(std::string_view text) {
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  if (whole.empty() || whole.size() > kMostWhole || !consistsOf(whole, kDigits, whole.size())) return false;
  if (whole.size() > 1 && whole.front() == '0') return false;
  if (point == std::string_view::npos) return whole != "0";
  const auto places = text.substr(point + 1);
  return !places.empty() && places.size() <= kMostPlaces && consistsOf(places, kDigits, places.size()) &&
         places.back() != '0';
}

bool isWord(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && isOneField(text);
}

std::optional<std::string_view> mistakeIn(const FeeLine& line) {
  if (!isWord(line.code, kMostCode)) return "code";
  if (!isWord(line.name, kMostName)) return "name";
  if (!isDecimal(line.quantity)) return "quantity";
  if (!isDecimal(line.price)) return "price";
  if (line.amount > kMostFen) return "amount";
  return std::nullopt;
}

tl::unexpected<BadMessage> badLine(std::size_t number, std::string_view what) {
  return tl::unexpected(BadMessage{"line " + std::to_string(number), std::string(what)});
}

}  // namespace

const crypto::Sm3Digest& emptyFeeDigest() {
  return kEmpty;
}

std::uint64_t sumOf(const std::vector<FeeLine>& lines) {
  return std::accumulate(lines.begin(), lines.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const FeeLine& line) { return sum + line.amount; });
}

tl::expected<std::string, BadMessage> makeFeeText(const std::vector<FeeLine>& lines) {
  if (lines.size() > kMostFeeLines) return badLine(lines.size(), "is beyond the 300th");
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const FeeLine& line = lines[i];
    if (const auto wrong = mistakeIn(line)) return badLine(i + 1, *wrong);
    text += std::to_string(i + 1) + '|' + line.code + '|' + line.name + '|' + line.quantity + '|' +
            line.price + '|' + std::to_string(line.amount) + '\n';
  }
  return text;
}

tl::expected<std::vector<FeeLine>, BadMessage> parseFeeText(std::string_view text) {
  if (text.size() > kMostFeeText) return badLine(0, "the text is too long");
  std::vector<FeeLine> lines;
  while (!text.empty()) {
    const std::size_t number = lines.size() + 1;
    if (number > kMostFeeLines) return badLine(number, "is beyond the 300th");
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return badLine(number, "has no end");
    const auto fields = partsOf<kFields>(text.substr(0, end), '|');
    text.remove_prefix(end + 1);
    if (!fields) return badLine(number, "has not six fields");
    const auto& [n, code, name, quantity, price, fen] = *fields;
    if (n != std::to_string(number)) return badLine(number, "has another number");
    const auto amount = decimal(fen);
    if (!amount) return badLine(number, "amount");
    FeeLine line{std::string(code), std::string(name), std::string(quantity), std::string(price), *amount};
    if (const auto wrong = mistakeIn(line)) return badLine(number, *wrong);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace ssc::wire::settlement
