#include "keys-sim/device/persistent_state.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "keys-sim/device/descriptor.hpp"
#include "keys-sim/profile/file_text.hpp"

namespace ssc::sim {
namespace {

using nlohmann::json;

constexpr int kFormat = 2;
constexpr unsigned kMaxTries = 15;

tl::unexpected<std::string> systemError(const std::string& what) {
  return tl::make_unexpected(what + ": " + std::strerror(errno));
}

bool readTries(const json& object, PersistentState& state) {
  if (!object.is_object()) return false;
  for (const auto& [name, tries] : object.items()) {
    if (!tries.is_number_unsigned() || tries.get<std::uint64_t>() > kMaxTries) return false;
    state.triesLeft[name] = tries.get<unsigned>();
  }
  return true;
}

bool readBlocked(const json& array, PersistentState& state) {
  if (!array.is_array()) return false;
  for (const auto& name : array) {
    if (!name.is_string()) return false;
    state.blocked.insert(name.get<std::string>());
  }
  return true;
}

bool readImage(const json& array, Image& image) {
  if (!array.is_array()) return false;
  for (const auto& text : array) {
    auto bytes = text.is_string() ? apdu::fromHex(text.get<std::string>()) : std::nullopt;
    if (!bytes) return false;
    image.push_back(std::move(*bytes));
  }
  return true;
}

bool readImages(const json& object, PersistentState& state) {
  if (!object.is_object()) return false;
  return std::all_of(object.items().begin(), object.items().end(),
                     [&](const auto& item) { return readImage(item.value(), state.images[item.key()]); });
}

json imagesOf(const PersistentState& state) {
  json object = json::object();
  for (const auto& [name, image] : state.images) {
    json array = json::array();
    for (const auto& bytes : image)
      array.push_back(apdu::toHex(bytes));
    object[name] = std::move(array);
  }
  return object;
}

tl::expected<PersistentState, std::string> readState(const json& document, const std::string& identity) {
  if (!document.is_object() || document.size() != 5 || document.value("format", json()) != json(kFormat))
    return tl::make_unexpected(std::string("is damaged or of another format"));
  if (document.value("chip", json()) != json(identity))
    return tl::make_unexpected(std::string("belongs to another chip"));
  PersistentState state;
  if (!readTries(document.value("tries", json()), state) ||
      !readBlocked(document.value("blocked", json()), state) ||
      !readImages(document.value("images", json()), state))
    return tl::make_unexpected(std::string("is damaged"));
  return state;
}

tl::expected<void, std::string> writeDurably(const std::filesystem::path& file, const std::string& text) {
  const Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!out.isOpen()) return systemError(file.string() + ": cannot be opened");
  std::size_t written = 0;
  while (written < text.size()) {
    const auto n = ::write(out.number(), text.data() + written, text.size() - written);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return systemError(file.string() + ": cannot be written");
    written += static_cast<std::size_t>(n);
  }
  if (::fsync(out.number()) != 0) return systemError(file.string() + ": fsync");
  return {};
}

tl::expected<void, std::string> syncFolder(const std::filesystem::path& folder) {
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.isOpen() || ::fsync(directory.number()) != 0)
    return systemError(folder.string() + ": fsync");
  return {};
}

}  // namespace

tl::expected<PersistentState, std::string> FileStore::load() {
  std::error_code fault;
  if (!std::filesystem::exists(file_, fault) && !fault) return PersistentState{};
  const auto text = readFileText(file_);
  if (!text) return tl::make_unexpected(file_.string() + ": cannot be read");
  const auto document = json::parse(*text, nullptr, false);
  auto state = readState(document, identity_);
  if (!state) return tl::make_unexpected(file_.string() + ": state file " + state.error());
  return state;
}

tl::expected<void, std::string> FileStore::save(const PersistentState& state) {
  const json document{{"format", kFormat},
                      {"chip", identity_},
                      {"tries", state.triesLeft},
                      {"blocked", state.blocked},
                      {"images", imagesOf(state)}};
  std::filesystem::path temporary = file_;
  temporary += ".new";
  if (auto done = writeDurably(temporary, document.dump(2) + "\n"); !done) return done;
  std::error_code fault;
  std::filesystem::rename(temporary, file_, fault);
  if (fault) return tl::make_unexpected(file_.string() + ": " + fault.message());
  return syncFolder(file_.parent_path());
}

}  // namespace ssc::sim
