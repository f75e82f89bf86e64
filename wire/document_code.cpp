#include "wire/document_code.hpp"

#include <span>

#include "wire/base32.hpp"
#include "wire/code_parts.hpp"

namespace ssc::wire {
namespace {

constexpr std::string_view kSimulated = "SIM";
constexpr std::string_view kDigits = "0123456789";
constexpr std::size_t kAreaLength = 6, kTypeLength = 2, kSerialLength = 6;
constexpr std::size_t kCodeSymbols = kDocumentCodeLength - 1;
constexpr std::uint32_t kMostSerial = 999'999;
constexpr std::size_t kMostTyped = 64;

tl::unexpected<BadMessage> bad(std::string_view place, std::string_view what) {
  return tl::unexpected(BadMessage{std::string(place), std::string(what)});
}

std::string digitsOf(std::uint32_t value, std::size_t length) {
  const std::string digits = std::to_string(value);
  return std::string(length - digits.size(), '0') + digits;
}

bool areDigits(std::string_view text, std::size_t length) {
  return text.size() == length && text.find_first_not_of(kDigits) == std::string_view::npos;
}

// Digits only; leading zeros belong to the form.
std::uint32_t numberOf(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char digit : digits)
    value = value * 10 + static_cast<std::uint32_t>(digit - '0');
  return value;
}

std::chrono::year_month_day dateOf(std::string_view digits) {
  return {std::chrono::year(static_cast<int>(numberOf(digits.substr(0, 4)))),
          std::chrono::month(numberOf(digits.substr(4, 2))), std::chrono::day(numberOf(digits.substr(6, 2)))};
}

tl::expected<void, BadMessage> check(const DocumentNumber& number) {
  if (!areDigits(number.area, kAreaLength)) return bad("area", "is not six digits");
  if (!areDigits(number.type, kTypeLength)) return bad("type", "is not two digits");
  const int year = static_cast<int>(number.date.year());
  if (!number.date.ok() || year < 1 || year > 9999) return bad("date", "is not a day of the calendar");
  if (number.serial > kMostSerial) return bad("serial", "has more than six digits");
  return {};
}

tl::expected<void, BadMessage> checkCode(std::string_view code) {
  if (const auto good = requireSymbols("code", code, kDocumentCodeLength); !good) return good;
  if (luhnSymbol(code.substr(0, kCodeSymbols)) != code.back()) return bad("code", "has a wrong check symbol");
  return {};
}

// The symbol that a person meant; blanks and hyphens mean none.
std::string_view meant(char typed) {
  static constexpr std::string_view kSeparators = " -", kOnes = "IiLl", kZeros = "Oo";
  static constexpr std::string_view kLower = "abcdefghjkmnpqrstvwxyz", kUpper = "ABCDEFGHJKMNPQRSTVWXYZ";
  if (kSeparators.find(typed) != std::string_view::npos) return {};
  if (kOnes.find(typed) != std::string_view::npos) return "1";
  if (kZeros.find(typed) != std::string_view::npos) return "0";
  const auto lower = kLower.find(typed);
  if (lower != std::string_view::npos) return kUpper.substr(lower, 1);
  const auto symbol = kBase32.find(typed);
  return symbol == std::string_view::npos ? "?" : kBase32.substr(symbol, 1);
}

}  // namespace

tl::expected<std::string, BadMessage> makeDocumentNumber(const DocumentNumber& number) {
  if (const auto good = check(number); !good) return tl::unexpected(good.error());
  const auto& date = number.date;
  return std::string(kSimulated) + number.area + number.type +
         digitsOf(static_cast<std::uint32_t>(static_cast<int>(date.year())), 4) +
         digitsOf(static_cast<unsigned>(date.month()), 2) + digitsOf(static_cast<unsigned>(date.day()), 2) +
         digitsOf(number.serial, kSerialLength);
}

tl::expected<DocumentNumber, BadMessage> parseDocumentNumber(std::string_view text) {
  if (text.size() != kDocumentNumberLength) return bad("number", "has not 25 characters");
  if (!text.starts_with(kSimulated)) return bad("number", "is not of the simulated center");
  text.remove_prefix(kSimulated.size());
  if (!areDigits(text, text.size())) return bad("number", "has a character that is no digit");
  DocumentNumber number{std::string(text.substr(0, 6)), std::string(text.substr(6, 2)),
                        dateOf(text.substr(8, 8)), numberOf(text.substr(16))};
  if (const auto good = check(number); !good) return tl::unexpected(good.error());
  return number;
}

// The type is part of the number, and under the MAC once more as the document's own.
tl::expected<std::string, BadMessage> makeDocumentCode(const crypto::Key& key,
                                                       std::string_view documentNumber,
                                                       const crypto::Sm3Digest& bodyHash) {
  const auto number = parseDocumentNumber(documentNumber);
  if (!number) return tl::unexpected(number.error());
  const std::string head = std::string(documentNumber) + "|" + number->type + "|";
  crypto::Bytes message(head.begin(), head.end());
  message.insert(message.end(), bodyHash.begin(), bodyHash.end());
  const auto mac = codeMac(key, message);
  if (!mac) return tl::unexpected(mac.error());
  std::uint64_t first = 0;
  for (const std::uint8_t byte : std::span(*mac).first<8>())
    first = first << 8U | byte;
  const std::string symbols = base32Number(first >> 4U, kCodeSymbols);
  return symbols + *luhnSymbol(symbols);
}

bool isDocumentCode(const crypto::Key& key, std::string_view documentNumber,
                    const crypto::Sm3Digest& bodyHash, std::string_view code) {
  const auto right = makeDocumentCode(key, documentNumber, bodyHash);
  return right && crypto::equalInConstantTime(crypto::bytesOf(*right), crypto::bytesOf(code));
}

std::string printedDocumentCode(std::string_view code) {
  if (code.size() != kDocumentCodeLength) return {};
  return std::string(code.substr(0, 4)) + "-" + std::string(code.substr(4, 4)) + "-" +
         std::string(code.substr(8));
}

tl::expected<std::string, BadMessage> readTypedDocumentCode(std::string_view typed) {
  if (typed.size() > kMostTyped) return bad("code", "is too long");
  std::string code;
  for (const char character : typed)
    code += meant(character);
  if (const auto good = checkCode(code); !good) return tl::unexpected(good.error());
  return code;
}

tl::expected<std::string, BadMessage> makeDocumentText(const DocumentText& document) {
  if (const auto number = parseDocumentNumber(document.number); !number)
    return tl::unexpected(number.error());
  if (const auto code = checkCode(document.code); !code) return tl::unexpected(code.error());
  return std::string(kDocumentTextPrefix) + document.number + "." + document.code;
}

tl::expected<DocumentText, BadMessage> parseDocumentText(std::string_view text) {
  if (!text.starts_with(kDocumentTextPrefix)) return bad("", "is not a code of a document");
  if (text.size() != kDocumentTextLength) return bad("", "has not 44 characters");
  const auto parts = partsOf<2>(text.substr(kDocumentTextPrefix.size()));
  if (!parts) return bad("", "has not three parts");
  DocumentText document{std::string((*parts)[0]), std::string((*parts)[1])};
  if (const auto good = makeDocumentText(document); !good) return tl::unexpected(good.error());
  return document;
}

}  // namespace ssc::wire
