#include "hostlib/scanner/picture_source.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <sys/stat.h>

#include "tests/unit/hostlib/temporary_folder.hpp"
#include "tests/unit/scanner/ask.hpp"
#include "wire/qr/draw.hpp"
#include "wire/qr/png.hpp"

using namespace ssc::test;
using namespace ssc::scanner;
using namespace std::chrono_literals;

namespace {

const std::string kPhone = "SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD";

std::string png(const ssc::qr::Picture& picture) {
  const auto bytes = ssc::qr::writePng(picture).value();
  return {bytes.begin(), bytes.end()};
}
std::string pngOf(const std::string& text) {
  return png(ssc::qr::drawCode(text).value());
}
std::string blankPng() {
  return png({64, 48, std::vector<std::uint8_t>(64 * 48, 128)});
}

std::filesystem::path put(const TemporaryFolder& folder, const std::string& name,
                          const std::string& content) {
  return folder.write(name, content);
}

std::unique_ptr<CodeSource> opened(const std::filesystem::path& path,
                                   std::chrono::milliseconds interval = 0ms) {
  auto source = openPictures({path.string(), interval});
  REQUIRE(source.has_value());
  return std::move(*source);
}

}  // namespace

TEST_CASE("a picture file gives its code, then it has ended") {
  const TemporaryFolder folder;
  const auto source = opened(put(folder, "code.png", pngOf(kPhone)));
  CHECK(ask(*source) == kPhone);
  CHECK(ask(*source) == no(NoCode::ended));
}

TEST_CASE("frames are looked at in the order of their names; those without a code are passed over") {
  const TemporaryFolder folder;
  put(folder, "frame-003.png", pngOf("THIRD"));
  put(folder, "frame-001.png", blankPng());
  put(folder, "frame-002.png", pngOf("SECOND"));
  put(folder, "notes.txt", "no picture");
  const auto source = opened(folder.path());
  CHECK(ask(*source) == "SECOND");
  CHECK(ask(*source) == "THIRD");
  CHECK(ask(*source) == no(NoCode::ended));
}

TEST_CASE("a code held before the camera is one code") {
  const TemporaryFolder folder;
  for (const char* name : {"1.png", "2.png", "3.png"})
    put(folder, name, pngOf(kPhone));
  put(folder, "4.png", pngOf("OTHER"));
  const auto source = opened(folder.path());
  CHECK(ask(*source) == kPhone);
  CHECK(ask(*source) == "OTHER");
}

TEST_CASE("a frame that cannot be read is named, and the next one is looked at") {
  const TemporaryFolder folder;
  put(folder, "1.png", "no PNG at all");
  put(folder, "2.png", pngOf(kPhone).substr(0, 100));
  std::filesystem::create_directory(folder.path() / "3.png");
  REQUIRE(::mkfifo((folder.path() / "4.png").c_str(), 0600) == 0);
  put(folder, "5.png", pngOf(kPhone));
  const auto source = opened(folder.path());
  for (int i = 0; i < 4; ++i)
    CHECK(ask(*source) == no(NoCode::badPicture));
  CHECK(ask(*source) == kPhone);
}

TEST_CASE("frames come as fast as the camera makes them, and the deadline is kept") {
  const TemporaryFolder folder;
  put(folder, "1.png", blankPng());
  put(folder, "2.png", pngOf(kPhone));
  const auto source = opened(folder.path(), 300ms);
  const auto began = Clock::now();
  CHECK(ask(*source, 100ms) == no(NoCode::timedOut));
  CHECK(Clock::now() - began < 250ms);
  CHECK(ask(*source) == kPhone);
  CHECK(Clock::now() - began >= 300ms);
}

TEST_CASE("a stop ends the wait for a frame within 50 ms") {
  const TemporaryFolder folder;
  put(folder, "1.png", blankPng());
  put(folder, "2.png", blankPng());
  const auto source = opened(folder.path(), 60s);
  const auto stopped = stopWhileWaiting(*source);
  CHECK(stopped.answer == no(NoCode::stopped));
  CHECK(stopped.after < 50ms);
}

TEST_CASE("without pictures there is no camera") {
  const TemporaryFolder folder;
  CHECK(openPictures({folder.path().string()}).error() == NoCode::cannotOpen);
  CHECK(openPictures({(folder.path() / "missing.png").string()}).error() == NoCode::cannotOpen);
  CHECK(openPictures({"/dev/zero"}).error() == NoCode::cannotOpen);
  CHECK(openPictures({""}).error() == NoCode::cannotOpen);
}
