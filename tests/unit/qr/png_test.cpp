#include "wire/qr/png.hpp"

#include <array>
#include <cstring>
#include <doctest/doctest.h>
#include <fstream>
#include <png.h>

#include "tests/unit/hostlib/temporary_folder.hpp"
#include "wire/qr/decode.hpp"
#include "wire/qr/draw.hpp"
#include "wire/qr/png_file.hpp"

using namespace ssc::qr;

namespace {

using Bytes = std::vector<std::uint8_t>;

const std::string kPhone = "SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD";

/// A PNG of any form, by libpng's simplified interface: `format` is one of PNG_FORMAT_….
Bytes pngOf(std::uint32_t format, std::size_t width, std::size_t height, const void* pixels,
            const void* palette = nullptr, std::uint32_t colours = 0) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = format;
  image.colormap_entries = colours;
  png_alloc_size_t size = 0;
  REQUIRE(png_image_write_to_memory(&image, nullptr, &size, 0, pixels, 0, palette) != 0);
  Bytes bytes(size);
  REQUIRE(png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels, 0, palette) != 0);
  bytes.resize(size);
  return bytes;
}

/// CRC-32 of PNG (ISO/IEC 15948 §5.5) over chunk type and data.
std::uint32_t crcOf(const Bytes& bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

void append(Bytes& bytes, std::string_view text) {
  for (const char character : text)
    bytes.push_back(static_cast<std::uint8_t>(character));
}

void appendNumber(Bytes& bytes, std::uint32_t number) {
  for (unsigned shift = 32; shift > 0; shift -= 8)
    bytes.push_back(static_cast<std::uint8_t>(number >> (shift - 8)));
}

/// Signature and header of a PNG that has nothing behind them.
Bytes headerOnly(std::uint32_t width, std::uint32_t height, std::uint8_t depth, std::uint8_t interlace) {
  Bytes header, data;
  append(header, "IHDR");
  appendNumber(header, width);
  appendNumber(header, height);
  for (const std::uint8_t byte : {depth, std::uint8_t{0}, std::uint8_t{0}, std::uint8_t{0}, interlace})
    header.push_back(byte);
  append(data, "IDAT");

  Bytes png;
  append(png, "\x89PNG\r\n\x1A\n");
  for (const Bytes& chunk : {header, data}) {  // the header is read when the first data chunk begins
    appendNumber(png, static_cast<std::uint32_t>(chunk.size() - 4));
    for (const std::uint8_t byte : chunk)
      png.push_back(byte);
    appendNumber(png, crcOf(chunk));
  }
  return png;
}

}  // namespace

TEST_CASE("a picture comes back from its PNG as it was") {
  Picture picture{37, 5, {}};
  for (std::size_t i = 0; i < picture.width * picture.height; ++i)
    picture.pixels.push_back(static_cast<std::uint8_t>(i * 7));
  const auto png = writePng(picture);
  REQUIRE(png.has_value());
  CHECK(readPng(*png) == picture);
}

TEST_CASE("a picture that cannot be compressed fits as well") {
  std::uint32_t state = 1;
  Picture noise{1000, 1000, {}};
  for (std::size_t i = 0; i < noise.width * noise.height; ++i) {
    state = state * 1664525U + 1013904223U;
    noise.pixels.push_back(static_cast<std::uint8_t>(state >> 24U));
  }
  const auto png = writePng(noise);
  REQUIRE(png.has_value());
  CHECK(readPng(*png) == noise);
}

TEST_CASE("the largest picture goes both ways, a larger one neither") {
  const Picture largest{kMostSide, kMostSide, Bytes(kMostSide * kMostSide, 200)};
  const auto png = writePng(largest);
  REQUIRE(png.has_value());
  CHECK(readPng(*png) == largest);
  CHECK(writePng({kMostSide + 1, 1, Bytes(kMostSide + 1)}).error() == QrError::notAPicture);
  CHECK(writePng({}).error() == QrError::notAPicture);
}

