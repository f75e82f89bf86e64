#include "wire/settlement/batch.hpp"

#include <algorithm>

#include "crypto/hex.hpp"
#include "wire/object_codec.hpp"
#include "wire/settlement/symbols.hpp"

namespace ssc::wire::settlement {
namespace {

constexpr std::string_view kTypes = "SAURVE";
constexpr std::size_t kNumber = 18, kMostName = 200, kMostPerson = 1024;

template <std::size_t Digits>
bool isLowerHex(std::string_view text) {
  return consistsOf(text, kLowerHex, Digits);
}
bool isRecordText(std::string_view text) {
  return !text.empty() && text.size() <= kMostCanonical;
}
bool isSealedText(std::string_view text) {
  return text.size() <= kMostLine;
}
bool isNumber(std::string_view text) {
  return consistsOf(text, kNumbersAndCapitals, kNumber);
}
bool isPersonName(std::string_view text) {
  return !text.empty() && text.size() <= kMostName && isOneField(text);
}

/// A line as its members are.
struct Texts {
  std::string c, h, m, f, p;
};
template <class Visitor, class T>
void members(Visitor& visitor, T& line) {
  visitor.text("c", line.c, {isRecordText, "must be a record"});
  visitor.text("h", line.h, {isLowerHex<64>, "must be 64 lower-case hexadecimal digits"});
  visitor.text("m", line.m, {isLowerHex<32>, "must be 32 lower-case hexadecimal digits"});
  visitor.optionalText("f", line.f, {isSealedText, "must be sealed"});
  visitor.optionalText("p", line.p, {isSealedText, "must be sealed"});
}
template <class Visitor, class P>
void personMembers(Visitor& visitor, P& person) {
  visitor.text("aac002", person.number, {isNumber, "must be 18 characters"});
  visitor.text("aac003", person.name, {isPersonName, "must be 1 to 200 bytes"});
}

tl::expected<BatchLine, BadMessage> lineFrom(std::string_view text) {
  auto reader = ObjectReader::parse(crypto::bytesOf(text), kMostLine);
  if (!reader) return tl::unexpected(reader.error());
  Texts texts;
  members(*reader, texts);
  if (auto error = reader->finish()) return tl::unexpected(std::move(*error));
  BatchLine line;
  const auto link = crypto::fromHex(texts.h), mac = crypto::fromHex(texts.m);
  if (!link || !mac) return tl::unexpected(BadMessage{"h", "is not hexadecimal"});
  std::ranges::copy(*link, line.link.begin());
  std::ranges::copy(*mac, line.mac.begin());
  line.canonical = std::move(texts.c);
  line.fees = std::move(texts.f);
  line.person = std::move(texts.p);
  return line;
}

}  // namespace

std::string batchLine(const BatchLine& line) {
  ObjectWriter writer;
  const Texts texts{line.canonical, crypto::toLowerHex(line.link), crypto::toLowerHex(line.mac), line.fees,
                    line.person};
  members(writer, texts);
  const crypto::SecretBytes text = writer.finish(kMostLine);
  return std::string(text.reveal().begin(), text.reveal().end()) + '\n';
}

tl::expected<std::vector<BatchLine>, BadMessage> parseBatch(std::string_view file) {
  std::vector<BatchLine> lines;
  while (!file.empty()) {
    const std::string place = "line " + std::to_string(lines.size() + 1);
    const auto end = file.find('\n');
    if (end == std::string_view::npos) return tl::unexpected(BadMessage{place, "has no end"});
    if (lines.size() == kMostBatch) return tl::unexpected(BadMessage{place, "is one too many"});
    auto line = lineFrom(file.substr(0, end));
    if (!line) return tl::unexpected(BadMessage{place + ": " + line.error().place, line.error().what});
    lines.push_back(std::move(*line));
    file.remove_prefix(end + 1);
  }
  return lines;
}

std::string sealedName(char member, std::uint32_t sequence) {
  return std::string(1, member) + '.' + std::to_string(sequence);
}

std::string countsOf(const std::vector<RecordType>& types) {
  std::string text;
  for (const char type : kTypes) {
    const auto count = std::ranges::count(types, static_cast<RecordType>(type));
    if (count != 0) text += type + std::to_string(count);
  }
  return text;
}

crypto::SecretBytes encodePerson(const Person& person) {
  ObjectWriter writer;
  personMembers(writer, person);
  return writer.finish(kMostPerson);
}

tl::expected<Person, BadMessage> decodePerson(crypto::ByteView text) {
  auto reader = ObjectReader::parse(text, kMostPerson);
  if (!reader) return tl::unexpected(reader.error());
  Person person;
  personMembers(*reader, person);
  if (auto error = reader->finish()) return tl::unexpected(std::move(*error));
  return person;
}

}  // namespace ssc::wire::settlement
