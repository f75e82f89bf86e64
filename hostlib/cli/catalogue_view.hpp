// Services as `ssc catalogue` shows them: rows of a table, one item in full, JSON.
#pragma once

#include "hostlib/catalogue/district.hpp"
#include "hostlib/catalogue/selection.hpp"
#include "hostlib/cli/output.hpp"

namespace ssc::cli {

std::string_view in(profile::Language language, const catalogue::Text& text);

/// The table, with a heading wherever the group changes when `grouped`.
void printItems(const catalogue::Items& items, bool grouped, profile::Language language);
/// The same flow by flow, each with the reason why it is missing.
void printMissing(const catalogue::Items& items, profile::Language language);
/// "271 items, 65 built"
void printCount(const catalogue::Items& items, profile::Language language);
/// Everything about one item.
void printItem(const catalogue::Item& item, profile::Language language);
void printDistrict(const catalogue::District& district, profile::Language language);

/// {id, label, kind, codes?}; codes: the list of its codes.
Json fieldJson(const catalogue::Field& field);
Json itemJson(const catalogue::Item& item);
Json districtJson(const catalogue::District& district);

}  // namespace ssc::cli
