// The states of an application, for the one who handed it in.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace ssc::kiosk {

struct ApplicationStateRow {
  std::string_view id, zh, en, hintZh, hintEn;
  bool open;  ///< it can be taken back
};
inline constexpr std::array kApplicationStates{
    ApplicationStateRow{"SUBMITTED", "已受理", "accepted", "等待经办人员审核，现在不用做什么。",
                        "A clerk will look at it. There is nothing for you to do now.", true},
    ApplicationStateRow{"CHECKED", "已初审", "checked once", "等待复核，现在不用做什么。",
                        "A second clerk will look at it. There is nothing for you to do now.", true},
    ApplicationStateRow{"APPROVED", "已通过", "approved", "已经办好。", "It is done.", false},
    ApplicationStateRow{"RETURNED", "已退回", "returned", "请按退回原因改好，再交一次。",
                        "Please put right what the reason says, and send it again.", true},
    ApplicationStateRow{"WITHDRAWN", "已撤回", "withdrawn", "已经不再办理。", "It is not worked on any more.",
                        false},
};

/// The first row for a state that nobody knows: it waits.
inline const ApplicationStateRow& stateRow(std::string_view id) {
  const auto* const row = std::ranges::find(kApplicationStates, id, &ApplicationStateRow::id);
  return row == kApplicationStates.end() ? kApplicationStates.front() : *row;
}

}  // namespace ssc::kiosk
