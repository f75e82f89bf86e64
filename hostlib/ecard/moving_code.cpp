#include "hostlib/ecard/moving_code.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "wire/code_text.hpp"

namespace ssc::ecard {
namespace {

using std::chrono::seconds;

constexpr std::array<std::string_view, 3> kTexts{
    "the code on the screen has expired",
    "the code on the screen cannot be made",
    "the code on the screen cannot be drawn",
};
static_assert(kTexts.size() == static_cast<std::size_t>(NoMovingCode::noPicture) + 1);

}  // namespace

std::string_view toText(NoMovingCode why) {
  return kTexts.at(static_cast<std::size_t>(why));
}

MovingCode::MovingCode(crypto::Key secret, std::string loginId, std::string matchNumber,
                       Clock::time_point created, seconds life)
    : secret_(std::move(secret)),
      loginId_(std::move(loginId)),
      matchNumber_(std::move(matchNumber)),
      created_(created),
      life_(life) {}

tl::expected<MovingCode, wire::BadMessage> MovingCode::make(crypto::Key secret, std::string loginId,
                                                            Clock::time_point created, seconds life) {
  if (life < seconds(1) || life > seconds(wire::kMostAge))
    return tl::unexpected(wire::BadMessage{"life", "is out of bounds"});
  auto number = wire::matchNumber(secret, loginId);
  if (!number) return tl::unexpected(number.error());
  return MovingCode(std::move(secret), std::move(loginId), std::move(*number), created, life);
}

seconds MovingCode::age(Clock::time_point now) const {
  return std::max(seconds(0), std::chrono::floor<seconds>(now - created_));
}

tl::expected<std::string, NoMovingCode> MovingCode::text(Clock::time_point now) const {
  const auto passed = age(now);
  if (passed >= life_) return tl::unexpected(NoMovingCode::expired);
  return wire::makeLoginCode(secret_, loginId_, static_cast<std::uint32_t>(passed.count()))
      .map_error([](const wire::BadMessage&) { return NoMovingCode::noCipher; });
}

tl::expected<qr::Picture, NoMovingCode> MovingCode::picture(Clock::time_point now,
                                                            const qr::DrawOptions& options) const {
  const auto shown = text(now);
  if (!shown) return tl::unexpected(shown.error());
  return qr::drawCode(*shown, options).map_error([](qr::QrError) { return NoMovingCode::noPicture; });
}

seconds MovingCode::secondsLeft(Clock::time_point now) const {
  return std::max(seconds(0), life_ - age(now));
}

MovingCode::Clock::time_point MovingCode::nextChange(Clock::time_point now) const {
  return created_ + std::min(life_, age(now) + seconds(1));
}

}  // namespace ssc::ecard
