#include "hostlib/cli/file_name.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "card-spec/tables.hpp"
#include "hostlib/card/card.hpp"

namespace ssc::cli {
namespace {

using flows::Failure;
using flows::Reason;

constexpr std::array kGenerations{cardspec::Generation::one, cardspec::Generation::two,
                                  cardspec::Generation::three};

// Places of the files with this label; a file that generations share counts once.
std::set<std::string> placesOf(std::string_view label) {
  std::set<std::string> places;
  for (const cardspec::Generation generation : kGenerations) {
    for (const cardspec::File& file : cardspec::files(generation)) {
      if (file.label == label) places.insert(card::placeOf(file));
    }
  }
  return places;
}

std::string joined(const std::set<std::string>& places) {
  std::string text;
  for (const std::string& place : places)
    text += (text.empty() ? "" : ", ") + place;
  return text;
}

}  // namespace

flows::Outcome<std::string> placeOf(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const std::size_t end = std::min(name.find_first_of(" #"), name.size());
  const std::string label = name.substr(0, end);
  const auto places = placesOf(label);
  if (places.empty())
    return tl::unexpected(Failure{Reason::noSuchFile, "'" + label + "'; `ssc dump` shows the names", {}});
  if (places.size() > 1)
    return tl::unexpected(Failure{Reason::badInput, "'" + label + "' is " + joined(places), {}});
  return *places.begin() + name.substr(end);
}

}  // namespace ssc::cli
