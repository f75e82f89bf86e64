#include "kiosk-app/models/pinyin.hpp"

#include <QString>
#include <algorithm>
#include <array>
#include <googlepinyin/pinyinime.h>

namespace ssc::kiosk {
namespace {

constexpr std::size_t kMostLetters = 39, kMostHanzi = 20;  // the engine's own bounds are not much wider
constexpr std::size_t kMostCandidates = 80;

/// Letters up to the end of the `count`th syllable.
std::size_t lettersOf(std::size_t count) {
  const ime_pinyin::uint16* starts = nullptr;
  const std::size_t syllables = ime_pinyin::im_get_spl_start_pos(starts);
  return starts[std::min(count, syllables)];
}

}  // namespace

Pinyin::~Pinyin() {
  if (open_) ime_pinyin::im_close_decoder();
}

bool Pinyin::open() {
  // A user's dictionary that cannot be: the engine keeps what it would learn in memory, and only there.
  open_ = open_ || ime_pinyin::im_open_decoder(SSC_PINYIN_DICTIONARY, "");
  return open_;
}

std::vector<Pinyin::Candidate> Pinyin::candidates(std::string_view letters) {
  if (letters.empty() || !open()) return {};
  ime_pinyin::im_set_max_lens(kMostLetters, kMostHanzi);
  ime_pinyin::im_reset_search();
  const std::string spelling(letters.substr(0, kMostLetters));
  const std::size_t found = ime_pinyin::im_search(spelling.c_str(), spelling.size());
  std::vector<Candidate> result;
  for (std::size_t i = 0; i < std::min(found, kMostCandidates); ++i) {
    std::array<ime_pinyin::char16, kMostHanzi + 1> hanzi{};
    if (ime_pinyin::im_get_candidate(i, hanzi.data(), kMostHanzi) == nullptr) break;
    const QString text = QString::fromUtf16(reinterpret_cast<const char16_t*>(hanzi.data()));
    if (text.isEmpty()) continue;
    result.push_back({text.toStdString(), lettersOf(static_cast<std::size_t>(text.size()))});
  }
  return result;
}

}  // namespace ssc::kiosk
