// Values of a card that holds anything: their text stays within its bound and shifts no field of a reply, and
// text that is to become a value gives exactly the field's bytes or a refusal with its place.
//
// Input: generation, file, field (one byte each), then the value.
#include "hostlib/capi/text/value.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using namespace ssc;
using namespace ssc::capi;
using cardspec::Field;
using cardspec::File;
using cardspec::FileType;
using fuzz::require;

template <class Row>
const Row& pick(std::span<const Row> rows, std::uint8_t number) {
  return rows[number % rows.size()];
}

/// No bar, no $, no control character, no half character; ^ only between parts.
void checkReply(const crypto::Personal& text, std::size_t longest, std::size_t joints, Encoding encoding) {
  const std::string& reply = text.reveal();
  require(reply.size() <= longest, "a text stays within its bound");
  for (std::size_t at = 0; at < reply.size();) {
    const std::size_t length = characterLength(std::string_view(reply).substr(at), encoding);
    require(length != 0, "a reply has whole characters");
    if (length == 1 && reply[at] == '^') {
      require(joints-- > 0, "as many parts as fields");
    } else {
      require(length > 1 || (!isControl(reply[at]) && !isSeparator(reply[at])),
              "nothing shifts the fields of a reply");
    }
    at += length;
  }
}

void checkField(const Field& field, apdu::ByteView value) {
  const std::size_t joints = field.inner.empty() ? 0 : field.inner.size() - 1;
  for (const auto encoding : {Encoding::gb18030, Encoding::utf8}) {
    const auto text =
        encodeValue(field, value.first(std::min<std::size_t>(value.size(), field.length)), encoding);
    if (!text) continue;
    // A template may hold inner fields longer than the table's.
    checkReply(*text, field.inner.empty() ? longestText(field, encoding) : value.size() * 3 + joints, joints,
               encoding);
  }
  const auto bytes = decodeValue(field, {reinterpret_cast<const char*>(value.data()), value.size()});
  if (bytes) {
    require(bytes->size() == field.length, "a value has the field's length");
  } else {
    require(bytes.error().offset <= value.size() && !bytes.error().item.empty(),
            "an error names a place and a field");
  }
}

void checkRecord(const File& file, apdu::ByteView value) {
  for (const auto encoding : {Encoding::gb18030, Encoding::utf8}) {
    const auto text = encodeRecord(file, value, encoding);
    if (text) checkReply(*text, longestRecordText(file, encoding), file.fields.size() - 1, encoding);
  }
  const auto record = decodeRecord(file, {reinterpret_cast<const char*>(value.data()), value.size()});
  require(!record || record->size() == file.size, "a record has the file's length");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto generation = static_cast<cardspec::Generation>(input.byte() % 3 + 1);
  const File& file = pick(cardspec::files(generation), input.byte());
  const std::uint8_t number = input.byte();
  const auto value = input.rest();
  if (file.type == FileType::transparent) {
    const auto bytes = decodeBinary(file, {reinterpret_cast<const char*>(value.data()), value.size()});
    require(!bytes || (bytes->size() <= file.size && !bytes->empty()), "bytes fit the file");
  } else if (file.type == FileType::cyclicRecord) {
    checkRecord(file, value);
  } else {
    checkField(pick(file.fields, number), value);
  }
  return 0;
}
