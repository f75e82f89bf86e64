// What a scanner reads and what a person types: each text is refused with a printable reason that repeats
// nothing of it, or is exactly what was read, so that writing it gives the same text again.
#include <algorithm>
#include <string>

#include "hostlib/ecard/scan.hpp"
#include "tests/fuzz/require.hpp"
#include "wire/base32.hpp"
#include "wire/code_text.hpp"
#include "wire/document_code.hpp"

namespace {

using namespace ssc;
using namespace ssc::wire;
using fuzz::require;

const crypto::Key kKey{crypto::Bytes(16, 0x5A)};

template <class T>
bool isRead(const tl::expected<T, BadMessage>& read) {
  if (read) return true;
  const std::string why = read.error().text();
  require(!why.empty() && why.size() < 80, "a refusal says why, in short");
  require(std::ranges::all_of(why, [](char c) { return c >= ' ' && c <= '~'; }), "a refusal is printable");
  return false;
}

bool isPhoneCode(std::string_view text) {
  const auto code = parsePhoneCode(text);
  if (!isRead(code)) return false;
  const auto made = makePhoneCode(kKey, code->keyId, code->token, code->minute);
  require(made.has_value(), "what was read can be made");
  require(made->substr(0, 34) + code->mac == text, "and is the same text, its MAC apart");
  require(code->isGenuine(kKey) == (*made == text), "a code is genuine with the right MAC only");
  return true;
}

bool isLoginCode(std::string_view text) {
  const auto code = parseLoginCode(text);
  if (!isRead(code)) return false;
  const auto made = makeLoginCode(kKey, code->loginId, code->age);
  require(made.has_value(), "what was read can be made");
  require(made->substr(0, made->size() - 16) + code->mac == text, "and is the same text, its MAC apart");
  require(code->isGenuine(kKey) == (*made == text), "a code is genuine with the right MAC only");
  return true;
}

bool isDocument(std::string_view text) {
  const auto document = parseDocumentText(text);
  if (!isRead(document)) return false;
  require(makeDocumentText(*document) == text, "a document's text is the same again");
  require(readTypedDocumentCode(printedDocumentCode(document->code)) == document->code,
          "its printed code can be typed");
  return true;
}

void checkNumber(std::string_view text) {
  const auto number = parseDocumentNumber(text);
  if (isRead(number)) require(makeDocumentNumber(*number) == text, "a document's number is the same again");
}

void checkTyped(std::string_view text) {
  const auto code = readTypedDocumentCode(text);
  if (!isRead(code)) return;
  require(code->size() == kDocumentCodeLength && isBase32(*code), "a typed code is 13 symbols");
  require(luhnSymbol(code->substr(0, 12)) == code->back(), "and its check symbol fits");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const bool isPhone = isPhoneCode(text), isLogin = isLoginCode(text), isPaper = isDocument(text);
  checkNumber(text);
  checkTyped(text);

  const auto scan = ecard::classifyScan(text);
  require(std::holds_alternative<ecard::PhoneCodeScan>(scan) == isPhone, "a phone's code is taken for one");
  require(std::holds_alternative<ecard::DocumentCodeScan>(scan) == isPaper,
          "a document's code is taken for one");
  const auto* none = std::get_if<ecard::NotACode>(&scan);
  require((none != nullptr && *none == ecard::NotACode::terminalCode) == isLogin,
          "a terminal's code is taken for one");
  return 0;
}
