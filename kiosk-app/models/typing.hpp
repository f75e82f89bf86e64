// What somebody types into one field, key by key: digits that fall into a mask, hanzi for letters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk-app/models/pinyin.hpp"
#include "kiosk-app/models/question.hpp"

namespace ssc::kiosk {

class Typing {
 public:
  /// Into this question; `value`: what stands there already.
  void begin(const Question& question, std::string_view value);
  /// Nothing is left of what was typed.
  void clear();

  /// One character, UTF-8. What the field cannot take is not taken.
  void press(std::string_view key);
  void erase();
  /// Letters become hanzi (true), or stay.
  void setPinyin(bool on);
  void pick(std::size_t candidate);
  /// Letters that are still no hanzi become the best candidate.
  void finish();

  /// As a form has it.
  [[nodiscard]] std::string value() const;
  /// Of a mask that is a date: the digits so far of each of its parts, with _ for those to come.
  [[nodiscard]] std::vector<std::string> parts() const;
  [[nodiscard]] const std::string& letters() const { return letters_; }
  [[nodiscard]] const std::vector<Pinyin::Candidate>& candidates() const { return candidates_; }
  [[nodiscard]] bool pinyin() const { return pinyin_; }
  /// Whether a hyphen makes a difference.
  [[nodiscard]] bool takesHyphen() const;

 private:
  [[nodiscard]] bool takes(char key) const;
  [[nodiscard]] bool takesDigit() const;
  void add(std::string_view text);
  void compose(std::string letters);

  Entry entry_ = Entry::text;
  std::size_t most_ = 0;
  bool dated_ = false, pinyin_ = true;
  std::vector<std::string_view> masks_;
  std::string typed_, letters_;
  std::vector<Pinyin::Candidate> candidates_;
  Pinyin engine_;
};

/// Digits as one mask has them, with its hyphens; empty where they do not fit. Exposed for its test.
std::string filled(std::string_view mask, std::string_view digits);

}  // namespace ssc::kiosk
