// One basic read on connected chips, timed: writes "connected", waits for a line, reads, writes the seconds,
// waits again.
#include <chrono>
#include <iostream>
#include <string>

#include "hostlib/flows/read_card.hpp"
#include "tests/bench/kept_terminal.hpp"

int main() {
  using namespace ssc;
  const auto config = profile::loadConfig();
  auto terminal = flows::PcscTerminal::open(config.value(), bench::unbounded());
  bench::KeptTerminal kept(**terminal);
  crypto::SystemRandom random;
  flows::ReadCard flow(kept, random);
  std::string line;
  std::cout << "connected" << std::endl;
  std::getline(std::cin, line);
  const auto start = std::chrono::steady_clock::now();
  const auto card = flow.run(flows::CardInterface::contact);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  if (!card) {
    std::cerr << card.error().technicalText() << '\n';
    return 1;
  }
  std::cout << took.count() << std::endl;
  std::getline(std::cin, line);
  return 0;
}
