#include "kiosk-app/keeper/line_reader.hpp"

#include <algorithm>

namespace ssc::kiosk::keeper {
namespace {

// More bytes than these can only be too many lines.
constexpr std::size_t kMostBytes = kLongestLine * static_cast<std::size_t>(LineReader::kMostAtOnce);

}  // namespace

void LineReader::feed(std::string_view bytes, Time now) {
  if (broken_) return;
  const std::chrono::duration<double> passed = now - filled_;
  allowance_ = std::min(kMostAtOnce, allowance_ + passed.count() * kMostPerSecond);
  filled_ = now;
  text_ += bytes;
  broken_ = text_.size() > kMostBytes;
}

std::optional<Message> LineReader::next() {
  if (broken_) return std::nullopt;
  const std::size_t end = text_.find('\n');
  const std::size_t size = end == std::string::npos ? text_.size() : end;
  broken_ = size >= kLongestLine || (end != std::string::npos && allowance_ < 1);
  if (broken_ || end == std::string::npos) return std::nullopt;
  allowance_ -= 1;
  const auto message = parseMessage(std::string_view(text_).substr(0, end));
  text_.erase(0, end + 1);
  broken_ = !message.has_value();
  return message;
}

}  // namespace ssc::kiosk::keeper
