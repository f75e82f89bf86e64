#include "wire/qr/png.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "wire/qr/png_guard.hpp"

namespace ssc::qr {
namespace {

constexpr std::size_t kMostChannels = 4;
constexpr std::size_t kSignatureSize = 8;
constexpr int kAllAncillary = -1;

// ---- writing

struct Writer {
  Writer() : png(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, onPngError, onPngWarning)) {
    if (png != nullptr) info = png_create_info_struct(png);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() { png_destroy_write_struct(&png, &info); }

  png_structp png;
  png_infop info = nullptr;
  const Picture* picture = nullptr;
  std::uint8_t* out = nullptr;
  std::size_t room = 0, used = 0;
};

// What deflate and the chunks add at most to what cannot be compressed, with much to spare.
std::size_t largestPng(const Picture& picture) {
  const std::size_t raw = picture.height * (picture.width + 1);
  return raw + raw / 64 + 4096;
}

void putBytes(png_structp png, png_bytep bytes, std::size_t count) {
  auto& writer = *static_cast<Writer*>(png_get_io_ptr(png));
  if (count > writer.room - writer.used) png_error(png, "no room");
  std::memcpy(writer.out + writer.used, bytes, count);
  writer.used += count;
}

void nothingToFlush(png_structp /*png*/) {}

void writeAll(Writer& writer) {
  const Picture& picture = *writer.picture;
  png_set_write_fn(writer.png, &writer, putBytes, nothingToFlush);
  png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(picture.width),
               static_cast<png_uint_32>(picture.height), 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(writer.png, writer.info);
  for (std::size_t row = 0; row < picture.height; ++row)
    png_write_row(writer.png, picture.pixels.data() + row * picture.width);
  png_write_end(writer.png, nullptr);
}

// ---- reading

struct Reader {
  Reader() : png(png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, onPngError, onPngWarning)) {
    if (png != nullptr) info = png_create_info_struct(png);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }

  png_structp png;
  png_infop info = nullptr;
  const std::uint8_t* in = nullptr;
  std::size_t left = 0;
  // from the header
  png_uint_32 width = 0, height = 0;
  int depth = 0, interlace = 0;
  std::size_t channels = 0;  // after the transformations
  // for the rows
  std::uint8_t* row = nullptr;
  std::uint8_t* grey = nullptr;
};

void getBytes(png_structp png, png_bytep bytes, std::size_t count) {
  auto& reader = *static_cast<Reader*>(png_get_io_ptr(png));
  if (count > reader.left) png_error(png, "too short");
  std::memcpy(bytes, reader.in, count);
  reader.in += count;
  reader.left -= count;
}

void readHeader(Reader& reader) {
  png_set_read_fn(reader.png, &reader, getBytes);
  // Texts, profiles and the like, compressed ones too, are passed over unread.
  png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_NEVER, nullptr, kAllAncillary);
  // Too large is refused by its own name, below; until then libpng's own bounds hold.
  png_read_info(reader.png, reader.info);
  png_get_IHDR(reader.png, reader.info, &reader.width, &reader.height, &reader.depth, nullptr,
               &reader.interlace, nullptr, nullptr);
}

void chooseForm(Reader& reader) {
  png_set_expand(reader.png);  // palette to colour, fewer bits to eight, tRNS to alpha
  png_read_update_info(reader.png, reader.info);
  reader.channels = png_get_channels(reader.png, reader.info);
}

// One pixel of `channels` bytes on white paper.
std::uint8_t greyOf(const std::uint8_t* pixel, std::size_t channels) {
  const bool isColour = channels >= 3;
  const unsigned luminance =
      isColour ? (299U * pixel[0] + 587U * pixel[1] + 114U * pixel[2] + 500U) / 1000U : unsigned{pixel[0]};
  if (channels % 2 != 0) return static_cast<std::uint8_t>(luminance);
  const unsigned alpha = pixel[channels - 1];
  return static_cast<std::uint8_t>((luminance * alpha + 255U * (255U - alpha) + 127U) / 255U);
}

void readRows(Reader& reader) {
  for (std::size_t y = 0; y < reader.height; ++y) {
    png_read_row(reader.png, reader.row, nullptr);
    for (std::size_t x = 0; x < reader.width; ++x)
      reader.grey[y * reader.width + x] = greyOf(reader.row + x * reader.channels, reader.channels);
  }
  png_read_end(reader.png, nullptr);
}

std::optional<QrError> refusal(const Reader& reader) {
  if (reader.width > kMostSide || reader.height > kMostSide) return QrError::tooLarge;
  if (reader.depth > 8 || reader.interlace != PNG_INTERLACE_NONE) return QrError::pngForm;
  return std::nullopt;
}

bool isPng(std::span<const std::uint8_t> bytes) {
  return bytes.size() > kSignatureSize && png_sig_cmp(bytes.data(), 0, kSignatureSize) == 0;
}

}  // namespace

tl::expected<std::vector<std::uint8_t>, QrError> writePng(const Picture& picture) {
  if (!picture.isWhole()) return tl::unexpected(QrError::notAPicture);
  Writer writer;
  if (writer.info == nullptr) return tl::unexpected(QrError::outOfMemory);
  std::vector<std::uint8_t> bytes(largestPng(picture));
  writer.picture = &picture;
  writer.out = bytes.data();
  writer.room = bytes.size();
  if (!guarded(writer.png, writeAll, writer)) return tl::unexpected(QrError::outOfMemory);
  bytes.resize(writer.used);
  return bytes;
}

tl::expected<Picture, QrError> readPng(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kMostPngBytes) return tl::unexpected(QrError::tooLarge);
  if (!isPng(bytes)) return tl::unexpected(QrError::notPng);
  Reader reader;
  if (reader.info == nullptr) return tl::unexpected(QrError::outOfMemory);
  reader.in = bytes.data();
  reader.left = bytes.size();
  if (!guarded(reader.png, readHeader, reader)) return tl::unexpected(QrError::notPng);
  if (const auto why = refusal(reader)) return tl::unexpected(*why);
  if (!guarded(reader.png, chooseForm, reader)) return tl::unexpected(QrError::notPng);

  std::vector<std::uint8_t> row(reader.width * kMostChannels);
  Picture picture{reader.width, reader.height,
                  std::vector<std::uint8_t>(std::size_t{reader.width} * reader.height)};
  reader.row = row.data();
  reader.grey = picture.pixels.data();
  if (reader.channels > kMostChannels || !guarded(reader.png, readRows, reader))
    return tl::unexpected(QrError::notPng);
  return picture;
}

}  // namespace ssc::qr
