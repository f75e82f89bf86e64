// Internal: how the bodies of messages are written and read. One function lists a message's members for both
// directions; a file for each group of messages holds its functions and makes encodeBody and decodeBody of
// them.
#pragma once

#include <type_traits>

#include "wire/object_schema.hpp"
#include "wire/office/body.hpp"
#include "wire/office/envelope.hpp"
#include "wire/office/query.hpp"
#include "wire/office/rules.hpp"

namespace ssc::wire::office {

namespace body_rules {

inline constexpr std::uint64_t kMostSeconds = 86'400, kMostLevel = 3, kMostTries = 255, kPercent = 100,
                               kMostAlarm = 5;
inline constexpr std::uint64_t kMostPage = 10'000, kMostQueue = 100'000'000, kMostPages = 64,
                               kMostInfcode = 9999;
inline constexpr std::size_t kMostViews = 16, kMostAreas = 64, kMostOffers = 8, kMostFields = 3;

template <std::size_t least, std::size_t most>
bool isIdentifier(std::string_view text) {
  if (text.size() < least || text.size() > most) return false;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '-' || c == '_' || c == '.';
    if (!plain) return false;
  }
  return true;
}

inline bool isBase64(std::string_view text) {
  for (const char c : text) {
    const bool digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '+' || c == '/' || c == '=';
    if (!digit) return false;
  }
  return text.size() <= kMaxBody;
}

inline bool isHex(std::string_view text) {
  return text.size() <= 2048 && text.find_first_not_of("0123456789ABCDEFabcdef") == std::string_view::npos;
}

inline bool isPeriodEnd(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  if (text.size() != 7 && text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (digit != (kShape[i] == 'd') || (!digit && text[i] != '-')) return false;
  }
  return true;
}

inline bool isDay(std::string_view text) {
  return text.size() == std::string_view("yyyy-MM-dd").size() && isPeriodEnd(text);
}

inline constexpr TextRule kId{isIdentifier<1, 64>, "1 to 64 letters and digits"};
inline constexpr TextRule kMaybeId{isIdentifier<0, 64>, "at most 64 letters and digits"};
inline constexpr TextRule kArea{isDigitText<6, 6>, "six digits"};
inline constexpr TextRule kTime{isDigitText<17, 17>, "yyyyMMddHHmmssSSS"};
inline constexpr TextRule kYear{isDigitText<4, 4>, "yyyy"};
inline constexpr TextRule kPem{isPlainText<8192>, "PEM"};
inline constexpr TextRule kShort{isPlainText<64>, "at most 64 characters"};
inline constexpr TextRule kText{isPlainText<2000>, "at most 2000 characters"};
inline constexpr TextRule kBase64{isBase64, "Base64"};
inline constexpr TextRule kHex{isHex, "hexadecimal"};
inline constexpr TextRule kCodeText{isPlainText<512>, "at most 512 characters"};
inline constexpr TextRule kPeriod{isPeriodEnd, "yyyy-MM or yyyy-MM-dd"};
inline constexpr TextRule kDay{isDay, "yyyy-MM-dd"};
inline constexpr TextRule kJson{isBody<kMaxBody>, "at most 40000 bytes"};
inline constexpr TextRule kMsgid{isHeadText<30, 30>, "30 characters"};

}  // namespace body_rules

using namespace body_rules;

template <class T, class Message>
concept Is = std::is_same_v<std::remove_const_t<T>, Message>;

// ---- elements of lists

template <class Codec, Is<PersonRecord> T>
void members(Codec& in, T& body) {
  in.text("aac002", body.aac002.text, kBase64);
  in.text("aac003", body.aac003.text, kBase64);
  in.text("aaz500", body.aaz500, kMaybeId);
  in.text("aaz501", body.aaz501, kMaybeId);
  in.text("aaz502", body.aaz502, kMaybeId);
  in.text("aab301", body.aab301, kArea);
}

template <class Codec, Is<QueryColumn> T>
void members(Codec& in, T& body) {
  in.text("id", body.id, kId);
  in.text("kind", body.kind, kId);
  in.flag("sensitive", body.sensitive);
}

template <class Codec, Is<QueryRow> T>
void members(Codec& in, T& body) {
  in.texts("cells", body.cells, kText, kMostColumns);
}

inline constexpr auto kMembers = [](auto& in, auto& item) { members(in, item); };

template <class Body>
std::string encodeBody(const Body& body) {
  ObjectWriter writer;
  members(writer, body);
  const crypto::SecretBytes text = writer.finish(kMaxBody);
  return {text.reveal().begin(), text.reveal().end()};
}

template <class Body>
tl::expected<Body, BadMessage> decodeBody(std::string_view text) {
  auto reader = ObjectReader::parse(crypto::bytesOf(text), kMaxBody);
  if (!reader) return tl::unexpected(reader.error());
  Body body;
  members(*reader, body);
  if (auto error = reader->finish()) return tl::unexpected(std::move(*error));
  return body;
}

template <class Body>
std::string describeBody() {
  ObjectDescriber describer;
  Body body;
  members(describer, body);
  return describer.finish();
}

/// After the functions of its members: a message, and a message with its answer.
#define SSC_BODY(Body)                                                        \
  template std::string encodeBody<Body>(const Body&);                         \
  template tl::expected<Body, BadMessage> decodeBody<Body>(std::string_view); \
  template std::string describeBody<Body>();
#define SSC_CALL(Body) SSC_BODY(Body) SSC_BODY(Body::Answer)

}  // namespace ssc::wire::office
