// The basic read through pcscd: the library against the smallest C program with the same exchanges, in one
// run. Runs inside the simulated world (tools/sim.py).
#include <benchmark/benchmark.h>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "hostlib/flows/pcsc_terminal.hpp"
#include "hostlib/flows/read_card.hpp"
#include "tests/bench/kept_terminal.hpp"
#include "tests/bench/raw_read.h"

namespace {

using namespace ssc;

struct Slots {
  std::string card, sam;
};

Slots slots() {
  auto context = pcsc::Context::establish();
  auto readers = (*context)->readers();
  const auto devices = flows::devicesOf(*readers);
  return {devices.at(0).slots.at(0), devices.at(0).slots.at(2)};
}

profile::Config configuration() {
  auto config = profile::loadConfig();
  if (!config) std::fprintf(stderr, "%s\n", config.error().text().c_str());
  return config.value();
}

bool isThirdGeneration() {
  return std::string(std::getenv("SSC_BENCH_CARD")) == "A";
}

void readOnce(benchmark::State& state, flows::Terminal& terminal) {
  crypto::SystemRandom random;
  flows::ReadCard flow(terminal, random);
  const auto card = flow.run(flows::CardInterface::contact);
  if (!card) state.SkipWithError(card.error().technicalText().c_str());
  benchmark::DoNotOptimize(card);
}

void libraryConnected(benchmark::State& state) {
  auto terminal = flows::PcscTerminal::open(configuration(), bench::unbounded());
  bench::KeptTerminal kept(**terminal);
  for (auto _ : state)
    readOnce(state, kept);
}

void libraryWithConnect(benchmark::State& state) {
  const profile::Config config = configuration();
  for (auto _ : state) {
    auto terminal = flows::PcscTerminal::open(config, bench::unbounded());
    readOnce(state, **terminal);
  }
}

void rawRead(benchmark::State& state, const raw_terminal& terminal, bool thirdGeneration) {
  unsigned char holder[258];
  const int length = raw_read(&terminal, thirdGeneration ? 1 : 0, holder);
  if (length <= 0) state.SkipWithError(("raw read failed: " + std::to_string(length)).c_str());
  benchmark::DoNotOptimize(holder);
}

void rawConnected(benchmark::State& state) {
  const Slots names = slots();
  raw_terminal terminal{};
  if (raw_open(&terminal, names.card.c_str(), names.sam.c_str()) != 0) state.SkipWithError("raw open failed");
  const bool third = isThirdGeneration();
  for (auto _ : state)
    rawRead(state, terminal, third);
  raw_close(&terminal);
}

void rawWithConnect(benchmark::State& state) {
  const Slots names = slots();
  const bool third = isThirdGeneration();
  for (auto _ : state) {
    raw_terminal terminal{};
    if (raw_open(&terminal, names.card.c_str(), names.sam.c_str()) != 0)
      state.SkipWithError("raw open failed");
    rawRead(state, terminal, third);
    raw_close(&terminal);
  }
}

BENCHMARK(libraryConnected)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(rawConnected)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(libraryWithConnect)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(rawWithConnect)->UseRealTime()->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
