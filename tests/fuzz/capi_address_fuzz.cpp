// pFileAddr: an error names a place in the text; what is accepted means the same when written plainly, and
// the reply to it stays within its bound.
#include <optional>

#include "hostlib/capi/text/located_file.hpp"
#include "hostlib/capi/text/read_answer.hpp"
#include "hostlib/capi/text/reply_text.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using namespace ssc::capi;
using ssc::cardspec::Generation;
using ssc::fuzz::require;

std::string plain(const Address& address) {
  std::string text;
  for (const FileItem& file : address) {
    text += file.name() + (file.record ? ':' + hexOf(*file.record) : "") + '|';
    for (const AddressItem& item : file.items)
      text += hexOf(item.tag) + ':' + hexOf(item.occurrence) + '|';
    text += '$';
  }
  return text;
}

bool same(const Address& a, const Address& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!a[i].isSameFile(b[i]) || a[i].items != b[i].items) return false;
  }
  return true;
}

void checkBound(const Address& address) {
  std::vector<FileValues> blank;
  for (const FileItem& file : address)
    blank.emplace_back(file.items.size());
  const std::size_t least = readAnswer(address, blank).reveal().size() + 1;
  for (const auto encoding : {Encoding::gb18030, Encoding::utf8}) {
    const std::size_t any = largestReply(address, std::nullopt, encoding);
    for (const auto generation : {Generation::one, Generation::two, Generation::three}) {
      const std::size_t one = largestReply(address, generation, encoding);
      require(least <= one && one <= any, "the bound of any generation is the largest");
    }
  }
}

void checkPlaces(const Address& address) {
  for (const FileItem& file : address) {
    const auto located = locate(file, Generation::two);
    require(!located || located->fields.size() == file.items.size(), "each item has a field");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto address = parseAddress(text);
  if (!address) {
    require(address.error().offset <= size, "an error names a place in the text");
    return 0;
  }
  require(!address->empty() && text.back() == '$', "a request has a file and an end");
  const auto again = parseAddress(plain(*address));
  require(again && same(*address, *again), "written plainly it means the same");
  checkBound(*address);
  checkPlaces(*address);
  return 0;
}
