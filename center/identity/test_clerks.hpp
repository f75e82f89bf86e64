// Two invented members of staff, so that a counter can be shown and tested.
#pragma once

#include <soci/soci.h>
#include <string>
#include <string_view>

namespace ssc::center {

inline constexpr std::string_view kTestClerkNumber = "S90001", kTestSupervisorNumber = "S90002";

/// A clerk (测试柜员甲) and a supervisor (测试主管乙) of the area, each with a card that works; nothing for
/// an area that has them. Their social security numbers, clerk first. Throws what SOCI throws.
struct TestStaff {
  std::string clerk, clerkCard, supervisor, supervisorCard;
};
TestStaff addTestStaff(soci::session& sql, const std::string& area);

}  // namespace ssc::center
