#include "hostlib/profile/office_section.hpp"

#include <algorithm>
#include <array>

namespace ssc::profile {
namespace {

constexpr std::size_t kTerminalDigits = 12, kAreaDigits = 6, kInstitution = 12;

bool isDigits(std::string_view text, std::size_t count) {
  return text.size() == count &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Code points; the file is UTF-8, or it would not have been read.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// What stands in the head of a message is signed with bars between: none may come from here.
template <std::size_t most>
bool isName(std::string_view text) {
  return characters(text) <= most && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '|';
         });
}

bool isUrl(std::string_view text) {
  return text.starts_with("https://");
}
bool isPath(std::string_view text) {
  return !text.empty();
}
bool isTerminal(std::string_view text) {
  return isDigits(text, kTerminalDigits);
}
bool isArea(std::string_view text) {
  return isDigits(text, kAreaDigits);
}
bool isInstitution(std::string_view text) {
  return text.size() == kInstitution && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
         });
}
bool isOperatorType(std::string_view text) {
  return text == "1" || text == "2" || text == "3";
}

struct Row {
  std::string_view key;
  std::string OfficeConfig::* value;
  bool (*accepts)(std::string_view);
  std::string_view what;
  bool needed;
};
constexpr std::array kRows{
    Row{"url", &OfficeConfig::url, isUrl, "must begin with https://", true},
    Row{"register_url", &OfficeConfig::registerUrl, isUrl, "must begin with https://", false},
    Row{"ca", &OfficeConfig::authority, isPath, "must be a path", true},
    Row{"center_key", &OfficeConfig::centerKey, isPath, "must be a path", true},
    Row{"folder", &OfficeConfig::folder, isPath, "must be a path", true},
    Row{"terminal", &OfficeConfig::terminal, isTerminal, "must be 12 digits", true},
    Row{"area", &OfficeConfig::area, isArea, "must be 6 digits", true},
    Row{"institution", &OfficeConfig::institution, isInstitution, "must be 12 digits and capital letters",
        true},
    Row{"institution_name", &OfficeConfig::institutionName, isName<20>,
        "must be at most 20 characters without |", true},
    Row{"place", &OfficeConfig::place, isName<64>, "must be at most 64 characters without |", true},
    Row{"operator_type", &OfficeConfig::operatorType, isOperatorType,
        "must be \"1\" (clerk), \"2\" (self-service) or \"3\" (mobile)", false},
    Row{"operator", &OfficeConfig::operatorId, isName<30>, "must be at most 30 characters without |", false},
    Row{"operator_name", &OfficeConfig::operatorName, isName<50>, "must be at most 50 characters without |",
        false},
};

}  // namespace

void readOffice(TableReader& in, Config& config) {
  OfficeConfig office = config.office.value_or(OfficeConfig{});
  for (const Row& row : kRows) {
    if (auto text = in.text(row.key)) {
      if (!row.accepts(*text)) in.fail(row.key, std::string(row.what));
      office.*row.value = std::move(*text);
    }
    if (row.needed) in.require(!(office.*row.value).empty(), row.key);
  }
  config.office = std::move(office);
}

}  // namespace ssc::profile
