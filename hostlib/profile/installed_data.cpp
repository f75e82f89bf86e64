#include "hostlib/profile/installed_data.hpp"

#include <array>
#include <dlfcn.h>
#include <link.h>
#include <system_error>

namespace ssc::profile {
namespace {

namespace fs = std::filesystem;

// Ways from the folder of a library and of a program to the data; both are given by the install rules.
constexpr std::array kWays{SSC_WAY_FROM_LIBRARY, SSC_WAY_FROM_PROGRAM};
constexpr const char* kProfiles = "hw-profiles";

const char kInsideThisCode = 0;

// As the loader found it. A program has no name there, and its argv[0] is what its caller liked to write.
fs::path loadedFrom() {
  Dl_info info{};
  void* map = nullptr;
  if (::dladdr1(&kInsideThisCode, &info, &map, RTLD_DL_LINKMAP) == 0 || map == nullptr) return {};
  const fs::path name = static_cast<const link_map*>(map)->l_name;
  return name.empty() ? fs::path("/proc/self/exe") : name;
}

// The file that holds this code, with links followed: a library, or the program where it is linked in.
fs::path ownFile() {
  const fs::path loaded = loadedFrom();
  if (!loaded.is_absolute()) return {};  // the current folder may be anybody's
  std::error_code ignored;
  const fs::path file = fs::canonical(loaded, ignored);
  return ignored ? fs::path{} : file;
}

}  // namespace

fs::path profilesBeside(const fs::path& code) {
  if (code.empty()) return {};
  for (const char* way : kWays) {
    std::error_code ignored;
    fs::path folder = (code.parent_path() / way / kProfiles).lexically_normal();
    if (fs::is_directory(folder, ignored)) return folder;
  }
  return {};
}

fs::path installedProfiles() {
  const fs::path own = profilesBeside(ownFile());
  return own.empty() ? fs::path(SSC_DATA_DIR) / kProfiles : own;
}

}  // namespace ssc::profile
