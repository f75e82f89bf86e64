#include "wire/qr/decode.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <memory>
#include <qrencode.h>

#include "tests/support/camera.hpp"
#include "wire/qr/draw.hpp"

using namespace ssc::qr;
using ssc::test::photograph;
using ssc::test::Shot;

namespace {

const std::string kPhone = "SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD";

/// A code that encode() would not make.
Picture drawn(QRcode* code) {
  REQUIRE(code != nullptr);
  const std::unique_ptr<QRcode, void (*)(QRcode*)> owned(code, QRcode_free);
  const auto side = static_cast<std::size_t>(code->width);
  Picture picture{(side + 8) * 6, (side + 8) * 6, {}};
  for (std::size_t y = 0; y < picture.height; ++y)
    for (std::size_t x = 0; x < picture.width; ++x) {
      const std::size_t column = x / 6 - 4, row = y / 6 - 4;
      const bool isDark = column < side && row < side && (code->data[row * side + column] & 1U) != 0;
      picture.pixels.push_back(isDark ? 0 : 255);
    }
  return picture;
}

Picture drawnBytes(std::string_view bytes) {
  return drawn(QRcode_encodeData(static_cast<int>(bytes.size()),
                                 reinterpret_cast<const unsigned char*>(bytes.data()), 0, QR_ECLEVEL_M));
}

Picture besideEachOther(const Picture& left, const Picture& right) {
  Picture both{left.width + right.width, std::max(left.height, right.height), {}};
  both.pixels.assign(both.width * both.height, 255);
  for (std::size_t y = 0; y < left.height; ++y)
    std::copy_n(&left.pixels[y * left.width], left.width, &both.pixels[y * both.width]);
  for (std::size_t y = 0; y < right.height; ++y)
    std::copy_n(&right.pixels[y * right.width], right.width, &both.pixels[y * both.width + left.width]);
  return both;
}

}  // namespace

TEST_CASE("what was drawn is read") {
  for (const std::string& text : {kPhone, std::string("0"), std::string("lower case too"), std::string(" "),
                                  std::string(512, 'A'), std::string(512, 'z')})
    for (const std::size_t pixels : {5U, 8U}) {
      const auto seen = decode(*drawCode(text, {pixels}));
      REQUIRE(seen.has_value());
      CHECK(seen->texts == std::vector{text});
      CHECK(seen->refused == 0);
    }
}

TEST_CASE("a code is read as a camera sees it: turned, tilted, blurred, noisy, unevenly lit") {
  const Picture code = *drawCode(kPhone);
  for (int turn = 0; turn < 360; turn += 30) {
    CAPTURE(turn);
    Shot shot;
    shot.turn = turn;
    shot.tilt = 0.15;
    shot.tiltFrom = 2.0 * turn;
    shot.blur = 1;
    shot.noise = 8;
    shot.unevenness = 0.4;
    const auto seen = decode(photograph(code, shot));
    REQUIRE(seen.has_value());
    CHECK(seen->texts == std::vector{kPhone});
  }
}

TEST_CASE("where there is no code none is seen") {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    Shot shot;
    shot.seed = seed;
    shot.noise = 10;
    const auto seen = decode(ssc::test::photographOfNothing(shot));
    REQUIRE(seen.has_value());
    CHECK(seen->texts.empty());
    CHECK(seen->refused == 0);
  }
  CHECK(decode(Picture{1, 1, {0}})->texts.empty());
}

TEST_CASE("two codes on a picture are both read") {
  auto texts = decode(besideEachOther(*drawCode(kPhone), *drawCode("OTHER")))->texts;
  std::ranges::sort(texts);
  CHECK(texts == std::vector<std::string>{"OTHER", kPhone});
}

TEST_CASE("a code that holds bytes is refused, also beside a good one") {
  const Picture bytes = drawnBytes(std::string_view("\x00\x01\xFE\xFF\x80\x02", 6));
  const auto alone = decode(bytes);
  REQUIRE(alone.has_value());
  CHECK(alone->texts.empty());
  CHECK(alone->refused == 1);

  const auto beside = decode(besideEachOther(*drawCode(kPhone), bytes));
  CHECK(beside->texts == std::vector{kPhone});
  CHECK(beside->refused == 1);
}

TEST_CASE("content that is declared to be bytes is refused, however much it looks like a text") {
  using Input = std::unique_ptr<QRinput, void (*)(QRinput*)>;
  const Input plain(QRinput_new2(6, QR_ECLEVEL_M), QRinput_free);
  const Input bytes(QRinput_new2(6, QR_ECLEVEL_M), QRinput_free);
  REQUIRE(QRinput_appendECIheader(bytes.get(), 899) == 0);  // AIM ECI: 8-bit binary data
  for (const Input* input : {&plain, &bytes})
    REQUIRE(QRinput_append(input->get(), QR_MODE_8, static_cast<int>(kPhone.size()),
                           reinterpret_cast<const unsigned char*>(kPhone.data())) == 0);

  CHECK(decode(drawn(QRcode_encodeInput(plain.get())))->texts == std::vector{kPhone});
  const auto seen = decode(drawn(QRcode_encodeInput(bytes.get())));
  REQUIRE(seen.has_value());
  CHECK(seen->texts.empty());
  CHECK(seen->refused == 1);
}

TEST_CASE("control characters and too long texts are refused") {
  for (const std::string& text :
       {std::string("SSC1\n"), std::string("SSC1\x1B[2J"), std::string("SSC1\0A", 6), std::string("A\x7F"),
        std::string(kMostText + 1, 'A'), std::string(2000, 'a')}) {
    const auto seen = decode(drawnBytes(text));
    REQUIRE(seen.has_value());
    CHECK(seen->texts.empty());
    CHECK(seen->refused == 1);
  }
}

TEST_CASE("one part of a sequence of codes is no code") {
  QRcode_List* parts =
      QRcode_encodeStringStructured(std::string(100, 'A').c_str(), 2, QR_ECLEVEL_M, QR_MODE_8, 1);
  REQUIRE(parts != nullptr);
  const std::unique_ptr<QRcode_List, void (*)(QRcode_List*)> owned(parts, QRcode_List_free);
  REQUIRE(QRcode_List_size(parts) > 1);
  QRcode* first = std::exchange(parts->code, nullptr);

  const auto seen = decode(drawn(first));
  REQUIRE(seen.has_value());
  CHECK(seen->texts.empty());
  CHECK(seen->refused == 1);
}

TEST_CASE("what is not a picture is refused") {
  for (const Picture& picture : {Picture{}, Picture{10, 10, std::vector<std::uint8_t>(99)},
                                 Picture{10, 10, std::vector<std::uint8_t>(101)}, Picture{0, 10, {}},
                                 Picture{kMostSide + 1, 1, std::vector<std::uint8_t>(kMostSide + 1)},
                                 Picture{std::size_t{1} << 63U, 2, {}}})
    CHECK(decode(picture).error() == QrError::notAPicture);
}
