#include "wire/qr/draw.hpp"

#include <algorithm>
#include <doctest/doctest.h>

#include "wire/qr/decode.hpp"

using namespace ssc::qr;

namespace {

const std::string kPhone = "SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD";

/// What a terminal shows of the text: a picture with one pixel a half block, enlarged.
Picture screenOf(const std::string& text, Background background, std::size_t pixels) {
  std::vector<std::vector<bool>> rows;
  for (std::size_t at = 0; at < text.size();) {
    std::vector<bool> upper, lower;
    for (; text[at] != '\n'; at += text[at] == ' ' ? 1U : 3U) {
      const std::string_view cell = text[at] == ' ' ? " " : std::string_view(text).substr(at, 3);
      upper.push_back(cell == "\u2580" || cell == "\u2588");
      lower.push_back(cell == "\u2584" || cell == "\u2588");
    }
    ++at;
    rows.push_back(upper);
    rows.push_back(lower);
  }
  const std::size_t columns = rows.front().size();
  Picture screen{columns * pixels, rows.size() * pixels, {}};
  for (std::size_t y = 0; y < screen.height; ++y)
    for (std::size_t x = 0; x < screen.width; ++x)
      screen.pixels.push_back(rows[y / pixels][x / pixels] == (background == Background::dark) ? 255 : 0);
  return screen;
}

}  // namespace

TEST_CASE("the codes of the electronic card fit version 3") {
  for (const std::string& text : {kPhone, std::string("SSL1.0000000000000000000A.9999.9EFAC9W91HMHTYM6"),
                                  std::string("SSV1.SIM9999990220260105000001.8SC7MGCM7151H")}) {
    const auto modules = encode(text);
    REQUIRE(modules.has_value());
    CHECK(modules->version == 3);
    CHECK(modules->side == 29);
    CHECK(modules->dark.size() == 29 * 29);
  }
}

TEST_CASE("only upper case is drawn in alphanumeric mode") {
  std::string lower = kPhone;
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  CHECK(encode(kPhone)->version < encode(lower)->version);
}

TEST_CASE("error correction is level M") {
  const auto modules = encode(kPhone);
  REQUIRE(modules.has_value());
  // Format information (ISO/IEC 18004 §7.9): row 8, columns 0 and 1 are level bits, 00 = M, masked with 10.
  CHECK(modules->isDark(0, 8));
  CHECK_FALSE(modules->isDark(1, 8));
}

TEST_CASE("a picture has square modules of the asked size and four modules of white around") {
  const auto picture = drawCode(kPhone, {5});
  REQUIRE(picture.has_value());
  REQUIRE(picture->isWhole());
  CHECK(picture->width == (29 + 8) * 5);
  CHECK(picture->height == picture->width);
  const auto modules = encode(kPhone);
  for (std::size_t y = 0; y < picture->height; ++y)
    for (std::size_t x = 0; x < picture->width; ++x) {
      const bool isQuiet = x < 20 || y < 20 || x >= 33 * 5 || y >= 33 * 5;
      const bool isDark = !isQuiet && modules->isDark(x / 5 - 4, y / 5 - 4);
      REQUIRE(picture->at(x, y) == (isDark ? 0 : 255));
    }
}

TEST_CASE("too few and too many pixels a module are refused") {
  for (const std::size_t pixels :
       {std::size_t{0}, std::size_t{1}, std::size_t{4}, std::size_t{41}, ~std::size_t{0}})
    CHECK(drawCode(kPhone, {pixels}).error() == QrError::moduleSize);
  CHECK(drawCode(kPhone, {40}).has_value());
}

TEST_CASE("the longest text can be drawn as large as any, and no longer one") {
  const auto picture = drawCode(std::string(kMostText, 'a'), {kMostModulePixels});
  REQUIRE(picture.has_value());
  CHECK(picture->isWhole());
  CHECK(encode(std::string(kMostText + 1, 'A')).error() == QrError::tooLong);
}

TEST_CASE("what is not printable ASCII is not drawn") {
  for (const std::string& text : {std::string(), std::string("A\0B", 3), std::string("A\n"),
                                  std::string("\x7F"), std::string("社保"), std::string("\xFF")})
    CHECK(encode(text).error() == QrError::notText);
}

TEST_CASE("a terminal's half blocks show the code, on either background") {
  const auto modules = encode(kPhone);
  REQUIRE(modules.has_value());
  for (const Background background : {Background::dark, Background::light}) {
    const std::string text = terminalText(*modules, background);
    CHECK(std::ranges::count(text, '\n') == 19);  // 29 + 8 rows, two a line

    const auto seen = decode(screenOf(text, background, 6));
    REQUIRE(seen.has_value());
    CHECK(seen->texts == std::vector{kPhone});
  }
}

TEST_CASE("on a dark background the quiet zone is written, on a light one it is left blank") {
  const auto modules = encode(kPhone);
  const std::string dark = terminalText(*modules), light = terminalText(*modules, Background::light);
  std::string full;
  for (int i = 0; i < 37; ++i)
    full += "\u2588";
  CHECK(dark.substr(0, dark.find('\n')) == full);
  CHECK(light.substr(0, light.find('\n')) == std::string(37, ' '));
}

TEST_CASE("each reason has its text") {
  for (int reason = 0; reason <= static_cast<int>(QrError::outOfMemory); ++reason)
    CHECK_FALSE(toText(static_cast<QrError>(reason)).empty());
}
