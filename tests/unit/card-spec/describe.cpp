#include "tests/unit/card-spec/describe.hpp"

namespace ssc::cardspec::test {
namespace {

std::string describe(const AccessRule& rule) {
  std::string key(rule.key);
  switch (rule.kind) {
    case AccessRule::Kind::free:
      return "free";
    case AccessRule::Kind::pin:
      return "PIN";
    case AccessRule::Kind::never:
      return "never";
    case AccessRule::Kind::key:
      return key;
    case AccessRule::Kind::pinOrKey:
      return "PIN|" + key;
    case AccessRule::Kind::pinAndKey:
      return "PIN&" + key;
  }
  return "?";
}

std::string typeOf(const File& file) {
  switch (file.type) {
    case FileType::variableRecord:
      return "V";
    case FileType::fixedRecord:
      return "F" + hex(file.size, 1);
    case FileType::cyclicRecord:
      return "C" + hex(file.size, 1) + "x" + std::to_string(file.records);
    case FileType::transparent:
      return "T" + hex(file.size, 1);
  }
  return "?";
}

std::string codingOf(const Field& field) {
  switch (field.coding) {
    case Coding::cn:
      return "cn";
    case Coding::an:
      return "an";
    case Coding::binary:
      return "b";
    case Coding::nested:
      return "";
  }
  return "?";
}

std::string describe(std::span<const Field> fields);

std::string describe(const Field& field) {
  std::string text = field.tag == 0 ? "" : hex(field.tag, 2) + ":";
  text += codingOf(field) + hex(field.length, 2);
  if (field.occurrences != 1) text += "x" + std::to_string(field.occurrences);
  if (!field.inner.empty()) text += "{" + describe(field.inner) + "}";
  return text;
}

std::string describe(std::span<const Field> fields) {
  std::string text;
  for (const auto& field : fields)
    text += (text.empty() ? "" : " ") + describe(field);
  return text;
}

}  // namespace

std::string hex(unsigned value, unsigned digits) {
  std::string text;
  for (; value != 0 || text.size() < digits; value >>= 4)
    text.insert(0, 1, "0123456789ABCDEF"[value & 0x0F]);
  return text;
}

std::string describe(const File& file) {
  const auto fields = describe(file.fields);
  return std::string(file.df) + hex(file.fid, 4) + " " + typeOf(file) + " " + describe(file.read) + " " +
         describe(file.write) + (fields.empty() ? "" : " " + fields);
}

}  // namespace ssc::cardspec::test
