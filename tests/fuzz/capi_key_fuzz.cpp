// pKey of every step: no text is accepted by a length that the step does not have, and errors name a place.
//
// Input: one byte for the step, then the text.
#include <array>

#include "hostlib/capi/text/key_text.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using namespace ssc::capi;
using ssc::cardspec::Algorithm;
using ssc::fuzz::require;

template <class T>
void check(const TextResult<T>& key, std::string_view text, std::initializer_list<std::size_t> lengths) {
  const bool known = std::find(lengths.begin(), lengths.end(), text.size()) != lengths.end();
  if (key) {
    require(known, "an accepted text has a length of the step");
  } else {
    require(key.error().offset <= text.size(), "an error names a place in the text");
    require(known || key.error().fault == TextFault::keyLength, "the length is looked at first");
  }
}

void checkCommand(const TextResult<ssc::crypto::SecretBytes>& command, std::string_view text,
                  std::size_t length) {
  check(command, text, {length});
  require(!command || command->size() == length / 2, "a command has all its bytes");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 6) {
    case 0:
      check(parseBasicReadKey(text), text, {32, 33, 34, 65, 66});
      break;
    case 1:
      check(parseAuthenticationKey(text), text, {32});
      break;
    case 2:
      checkCommand(parseReloadKey(text, Algorithm::tripleDes), text, 34);
      break;
    case 3:
      checkCommand(parseReloadKey(text, Algorithm::sm4), text, 50);
      break;
    case 4:
      checkCommand(parseUnblockKey(text), text, 18);
      break;
    default:
      check(parseDebitKey(text), text, {33});
      break;
  }
  return 0;
}
