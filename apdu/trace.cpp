#include "apdu/trace.hpp"

#include <algorithm>
#include <istream>
#include <ostream>
#include <utility>

#include "apdu/command.hpp"
#include "apdu/tlv.hpp"

namespace ssc::apdu {
namespace {

constexpr std::string_view kRedactedLine = "# ssc-trace 1 redacted";
constexpr std::string_view kFullLine = "# ssc-trace 1 full";
constexpr std::size_t kHeaderBytes = 4;
constexpr std::uint8_t kGetResponseIns = 0xC0;

bool contains(std::span<const std::uint8_t> tags, std::uint8_t tag) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

// Where the data field of an encoded command lies; all behind the first length byte when it does not parse.
std::pair<std::size_t, std::size_t> dataFieldOf(ByteView encoded) {
  const auto command = Command::decode(encoded);
  if (!command) {
    const std::size_t start = std::min(kHeaderBytes + 1, encoded.size());
    return {start, encoded.size() - start};
  }
  const bool extended = encoded.size() > kHeaderBytes + 1 && encoded[kHeaderBytes] == 0;
  return {std::min(kHeaderBytes + (extended ? 3U : 1U), encoded.size()), command->data().size()};
}

// Copies tags and lengths, and the values of open tags; `to` holds zeros.
bool copyRecords(ByteView from, MutableByteView to, std::span<const std::uint8_t> openTags) {
  const auto items = parseSimple(from);
  if (!items) return false;
  std::size_t position = 0;
  for (const SimpleTlv& item : *items) {
    const auto valueAt = static_cast<std::size_t>(item.value.data() - from.data());
    const std::size_t end = valueAt + item.value.size();
    const std::size_t keepUntil = contains(openTags, item.tag) ? end : valueAt;
    std::copy(from.begin() + static_cast<std::ptrdiff_t>(position),
              from.begin() + static_cast<std::ptrdiff_t>(keepUntil),
              to.begin() + static_cast<std::ptrdiff_t>(position));
    position = end;
  }
  return true;
}

// The bytes of a line `> hex` or `< hex`; `< -`, an exchange that failed, has none. Empty for any other line.
std::optional<Bytes> bytesOfLine(std::string_view line, bool isAnswer) {
  if (line.size() < 3 || line[0] != (isAnswer ? '<' : '>') || line[1] != ' ') return std::nullopt;
  const std::string_view text = line.substr(2);
  if (isAnswer && text == "-") return Bytes{};
  auto bytes = fromHex(text);
  if (bytes && bytes->empty()) return std::nullopt;
  return bytes;
}

}  // namespace

const KeepRule* Trace::ruleFor(ByteView command) const {
  if (command.size() < kHeaderBytes) return nullptr;
  const auto it = std::find_if(policy_.rules.begin(), policy_.rules.end(), [&](const KeepRule& rule) {
    return rule.ins == command[1] && (command[3] & rule.p2Mask) == rule.p2;
  });
  return it == policy_.rules.end() ? nullptr : &*it;
}

Bytes Trace::keptCommand(ByteView command) const {
  Bytes kept(command.begin(), command.end());
  if (policy_.everything || command.size() < kHeaderBytes) return kept;
  const KeepRule* rule = ruleFor(command);
  if (rule != nullptr && rule->commandData) return kept;
  const auto [start, length] = dataFieldOf(command);
  std::fill_n(kept.begin() + static_cast<std::ptrdiff_t>(start), length, std::uint8_t{0});
  return kept;
}

Bytes Trace::keptResponse(KeepResponse keep, ByteView response) const {
  if (policy_.everything || keep == KeepResponse::all) return {response.begin(), response.end()};
  Bytes kept(response.size(), 0);
  if (response.size() < 2) return kept;  // not even a status word
  const std::size_t dataLength = response.size() - 2;
  if (keep == KeepResponse::records || keep == KeepResponse::shapes) {
    const auto openTags = keep == KeepResponse::records ? policy_.openTags : std::span<const std::uint8_t>();
    (void)copyRecords(response.first(dataLength), MutableByteView(kept).first(dataLength), openTags);
  }
  std::copy(response.end() - 2, response.end(), kept.end() - 2);
  return kept;
}

// GET RESPONSE carries the answer to the command to the same peer before it: that command's rule decides.
// Once a part of the answer has been seen the next part may begin inside a value, so it is no longer read as
// records.
KeepResponse Trace::keepFor(ByteView command, std::string_view peer) const {
  bool isFirstPart = true;
  auto before = exchanges_.rbegin();
  while (command.size() > 1 && command[1] == kGetResponseIns) {
    before = std::find_if(before, exchanges_.rend(), [&](const Exchange& e) { return e.peer == peer; });
    if (before == exchanges_.rend()) return KeepResponse::nothing;
    if (before->response.size() > 2) isFirstPart = false;
    command = (before++)->command;
  }
  const KeepRule* rule = ruleFor(command);
  if (rule == nullptr) return KeepResponse::nothing;
  return rule->response != KeepResponse::all && !isFirstPart ? KeepResponse::nothing : rule->response;
}

void Trace::record(ByteView command, ByteView response, std::string_view peer) {
  Bytes answer = keptResponse(keepFor(command, peer), response);
  exchanges_.push_back(
      {keptCommand(command), std::move(answer), std::string(peer), std::exchange(nextNote_, {})});
}

Trace Trace::under(RedactionPolicy policy) const {
  Trace copy(policy);
  for (const Exchange& exchange : exchanges_) {
    copy.note(exchange.note);
    copy.record(exchange.command, exchange.response, exchange.peer);
  }
  return copy;
}

void Trace::write(std::ostream& out) const {
  out << (redacted() ? kRedactedLine : kFullLine) << '\n';
  for (const Exchange& exchange : exchanges_) {
    if (!exchange.note.empty()) out << "# " << exchange.note << '\n';
    if (!exchange.peer.empty()) out << "# to " << exchange.peer << '\n';
    out << "> " << toHex(exchange.command) << '\n';
    out << "< " << (exchange.response.empty() ? std::string("-") : toHex(exchange.response)) << '\n';
  }
}

tl::expected<RecordedTrace, ParseError> readTrace(std::istream& in) {
  std::string line;
  if (!std::getline(in, line)) return tl::unexpected(ParseError{ParseFault::truncated, 0});
  std::size_t number = 1;
  const auto bad = [&number] { return tl::unexpected(ParseError{ParseFault::badValue, number}); };
  if (line != kRedactedLine && line != kFullLine) return bad();
  RecordedTrace trace{line == kRedactedLine, {}};
  bool expectsAnswer = false;
  while (std::getline(in, line)) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    auto bytes = bytesOfLine(line, expectsAnswer);
    if (!bytes) return bad();
    if (expectsAnswer) {
      trace.exchanges.back().response = std::move(*bytes);
    } else {
      trace.exchanges.push_back({std::move(*bytes), {}, {}, {}});
    }
    expectsAnswer = !expectsAnswer;
  }
  if (expectsAnswer) return tl::unexpected(ParseError{ParseFault::truncated, number});
  return trace;
}

}  // namespace ssc::apdu
