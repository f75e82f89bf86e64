// Samples of the messages between a terminal and its center.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "wire/office/envelope.hpp"

namespace ssc::test {

/// The 16 values of the head by the names they travel under, in the order in which they are signed. Typed
/// here once more: the table of the product must not check itself.
inline const std::vector<std::pair<std::string, std::string wire::office::Head::*>>& headMembers() {
  using wire::office::Head;
  static const std::vector<std::pair<std::string, std::string Head::*>> kMembers{
      {"infno", &Head::infno},
      {"msgid", &Head::msgid},
      {"mdtrtarea_admvs", &Head::mdtrtareaAdmvs},
      {"insuplc_admdvs", &Head::insuplcAdmdvs},
      {"recer_sys_code", &Head::recerSysCode},
      {"dev_no", &Head::devNo},
      {"dev_safe_info", &Head::devSafeInfo},
      {"signtype", &Head::signtype},
      {"infver", &Head::infver},
      {"opter_type", &Head::opterType},
      {"opter", &Head::opter},
      {"opter_name", &Head::opterName},
      {"inf_time", &Head::infTime},
      {"fixmedins_code", &Head::fixmedinsCode},
      {"fixmedins_name", &Head::fixmedinsName},
      {"sign_no", &Head::signNo},
  };
  return kMembers;
}

}  // namespace ssc::test
