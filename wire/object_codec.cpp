#include "wire/object_codec.hpp"

#include <algorithm>
#include <ostream>
#include <streambuf>

#include "crypto/hex.hpp"

namespace ssc::wire {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

bool fromHex(std::string_view text, std::span<std::uint8_t> bytes) {
  if (text.size() != 2 * bytes.size()) return false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto high = kHexDigits.find(text[2 * i]), low = kHexDigits.find(text[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return false;
    bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return true;
}

template <class Json>
void wipeTexts(Json& value) {
  if (value.is_string()) {
    auto& text = value.template get_ref<std::string&>();
    crypto::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  } else if (value.is_structured()) {
    for (auto& element : value)
      wipeTexts(element);
  }
}

/// Takes what is streamed into memory that is wiped.
class SecretBuffer final : public std::streambuf {
 public:
  explicit SecretBuffer(std::size_t limit) : bytes_(limit) {
    char* begin = reinterpret_cast<char*>(bytes_.revealMutable().data());
    setp(begin, begin + limit);
  }
  [[nodiscard]] crypto::SecretBytes taken() const {
    return crypto::SecretBytes(bytes_.reveal().first(static_cast<std::size_t>(pptr() - pbase())));
  }

 private:
  crypto::SecretBytes bytes_;
};

// nlohmann/json lets a later member of the same name win; a signature or a log might have seen the first.
struct DuplicateCheck {
  std::vector<std::set<std::string>> names;  // of the objects that are open, outermost first
  std::optional<std::string> duplicate;

  bool operator()(int depth, nlohmann::json::parse_event_t event, const nlohmann::json& parsed) {
    const auto level = static_cast<std::size_t>(depth);
    if (event == nlohmann::json::parse_event_t::object_start) {
      names.resize(level + 2);
      names[level + 1].clear();
    }
    if (event != nlohmann::json::parse_event_t::key || duplicate) return true;
    const auto& name = parsed.get_ref<const std::string&>();
    if (!names[level].insert(name).second) duplicate = name;
    return true;
  }
};

/// A name from outside, fit for an error text and a log: short and printable. More digits than a member's
/// name has may be somebody's number.
std::string shown(std::string_view name) {
  constexpr std::size_t kLongest = 40;
  constexpr std::ptrdiff_t kMostDigits = 4;
  const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
  std::string text(name.substr(0, kLongest));
  std::replace_if(text.begin(), text.end(), [](char c) { return c < 0x20 || c >= 0x7F; }, '?');
  if (std::count_if(text.begin(), text.end(), isDigit) > kMostDigits)
    std::replace_if(text.begin(), text.end(), isDigit, '?');
  return text;
}

}  // namespace

ObjectWriter::~ObjectWriter() {
  wipeTexts(object_);
}

void ObjectWriter::text(std::string_view name, const std::string& value, const TextRule& /*rule*/) {
  object_[std::string(name)] = value;
}

void ObjectWriter::optionalText(std::string_view name, const std::string& value, const TextRule& /*rule*/) {
  if (!value.empty()) object_[std::string(name)] = value;
}

void ObjectWriter::flag(std::string_view name, bool value) {
  object_[std::string(name)] = value;
}

void ObjectWriter::texts(std::string_view name, const std::vector<std::string>& values,
                         const TextRule& /*rule*/, std::size_t /*most*/) {
  object_[std::string(name)] = values;
}

void ObjectWriter::number(std::string_view name, std::uint64_t value, std::uint64_t /*least*/,
                          std::uint64_t /*most*/) {
  object_[std::string(name)] = value;
}

void ObjectWriter::optionalNumber(std::string_view name, std::uint64_t value, std::uint64_t most) {
  if (value != 0) number(name, value, 0, most);
}

void ObjectWriter::bytes(std::string_view name, std::span<const std::uint8_t> value) {
  object_[std::string(name)] = crypto::toHex(value);
}

void ObjectWriter::secret(std::string_view name, const crypto::SecretBytes& value, std::size_t /*most*/) {
  bytes(name, value.reveal());
}

void ObjectWriter::codeValue(std::string_view name, std::uint8_t value, std::span<const CodeText> codes) {
  const auto row =
      std::find_if(codes.begin(), codes.end(), [&](const CodeText& code) { return code.value == value; });
  object_[std::string(name)] = row == codes.end() ? std::string() : std::string(row->text);
}

crypto::SecretBytes ObjectWriter::finish(std::size_t limit) const {
  SecretBuffer buffer(limit);
  std::ostream(&buffer) << object_;
  return buffer.taken();
}

tl::expected<ObjectReader, BadMessage> ObjectReader::parse(crypto::ByteView text, std::size_t limit) {
  if (text.size() > limit)
    return tl::unexpected(BadMessage{"", "is longer than " + std::to_string(limit) + " bytes"});
  DuplicateCheck check;
  try {  // the library's way to say where a text breaks; no exception leaves this function
    ObjectReader reader(nlohmann::json::parse(text.begin(), text.end(), std::ref(check)));
    if (!reader.object_.is_object()) return tl::unexpected(BadMessage{"", "is not a JSON object"});
    if (check.duplicate) return tl::unexpected(BadMessage{shown(*check.duplicate), "is there twice"});
    return reader;
  } catch (const nlohmann::json::parse_error& error) {
    return tl::unexpected(BadMessage{"byte " + std::to_string(error.byte), "is not JSON"});
  } catch (const nlohmann::json::exception&) {  // JSON all the same, but 1e999 fits no number
    return tl::unexpected(BadMessage{"", "holds a number that is too large"});
  }
}

ObjectReader::~ObjectReader() {
  wipeTexts(object_);
}

void ObjectReader::text(std::string_view name, std::string& value, const TextRule& rule) {
  const std::string* given = textMember(name);
  if (given == nullptr) return;
  if (!rule.accepts(*given)) return fail(name, "must be " + std::string(rule.what));
  value = *given;
}

void ObjectReader::optionalText(std::string_view name, std::string& value, const TextRule& rule) {
  known_.emplace(name);
  if (object_.contains(name)) text(name, value, rule);
}

void ObjectReader::flag(std::string_view name, bool& value) {
  known_.emplace(name);
  const auto found = object_.find(name);
  if (found == object_.end()) return fail(name, "is missing");
  if (!found->is_boolean()) return fail(name, "must be true or false");
  value = found->get<bool>();
}

void ObjectReader::texts(std::string_view name, std::vector<std::string>& values, const TextRule& rule,
                         std::size_t most) {
  const nlohmann::json* array = arrayMember(name, most);
  if (array == nullptr) return;
  values.clear();
  for (const auto& element : *array) {
    const auto* given = element.get_ptr<const std::string*>();
    if (given == nullptr || !rule.accepts(*given))
      return fail(name, "must be texts, each " + std::string(rule.what));
    values.push_back(*given);
  }
}

nlohmann::json* ObjectReader::arrayMember(std::string_view name, std::size_t most) {
  known_.emplace(name);
  const auto found = object_.find(name);
  if (found == object_.end()) return fail(name, "is missing"), nullptr;
  if (!found->is_array() || found->size() > most)
    return fail(name, "must be a list of at most " + std::to_string(most)), nullptr;
  return &*found;
}

void ObjectReader::bytes(std::string_view name, std::span<std::uint8_t> value) {
  const std::string* given = textMember(name);
  if (given != nullptr && !fromHex(*given, value))
    fail(name, "must be " + std::to_string(value.size()) + " bytes in hexadecimal");
}

void ObjectReader::secret(std::string_view name, crypto::SecretBytes& value, std::size_t most) {
  const std::string* given = textMember(name);
  if (given == nullptr) return;
  crypto::SecretBytes read(std::min(given->size() / 2, most));
  if (!fromHex(*given, read.revealMutable()))
    return fail(name, "must be at most " + std::to_string(most) + " bytes in hexadecimal");
  value = std::move(read);
}

const std::string* ObjectReader::textMember(std::string_view name) {
  known_.emplace(name);
  const auto found = object_.find(name);
  if (found == object_.end()) return fail(name, "is missing"), nullptr;
  if (!found->is_string()) return fail(name, "must be a text"), nullptr;
  return found->get_ptr<const std::string*>();
}

std::optional<std::uint64_t> ObjectReader::unsignedNumber(std::string_view name, std::uint64_t least,
                                                          std::uint64_t most) {
  known_.emplace(name);
  const auto found = object_.find(name);
  if (found == object_.end()) return fail(name, "is missing"), std::nullopt;
  if (found->is_number_unsigned()) {
    const auto value = found->get<std::uint64_t>();
    if (value >= least && value <= most) return value;
  }
  fail(name, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<std::uint8_t> ObjectReader::codeValue(std::string_view name, std::span<const CodeText> codes) {
  const std::string* given = textMember(name);
  if (given == nullptr) return std::nullopt;
  const auto row =
      std::find_if(codes.begin(), codes.end(), [&](const CodeText& code) { return code.text == *given; });
  if (row != codes.end()) return row->value;
  fail(name, "is not one of the known codes");
  return std::nullopt;
}

void ObjectReader::fail(std::string_view name, std::string what) {
  if (!error_) error_ = BadMessage{std::string(name), std::move(what)};
}

std::optional<BadMessage> ObjectReader::finish() {
  for (const auto& [name, value] : object_.items()) {
    if (!known_.contains(name)) fail(shown(name), "is not a known member");
  }
  return error_;
}

}  // namespace ssc::wire
