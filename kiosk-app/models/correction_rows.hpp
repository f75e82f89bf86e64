// "This is wrong": what is asked about a record, and what may be wrong with it.
#pragma once

#include <array>
#include <string_view>

namespace ssc::kiosk {

/// In the order in which it is asked: row, field, what, text.
struct AskRow {
  std::string_view id, zh, en, helpZh, helpEn;
  bool required;
};
inline constexpr std::array kAsks{
    AskRow{"row", "哪一条有误？", "Which record is wrong?", "请选择有误的一条", "Please choose the record",
           true},
    AskRow{"field", "哪一项有误？", "What in it is wrong?", "请选择有误的一项", "Please choose the line",
           true},
    AskRow{"what", "怎么不对？", "What is wrong with it?", "请选择最接近的一种",
           "Please choose what comes closest", true},
    AskRow{"text", "正确的应该是什么？", "What should it say?", "写上正确的内容或说明",
           "The right value, or a few words", false},
};

struct MistakeRow {
  std::string_view id, zh, en;
};
inline constexpr std::array kMistakes{
    MistakeRow{"wrong", "内容不对", "It is not right"},
    MistakeRow{"missing", "内容缺少或不全", "Something is missing"},
    MistakeRow{"not_mine", "不是我的记录", "It is not mine"},
    MistakeRow{"twice", "重复了", "It is there twice"},
    MistakeRow{"other", "其他", "Something else"},
};

inline constexpr struct {
  std::string_view zh, en;
} kCorrection{"记录有误", "This is wrong"};

}  // namespace ssc::kiosk