TEST_CASE("colour, alpha and palette become grey on white paper") {
  const Bytes rgb{255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255};
  CHECK(readPng(pngOf(PNG_FORMAT_RGB, 4, 1, rgb.data()))->pixels == Bytes{76, 150, 29, 255});

  const Bytes rgba{0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 128, 255, 255, 255, 255};
  CHECK(readPng(pngOf(PNG_FORMAT_RGBA, 4, 1, rgba.data()))->pixels == Bytes{0, 255, 127, 255});

  const Bytes greyAlpha{0, 255, 0, 0, 100, 255};
  CHECK(readPng(pngOf(PNG_FORMAT_GA, 3, 1, greyAlpha.data()))->pixels == Bytes{0, 255, 100});

  const Bytes palette{255, 0, 0, 0, 0, 0, 255, 255, 255}, places{0, 1, 2, 1};
  CHECK(readPng(pngOf(PNG_FORMAT_RGB_COLORMAP, 4, 1, places.data(), palette.data(), 3))->pixels ==
        Bytes{76, 0, 255, 0});
}

TEST_CASE("a code on a transparent background is read") {
  const Picture code = *drawCode(kPhone);
  Bytes rgba;
  for (const std::uint8_t pixel : code.pixels)
    rgba.insert(rgba.end(), {0, 0, 0, static_cast<std::uint8_t>(255 - pixel)});
  const auto read = readPng(pngOf(PNG_FORMAT_RGBA, code.width, code.height, rgba.data()));
  REQUIRE(read.has_value());
  CHECK(*read == code);
  CHECK(decode(*read)->texts == std::vector{kPhone});
}

TEST_CASE("16 bits a channel and interlacing are refused by name") {
  const std::array<std::uint16_t, 4> deep{0, 1, 2, 65535};
  CHECK(readPng(pngOf(PNG_FORMAT_LINEAR_Y, 4, 1, deep.data())).error() == QrError::pngForm);
  CHECK(readPng(headerOnly(8, 8, 8, 1)).error() == QrError::pngForm);
}

TEST_CASE("a header that promises too much is refused before anything is allocated for it") {
  CHECK(readPng(headerOnly(4097, 1, 8, 0)).error() == QrError::tooLarge);
  CHECK(readPng(headerOnly(1, 4097, 8, 0)).error() == QrError::tooLarge);
  CHECK(readPng(headerOnly(1'000'000, 1'000'000, 8, 0)).error() == QrError::tooLarge);
  CHECK(readPng(headerOnly(0x7FFFFFFF, 0x7FFFFFFF, 8, 0)).error() == QrError::notPng);
  CHECK(readPng(headerOnly(0, 1, 8, 0)).error() == QrError::notPng);
  CHECK(readPng(headerOnly(8, 8, 8, 0)).error() == QrError::notPng);  // no rows
  CHECK(readPng(Bytes(kMostPngBytes + 1)).error() == QrError::tooLarge);
}

TEST_CASE("what is no PNG, cut short or damaged, is refused") {
  CHECK(readPng({}).error() == QrError::notPng);
  CHECK(readPng(Bytes(100)).error() == QrError::notPng);
  const Bytes good = *writePng(*drawCode(kPhone, {5}));
  REQUIRE(readPng(good).has_value());
  for (std::size_t length = 0; length < good.size(); ++length)
    REQUIRE(readPng(std::span(good).first(length)).error() == QrError::notPng);

  std::size_t refused = 0;
  for (std::size_t place = 0; place < good.size(); ++place) {
    Bytes damaged = good;
    damaged[place] ^= 0x20U;
    const auto read = readPng(damaged);
    if (!read) ++refused;
  }
  CHECK(refused > good.size() * 9 / 10);  // all but a chunk's case bits, which mean nothing to a reader
}

TEST_CASE("a picture goes into a file as a whole, or leaves the file as it was") {
  const ssc::test::TemporaryFolder folder;
  const std::string file = folder.write("code.png", "old");
  const auto read = [&] {
    std::ifstream in(file, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(in), {});
  };
  const auto picture = drawCode(kPhone).value();
  REQUIRE(replacePng(file, picture));
  CHECK(read() == writePng(picture).value());
  CHECK_FALSE(replacePng(file, Picture{}));
  CHECK(read() == writePng(picture).value());
  CHECK_FALSE(std::filesystem::exists(file + ".new"));
  CHECK_FALSE(replacePng((folder.path() / "none" / "code.png").string(), picture));
}
