#include "tests/stress/json_destruction.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <execinfo.h>
#include <link.h>
#include <memory>
#include <string>
#include <vector>

#include "tests/stress/faults.hpp"

namespace ssc::stress {
namespace {

constexpr const char* kDestroy = "json_value::destroy(";
constexpr std::size_t kFrames = 24;  // of one allocation, from its throw to the destructor's caller

struct Range {
  std::uintptr_t begin, end;
};
std::vector<Range> ranges;
std::atomic<long> leftInPeace{0};

struct Module {
  std::string file;
  std::uintptr_t base;
};

int addModule(dl_phdr_info* info, std::size_t /*size*/, void* list) {
  const std::string name = info->dlpi_name == nullptr ? "" : info->dlpi_name;
  if (name.find("SSCardDriver") != std::string::npos || name.find("libssc") != std::string::npos)
    static_cast<std::vector<Module>*>(list)->push_back({name, info->dlpi_addr});
  return 0;
}

// `nm` knows the local functions too, and how long they are.
void addRanges(const Module& module) {
  const std::string command = "nm --demangle --defined-only --print-size '" + module.file + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> lines(::popen(command.c_str(), "r"), ::pclose);
  std::array<char, 1 << 14> line{};
  while (lines && std::fgets(line.data(), line.size(), lines.get()) != nullptr) {
    unsigned long long at = 0, size = 0;
    if (std::strstr(line.data(), kDestroy) == nullptr ||
        std::sscanf(line.data(), "%llx %llx", &at, &size) != 2)
      continue;
    ranges.push_back({module.base + at, module.base + at + size});
  }
}

}  // namespace

bool findJsonDestruction() {
  std::vector<Module> modules;
  dl_iterate_phdr(addModule, &modules);
  for (const Module& module : modules)
    addRanges(module);
  (void)isDestroyingJson();  // the first backtrace loads a library
  return !ranges.empty();
}

bool isDestroyingJson() noexcept {
  const Simulation unharmed;
  std::array<void*, kFrames> frames{};
  const auto used = static_cast<std::size_t>(::backtrace(frames.data(), static_cast<int>(frames.size())));
  const bool inside =
      std::any_of(frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(used), [](void* frame) {
        const auto at = reinterpret_cast<std::uintptr_t>(frame);
        return std::any_of(ranges.begin(), ranges.end(),
                           [at](const Range& range) { return range.begin < at && at <= range.end; });
      });
  if (inside) ++leftInPeace;
  return inside;
}

long destructionsLeftInPeace() {
  return leftInPeace.exchange(0);
}

}  // namespace ssc::stress
