// Personal values inside a message: readable where they were sealed for, nowhere else.
#include <doctest/doctest.h>

#include "crypto/base64.hpp"
#include "crypto/repeatable_random.hpp"
#include "tests/unit/wire/text.hpp"
#include "wire/office/field_seal.hpp"

using namespace ssc;
using namespace ssc::wire::office;

namespace {

constexpr std::string_view kDevice = "999999000017", kMessage = "SIMH00000001202601050930100042";
constexpr std::string_view kNumber = "999999195001010018";

crypto::FieldSealer sealer(std::uint8_t last = 0) {
  crypto::Key key(std::size_t{16});
  key.revealMutable().back() = last;
  return std::move(crypto::FieldSealer::fromSessionKey(key).value());
}

Sealed sealed() {
  crypto::SystemRandom random;
  return sealField(sealer(), {kDevice, kMessage}, "aac002", kNumber, random).value();
}

bool isRefused(const tl::expected<crypto::Personal, crypto::CryptoError>& opened) {
  return !opened && opened.error() == crypto::CryptoError::badCiphertext;
}

}  // namespace

TEST_CASE("a sealed value opens in its member, message and device") {
  const auto opened = openField(sealer(), {kDevice, kMessage}, "aac002", sealed());
  REQUIRE(opened.has_value());
  CHECK_EQ(opened->reveal(), kNumber);
  CHECK(sealed().text.find("1950") == std::string::npos);
  CHECK_FALSE(sealed().text == sealed().text);
}

TEST_CASE("a sealed value moved to another member, message or device, or with another key, is refused") {
  const Sealed value = sealed();
  CHECK(isRefused(openField(sealer(), {kDevice, kMessage}, "aac003", value)));
  CHECK(isRefused(openField(sealer(), {kDevice, "SIMH00000001202601050930100043"}, "aac002", value)));
  CHECK(isRefused(openField(sealer(), {"999999000018", kMessage}, "aac002", value)));
  CHECK(isRefused(openField(sealer(1), {kDevice, kMessage}, "aac002", value)));
  // Nor where the bounds between the three are moved.
  CHECK(isRefused(openField(sealer(), {"99999900001", "7" + std::string(kMessage)}, "aac002", value)));
}

TEST_CASE("what is no sealed value is refused") {
  for (const char* text : {"", "!", "AAAA", "999999195001010018"}) {
    CAPTURE(text);
    CHECK(isRefused(openField(sealer(), {kDevice, kMessage}, "aac002", Sealed{text})));
  }
  auto bytes = crypto::fromBase64(sealed().text).value();
  for (const std::size_t at : {std::size_t{0}, bytes.size() / 2, bytes.size() - 1}) {
    auto changed = bytes;
    changed[at] ^= 1;
    CHECK(isRefused(openField(sealer(), {kDevice, kMessage}, "aac002", Sealed{crypto::toBase64(changed)})));
  }
}
