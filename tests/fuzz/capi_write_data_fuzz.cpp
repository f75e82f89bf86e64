// pWriteData: what is accepted has the shape of its address, means the same when put together again, and what
// becomes bytes of the card is read back as a text that gives the same bytes.
//
// Input: one byte (bit 0: UTF-8; the rest picks the generation), a portion with the address, then the data.
#include <algorithm>

#include "hostlib/capi/text/located_file.hpp"
#include "hostlib/capi/text/read_answer.hpp"
#include "hostlib/capi/text/value.hpp"
#include "hostlib/capi/text/write_data.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using namespace ssc;
using namespace ssc::capi;
using cardspec::FileType;
using cardspec::Generation;
using fuzz::require;

std::string_view textOf(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void checkShape(const Address& address, const std::vector<FileValues>& data) {
  require(data.size() == address.size(), "one set of values for each file");
  for (std::size_t i = 0; i < data.size(); ++i)
    require(data[i].size() == std::max<std::size_t>(address[i].items.size(), 1), "one value for each item");
}

bool same(const std::vector<FileValues>& a, const std::vector<FileValues>& b) {
  return std::ranges::equal(a, b, [](const FileValues& x, const FileValues& y) {
    return std::ranges::equal(x, y, {}, &crypto::Personal::reveal, &crypto::Personal::reveal);
  });
}

crypto::Personal encoded(const LocatedFile& located, std::size_t index, apdu::ByteView bytes) {
  if (index < located.fields.size())
    return encodeValue(*located.fields[index], bytes, Encoding::gb18030).value();
  if (located.file->type == FileType::transparent) return encodeBinary(bytes);
  return encodeRecord(*located.file, bytes, Encoding::gb18030).value();
}

FileValues encodedAll(const LocatedFile& located, const std::vector<crypto::SecretBytes>& bytes) {
  FileValues values;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    values.push_back(encoded(located, i, bytes[i].reveal()));
  return values;
}

// Blanks at the right end of a text are lost on the way, so the second round is the one that must be the
// same.
void checkRound(const FileItem& file, Generation generation, const FileValues& values) {
  const auto located = locate(file, generation);
  if (!located) return;
  const auto bytes = decodeValues(file, *located, values);
  if (!bytes) return;
  const auto texts = encodedAll(*located, *bytes);
  const auto bytesAgain = decodeValues(file, *located, texts);
  require(bytesAgain.has_value(), "what was read can be written");
  require(same({texts}, {encodedAll(*located, *bytesAgain)}), "and is read alike");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::uint8_t choice = input.byte();
  const auto encoding = (choice & 1) != 0 ? Encoding::utf8 : Encoding::gb18030;
  const auto generation = static_cast<Generation>(choice / 2 % 3 + 1);
  const auto address = parseAddress(textOf(input.portion()));
  if (!address) return 0;
  const std::string_view text = textOf(input.rest());
  const auto values = parseWriteData(text, *address, encoding);
  if (!values) {
    require(values.error().offset <= text.size(), "an error names a place in the text");
    return 0;
  }
  checkShape(*address, *values);
  const auto again = parseWriteData(readAnswer(*address, *values).reveal(), *address, Encoding::gb18030);
  require(again && same(*values, *again), "put together again it means the same");
  for (std::size_t i = 0; i < address->size(); ++i)
    checkRound((*address)[i], generation, (*values)[i]);
  return 0;
}
