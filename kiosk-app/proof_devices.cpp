#include "kiosk-app/proof_devices.hpp"

#include <charconv>
#include <fstream>
#include <map>

namespace ssc::kiosk {
namespace {

using flows::Failure;
using flows::Reason;

constexpr unsigned kWhole = 100;  // per cent

std::map<std::string, std::string> wordsIn(const std::filesystem::path& file) {
  std::map<std::string, std::string> words;
  std::ifstream in(file);
  for (std::string word, value; in >> word && std::getline(in >> std::ws, value);)
    words.insert_or_assign(word, value);
  return words;
}

tl::unexpected<Failure> notThere(const char* what) {
  return tl::unexpected(Failure{Reason::notSupported, what, {}});
}

}  // namespace

flows::Outcome<flows::FaceSeen> faceBefore(const std::filesystem::path& camera) {
  auto seen = wordsIn(camera);
  const std::string& text = seen["likeness"];
  unsigned likeness = kWhole + 1;
  std::from_chars(text.data(), text.data() + text.size(), likeness);
  if (likeness > kWhole) return notThere("camera");
  return flows::FaceSeen{static_cast<std::uint8_t>(likeness), seen["alive"] == "yes"};
}

flows::Outcome<flows::IdCard> idCardOn(const std::filesystem::path& reader) {
  auto seen = wordsIn(reader);
  if (seen["number"].empty() || seen["name"].empty()) return notThere("id-card reader");
  return flows::IdCard{crypto::Personal(std::move(seen["number"])),
                       crypto::Personal(std::move(seen["name"]))};
}

}  // namespace ssc::kiosk
