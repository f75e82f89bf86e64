#include "hostlib/office/settings.hpp"

#include <algorithm>
#include <array>

#include "wire/https/url.hpp"

namespace ssc::office {
namespace {

bool isDigits(const std::string& text, std::size_t count) {
  return text.size() == count &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// They are signed with bars between; lengths are looked at where the configuration is read, and by the
// center.
bool isHeadText(const std::string& text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '|';
  });
}

struct Row {
  bool (*fits)(const Settings&);
  const char* mistake;
};
constexpr std::array kRows{
    Row{[](const Settings& s) { return https::endpointOf(s.url).has_value(); },
        "url: must be https://host or https://host:port"},
    Row{[](const Settings& s) { return s.registerUrl.empty() || https::endpointOf(s.registerUrl); },
        "register_url: must be https://host or https://host:port"},
    Row{[](const Settings& s) { return !s.authority.empty(); }, "ca: is missing"},
    Row{[](const Settings& s) { return !s.centerKey.empty(); }, "center_key: is missing"},
    Row{[](const Settings& s) { return !s.folder.empty(); }, "folder: is missing"},
    Row{[](const Settings& s) { return isDigits(s.terminal, 12); }, "terminal: must be 12 digits"},
    Row{[](const Settings& s) { return isDigits(s.area, 6); }, "area: must be 6 digits"},
    Row{[](const Settings& s) { return isHeadText(s.institution) && s.institution.size() == 12; },
        "institution: must be 12 characters"},
    Row{[](const Settings& s) { return isHeadText(s.institutionName); },
        "institution_name: must be a name without |"},
    Row{[](const Settings& s) { return isHeadText(s.operatorType); }, "operator_type: is missing"},
    Row{[](const Settings& s) { return s.operatorId.empty() || isHeadText(s.operatorId); },
        "operator: must not hold |"},
    Row{[](const Settings& s) { return s.operatorName.empty() || isHeadText(s.operatorName); },
        "operator_name: must not hold |"},
    Row{[](const Settings& s) { return isHeadText(s.version); }, "version: is missing"},
    Row{[](const Settings& s) { return !s.program.empty(); }, "program: is missing"},
};

}  // namespace

std::optional<std::string> mistakeIn(const Settings& settings) {
  const auto* row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return !r.fits(settings); });
  return row == kRows.end() ? std::nullopt : std::optional<std::string>(row->mistake);
}

}  // namespace ssc::office
