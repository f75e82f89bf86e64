// `ssc login`
#include <fmt/core.h>

#include "hostlib/cli/office_sign_in.hpp"

namespace ssc::cli {

int runLogin(const Options& options, std::stop_token stop) {
  const auto nothing = [](flows::OfficeDesk&, const flows::SignedInPerson&) -> flows::Outcome<Json> {
    return Json::object();
  };
  const auto print = [](const Json& json, profile::Language language) {
    printLine(language == profile::Language::zh ? "登录级别" : "Level",
              fmt::format("L{}", json["person"]["level"].get<int>()));
  };
  return runSignedIn(options, std::move(stop), "LP-HR-094", nothing, print);
}

}  // namespace ssc::cli
