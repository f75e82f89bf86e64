// libtomlplusplus cannot live through a failed allocation: its parser has functions that are noexcept and
// allocate, and ends the process. What it does while it reads ssc.toml and the hardware profiles is therefore
// left in peace.
#include <dlfcn.h>
#include <string_view>
#include <toml++/toml.h>

#include "tests/stress/faults.hpp"

#define SSC_TOML_PARSE "_ZN4toml2v32ex5parseESt17basic_string_viewIcSt11char_traitsIcEES5_"

#pragma GCC visibility push(default)
toml::table parseInPeace(std::string_view text, std::string_view path) asm(SSC_TOML_PARSE);
#pragma GCC visibility pop

toml::table parseInPeace(std::string_view text, std::string_view path) {
  using Parse = toml::table (*)(std::string_view, std::string_view);
  static const auto real = reinterpret_cast<Parse>(dlsym(RTLD_NEXT, SSC_TOML_PARSE));
  const ssc::stress::Simulation simulation;
  return real(text, path);
}
