// Hanzi for letters: the engine of libgooglepinyin behind an own keyboard. It learns nothing: what somebody
// writes must not help the next one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ssc::kiosk {

/// The library has one engine for the whole process: one object at a time. It is opened with the first
/// question.
class Pinyin {
 public:
  Pinyin() = default;
  ~Pinyin();
  Pinyin(const Pinyin&) = delete;
  Pinyin& operator=(const Pinyin&) = delete;

  /// A word or a sentence for the letters a to z, or their beginning; `letters`: how many of them it is.
  struct Candidate {
    std::string text;  ///< UTF-8
    std::size_t letters;
  };
  /// Best first; none where the dictionary is missing or knows nothing.
  std::vector<Candidate> candidates(std::string_view letters);

 private:
  bool open();

  bool open_ = false;
};

}  // namespace ssc::kiosk
