#include "kiosk-app/models/typing.hpp"

#include <algorithm>

namespace ssc::kiosk {
namespace {

constexpr std::size_t kMostLetters = 39;  // of a sentence in pinyin: what the engine takes
constexpr std::size_t kDecimals = 2;
constexpr char kBlank = '_';

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

bool isSmall(char c) {
  return c >= 'a' && c <= 'z';
}

bool isLetter(char c) {
  return isSmall(c) || (c >= 'A' && c <= 'Z');
}

/// A place of a mask that a digit fills; anything else stands there by itself.
bool isPlace(char c) {
  return c == 'd' || isDigit(c);
}

std::size_t placesOf(std::string_view mask) {
  return static_cast<std::size_t>(std::ranges::count_if(mask, isPlace));
}

bool isTail(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !isTail(c); }));
}

void dropLast(std::string& text) {
  while (!text.empty() && isTail(text.back()))
    text.pop_back();
  if (!text.empty()) text.pop_back();
}

}  // namespace

std::string filled(std::string_view mask, std::string_view digits) {
  if (placesOf(mask) != digits.size()) return {};
  std::string text;
  for (const char c : mask) {
    const bool place = isPlace(c);
    if (place && isDigit(c) && c != digits.front()) return {};
    text += place ? digits.front() : c;
    if (place) digits.remove_prefix(1);
  }
  return text;
}

void Typing::begin(const Question& question, std::string_view value) {
  clear();
  entry_ = question.entry;
  most_ = question.most;
  dated_ = question.dated;
  masks_ = question.masks;
  pinyin_ = true;
  for (const char c : value)
    if (!dated_ || isDigit(c)) typed_ += c;
}

void Typing::clear() {
  std::ranges::fill(typed_, '\0');
  typed_.clear();
  compose({});
}

bool Typing::takesHyphen() const {
  return entry_ == Entry::letters ||
         (entry_ == Entry::digits && !dated_ && std::ranges::any_of(masks_, [](std::string_view mask) {
            return mask.find('-') != std::string_view::npos;
          }));
}

bool Typing::takesDigit() const {
  if (entry_ == Entry::amount) {
    const auto point = typed_.find('.');
    return point == std::string::npos ? typed_.size() < most_ : typed_.size() - point <= kDecimals;
  }
  std::size_t most = masks_.empty() ? most_ : 0;
  for (const std::string_view mask : masks_)
    most = std::max(most, placesOf(mask));
  return static_cast<std::size_t>(std::ranges::count_if(typed_, isDigit)) < most;
}

bool Typing::takes(char key) const {
  switch (entry_) {
    case Entry::choice:
      return false;
    case Entry::digits:
      return isDigit(key) ? takesDigit() : key == '-' && takesHyphen() && !typed_.empty();
    case Entry::amount:
      return isDigit(key) ? takesDigit()
                          : key == '.' && !typed_.empty() && typed_.find('.') == std::string::npos;
    case Entry::letters:
      return (isDigit(key) || isLetter(key) || key == '-') && typed_.size() < most_;
    case Entry::text:
      return true;
  }
  return false;
}

void Typing::add(std::string_view text) {
  if (characters(typed_) + characters(text) <= most_) typed_ += text;
}

void Typing::compose(std::string letters) {
  letters_ = std::move(letters);
  candidates_ = engine_.candidates(letters_);
}

void Typing::press(std::string_view key) {
  if (key.empty()) return;
  if (entry_ != Entry::text) {
    if (key.size() == 1 && takes(key.front())) typed_ += key;
    return;
  }
  if (pinyin_ && key.size() == 1 && isSmall(key.front())) {
    if (letters_.size() < kMostLetters) compose(letters_ + key.front());
    return;
  }
  const bool chooses = key == " " && !letters_.empty();
  finish();
  if (!chooses) add(key);
}

void Typing::erase() {
  if (!letters_.empty()) return compose(letters_.substr(0, letters_.size() - 1));
  dropLast(typed_);
}

void Typing::setPinyin(bool on) {
  finish();
  pinyin_ = on;
}

void Typing::pick(std::size_t candidate) {
  if (candidate >= candidates_.size()) return;
  const Pinyin::Candidate chosen = candidates_[candidate];
  add(chosen.text);
  compose(letters_.substr(std::min(std::max<std::size_t>(chosen.letters, 1), letters_.size())));
}

void Typing::finish() {
  while (!letters_.empty() && !candidates_.empty())
    pick(0);
  add(letters_);
  compose({});
}

std::string Typing::value() const {
  const bool plain = std::ranges::all_of(typed_, isDigit);
  if (entry_ != Entry::digits || masks_.empty() || !plain) return typed_;
  std::string found;
  for (const std::string_view mask : masks_) {
    std::string text = filled(mask, typed_);
    if (text.empty()) continue;
    if (!found.empty()) return typed_;  // two readings: the hyphen has to say which
    found = std::move(text);
  }
  return found.empty() ? typed_ : found;
}

std::vector<std::string> Typing::parts() const {
  if (!dated_ || masks_.size() != 1) return {};
  std::vector<std::string> parts(1);
  std::size_t at = 0;
  for (const char c : masks_.front()) {
    if (!isPlace(c)) {
      parts.emplace_back();
      continue;
    }
    parts.back() += at < typed_.size() ? typed_[at] : kBlank;
    ++at;
  }
  return parts;
}

}  // namespace ssc::kiosk
