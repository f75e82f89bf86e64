// Opens and closes readers from four threads at once for SECONDS, each with contexts of its own, and says how
// often. In a world of ours. A fault of memory ends it.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "apdu/pcsc/card_handle.hpp"
#include "apdu/pcsc/context.hpp"

namespace {

using namespace ssc::pcsc;
using Steady = std::chrono::steady_clock;

void openAndClose(std::size_t which, Steady::time_point end, std::atomic<long>& opened) {
  while (Steady::now() < end) {
    const auto context = Context::establish();
    if (!context) continue;
    const auto readers = (*context)->readers();
    if (!readers || readers->empty()) continue;
    for (int i = 0; i < 5; ++i) {
      const auto handle = connect(*context, (*readers)[which % readers->size()], Share::direct,
                                  Protocols::any, Steady::now() + std::chrono::seconds(1), {});
      if (handle) ++opened;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  constexpr std::size_t kThreads = 4;
  const auto end = Steady::now() + std::chrono::seconds(std::atoi(argv[1]));
  std::atomic<long> opened{0};
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < kThreads; ++i)
      threads.emplace_back([&, i] { openAndClose(i, end, opened); });
  }
  std::printf("%ld opened\n", opened.load());
  return opened >= 100 ? 0 : 1;
}
