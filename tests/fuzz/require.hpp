// What a fuzz target promises: a broken promise ends the program, so the fuzzer keeps the input.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace ssc::fuzz {

inline void require(bool kept, const char* promise) {
  if (kept) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

}  // namespace ssc::fuzz
