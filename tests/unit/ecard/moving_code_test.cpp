#include "hostlib/ecard/moving_code.hpp"

#include <doctest/doctest.h>
#include <set>

#include "wire/code_text.hpp"
#include "wire/qr/decode.hpp"

using ssc::crypto::Bytes;
using ssc::crypto::Key;
using namespace ssc::ecard;
using namespace std::chrono_literals;

namespace {

constexpr MovingCode::Clock::time_point kCreated{1000s};
const std::string kLoginId = "0000000000000000000A";

Key secret() {
  Bytes bytes(16);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(0xA0 + i);
  return Key(bytes);
}

MovingCode code(std::chrono::seconds life = MovingCode::kLife) {
  auto made = MovingCode::make(secret(), kLoginId, kCreated, life);
  REQUIRE(made.has_value());
  return std::move(*made);
}

}  // namespace

TEST_CASE("the texts of the seconds 0, 1 and 14 are the published ones") {
  const MovingCode moving = code();
  CHECK(moving.text(kCreated) == "SSL1.0000000000000000000A.0.ESYK5DCS373GKH8M");
  CHECK(moving.text(kCreated + 999ms) == "SSL1.0000000000000000000A.0.ESYK5DCS373GKH8M");
  CHECK(moving.text(kCreated + 1s) == "SSL1.0000000000000000000A.1.2042EGFHDKA0X6M9");
  CHECK(moving.text(kCreated + 14s) == "SSL1.0000000000000000000A.14.9EFAC9W91HMHTYM6");
  CHECK(moving.matchNumber() == "1019");
}

TEST_CASE("the text is another one every second, and each is genuine") {
  const MovingCode moving = code();
  std::set<std::string> texts;
  for (auto age = 0s; age < 120s; ++age) {
    const auto text = moving.text(kCreated + age);
    REQUIRE(text.has_value());
    texts.insert(*text);
    const auto read = ssc::wire::parseLoginCode(*text);
    REQUIRE(read.has_value());
    CHECK(read->age == age.count());
    CHECK(read->isGenuine(secret()));
  }
  CHECK(texts.size() == 120);
}

TEST_CASE("after two minutes there is nothing to show") {
  const MovingCode moving = code();
  CHECK(moving.text(kCreated + 120s - 1ns).has_value());
  for (const auto age : std::initializer_list<std::chrono::seconds>{120s, 121s, 100'000'000s}) {
    CHECK(moving.text(kCreated + age).error() == NoMovingCode::expired);
    CHECK(moving.picture(kCreated + age).error() == NoMovingCode::expired);
    CHECK(moving.secondsLeft(kCreated + age) == 0s);
  }
}

TEST_CASE("the countdown runs from 120 to 0, and the next change is each full second") {
  const MovingCode moving = code();
  CHECK(moving.secondsLeft(kCreated) == 120s);
  CHECK(moving.secondsLeft(kCreated + 1s) == 119s);
  CHECK(moving.secondsLeft(kCreated + 119s + 1ms) == 1s);
  CHECK(moving.nextChange(kCreated) == kCreated + 1s);
  CHECK(moving.nextChange(kCreated + 1500ms) == kCreated + 2s);
  CHECK(moving.nextChange(kCreated + 119s) == kCreated + 120s);
  CHECK(moving.nextChange(kCreated + 500s) == kCreated + 120s);
}

TEST_CASE("a clock before the creation shows second 0") {
  const MovingCode moving = code();
  CHECK(moving.text(kCreated - 5s) == moving.text(kCreated));
  CHECK(moving.secondsLeft(kCreated - 5s) == 120s);
  CHECK(moving.nextChange(kCreated - 5s) == kCreated + 1s);
}

TEST_CASE("the picture is the code of its second") {
  const MovingCode moving = code();
  for (const auto age : {0s, 14s, 119s}) {
    const auto picture = moving.picture(kCreated + age, {5});
    REQUIRE(picture.has_value());
    const auto seen = ssc::qr::decode(*picture);
    REQUIRE(seen.has_value());
    CHECK(seen->texts == std::vector{*moving.text(kCreated + age)});
  }
  CHECK(moving.picture(kCreated, {4}).error() == NoMovingCode::noPicture);
}

TEST_CASE("without a good login id, secret or life there is no code") {
  CHECK(MovingCode::make(secret(), "a", kCreated).error().place == "login id");
  CHECK(MovingCode::make(secret(), "0000000000000000000a", kCreated).error().place == "login id");
  CHECK(MovingCode::make(Key(), kLoginId, kCreated).error().place == "key");
  for (const auto life : std::initializer_list<std::chrono::seconds>{0s, -1s, 10'000s})
    CHECK(MovingCode::make(secret(), kLoginId, kCreated, life).error().place == "life");
  CHECK(code(5s).text(kCreated + 5s).error() == NoMovingCode::expired);
}

TEST_CASE("each reason has its text") {
  for (const auto why : {NoMovingCode::expired, NoMovingCode::noCipher, NoMovingCode::noPicture})
    CHECK_FALSE(toText(why).empty());
}
