#include "hostlib/cli/cell_text.hpp"

#include "hostlib/render/value_text.hpp"

namespace ssc::cli {

std::string cellText(const Json& column, const std::string& cell, profile::Language language) {
  const auto codes = column.find("codes");
  if (codes != column.end() && codes->contains(cell))
    return (*codes)[cell].value(language == profile::Language::zh ? "zh" : "en", cell);
  return render::valueText(column.value("kind", ""), cell, language);
}

}  // namespace ssc::cli
