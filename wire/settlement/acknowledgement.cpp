#include "wire/settlement/acknowledgement.hpp"

#include <charconv>

#include "wire/beijing_time.hpp"
#include "wire/code_parts.hpp"
#include "wire/settlement/symbols.hpp"

namespace ssc::wire::settlement {
namespace {

constexpr std::string_view kTitle = "SSC-OFFLINE-ACK|";
constexpr std::string_view kResults = "ADRH";
constexpr std::size_t kTerminal = 12, kDate = 8, kCode = 4;

tl::unexpected<BadMessage> bad(std::string place, std::string_view what) {
  return tl::unexpected(BadMessage{std::move(place), std::string(what)});
}

std::optional<std::uint64_t> serialFrom(std::string_view text) {
  if (text.empty() || text.size() > 15 || text.front() == '0' ||
      text.find_first_not_of(kDigits) != std::string_view::npos)
    return std::nullopt;
  std::uint64_t serial = 0;
  std::from_chars(text.data(), text.data() + text.size(), serial);
  return serial;
}

/// Empty, or a date that there is.
bool isMaybeDate(std::string_view text) {
  return text.empty() ||
         (consistsOf(text, kDigits, kDate) && parseCompactSeconds(std::string(text) + "000000").has_value());
}

tl::expected<AckLine, std::string_view> lineFrom(std::string_view text) {
  const auto parts = partsOf<5>(text, '|');
  if (!parts) return tl::unexpected(std::string_view("has not five fields"));
  const auto& [sequence, result, code, serial, date] = *parts;
  AckLine line;
  const auto number = decimal(sequence);
  const auto place = serialFrom(serial);
  if (!number || *number == 0) return tl::unexpected(std::string_view("offlineSeq"));
  if (result.size() != 1 || kResults.find(result) == std::string_view::npos)
    return tl::unexpected(std::string_view("result"));
  if (!code.empty() && (!consistsOf(code, kDigits, kCode) || code.front() == '0'))
    return tl::unexpected(std::string_view("code"));
  if (!place) return tl::unexpected(std::string_view("centreSerial"));
  if (!isMaybeDate(date)) return tl::unexpected(std::string_view("clrDate"));
  line.sequence = *number;
  line.result = static_cast<AckResult>(result.front());
  line.code = code.empty() ? 0 : *decimal(code);
  line.serial = *place;
  line.clearingDate = date;
  return line;
}

/// The next line without its LF; none where the text does not end with one.
std::optional<std::string_view> takeLine(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string acknowledgementText(const Acknowledgement& acknowledgement) {
  std::string text = std::string(kTitle) + acknowledgement.terminalId + '|' +
                     std::to_string(acknowledgement.lines.size()) + '\n';
  for (const AckLine& line : acknowledgement.lines) {
    text += std::to_string(line.sequence) + '|' + static_cast<char>(line.result) + '|';
    if (line.code != 0) text += std::to_string(line.code);
    text += '|' + std::to_string(line.serial) + '|' + line.clearingDate + '\n';
  }
  return text;
}

tl::expected<Acknowledgement, BadMessage> parseAcknowledgement(std::string_view text) {
  const auto title = takeLine(text);
  if (!title || !title->starts_with(kTitle)) return bad("", "is no acknowledgement");
  const auto parts = partsOf<2>(title->substr(kTitle.size()), '|');
  if (!parts || !consistsOf((*parts)[0], kDigits, kTerminal)) return bad("terminal", "must be 12 digits");
  const auto count = decimal((*parts)[1]);
  if (!count || *count > Acknowledgement::kMostLines) return bad("lines", "must be a number up to 500");
  Acknowledgement result{std::string((*parts)[0]), {}};
  std::uint64_t before = 0;
  for (std::uint32_t i = 1; i <= *count; ++i) {
    const std::string place = "line " + std::to_string(i);
    const auto line = takeLine(text);
    if (!line) return bad(place, "is missing");
    auto parsed = lineFrom(*line);
    if (!parsed) return bad(place, parsed.error());
    if (parsed->serial <= before) return bad(place, "serials must rise");
    before = parsed->serial;
    result.lines.push_back(std::move(*parsed));
  }
  if (!text.empty()) return bad("", "has more lines than it says");
  return result;
}

}  // namespace ssc::wire::settlement
