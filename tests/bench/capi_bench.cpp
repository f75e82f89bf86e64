// The C interfaces against the C++ calls that do the same, in one process, through the real pcscd:
//   basic  iReadCardBas of libSSCardDriver | flows::readBasic: connecting and resetting, as one-shot calls do
//   kept   ssc_card_read of libssc | a step on a flows::HeldCard, the same texts in and out; card connected
// `ssc_capi_bench rounds N` takes turns and writes the time of each call as JSON; `ssc_capi_bench PAIR c|cpp
// N` only makes N calls, for an instruction count; `ssc_capi_bench verify` is one iVerifyPIN, for a trace.
#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "SSCardDriver.h"
#include "hostlib/flows/files.hpp"
#include "hostlib/flows/held_card.hpp"
#include "hostlib/flows/reader_call.hpp"
#include "hostlib/render/item_text.hpp"
#include "hostlib/render/json.hpp"
#include "ssc.h"

namespace {

using namespace ssc;

constexpr int kContact = 1;
constexpr std::size_t kRoom = 4096;
constexpr const char* kItems = "SSSE/EF06 08,09";
constexpr int kWarmUp = 3;

void require(bool done, const char* what) {
  if (done) return;
  std::cerr << "ssc_capi_bench: " << what << " failed\n";
  std::exit(1);
}

// One of the two ways of doing a piece of work; its construction is not measured.
struct Way {
  virtual ~Way() = default;
  virtual void once() = 0;
};

struct DriverCall final : Way {
  void once() override {
    std::array<char, kRoom> out{};
    require(iReadCardBas(kContact, out.data()) == 0, "iReadCardBas");
  }
};

struct BasicFlow final : Way {
  void once() override {
    const auto config = profile::loadConfig();
    require(flows::readBasic(*config, flows::CardInterface::contact, flows::Tracing::off).has_value(),
            "readBasic");
  }
};

struct HandleCall final : Way {
  HandleCall() {
    require(ssc_open(nullptr, &terminal) == 0, "ssc_open");
    require(ssc_card_open(terminal, kContact, &card) == 0, "ssc_card_open");
  }
  ~HandleCall() override {
    ssc_card_close(&card);
    ssc_close(&terminal);
  }
  void once() override {
    std::array<char, kRoom> out{};
    std::size_t length = out.size();
    require(ssc_card_read(card, kItems, SSC_BY_KEY, out.data(), &length) == 0, "ssc_card_read");
  }

  ssc_terminal* terminal = nullptr;
  ssc_card* card = nullptr;
};

struct HeldStep final : Way {
  HeldStep() : held(profile::loadConfig().value()) {
    require(held.begin({}, [](flows::Visit& visit) { return visit.take(flows::CardInterface::contact); })
                .has_value(),
            "HeldCard::begin");
  }
  void once() override {
    const auto contents = held.go<Contents>(
        {}, [requests = *render::parseItems(kItems)](flows::Visit& visit) { return read(visit, requests); });
    require(contents.has_value(), "HeldCard::go");
    render::Json files = render::Json::array();
    for (const flows::FileContent& content : *contents)
      files.push_back(render::file(content, render::Shown::full));
    require(!files.dump().empty(), "render::file");
  }

  using Contents = std::vector<flows::FileContent>;
  static flows::Outcome<Contents> read(flows::Visit& visit, const std::vector<flows::FileRequest>& requests) {
    if (const auto there = visit.comeBack(); !there) return tl::unexpected(there.error());
    return flows::readFiles(visit, requests, {flows::AccessBy::key});
  }

  flows::HeldCard held;
};

template <class T>
std::unique_ptr<Way> make() {
  return std::make_unique<T>();
}

struct Pair {
  std::string_view name;
  std::unique_ptr<Way> (*c)();
  std::unique_ptr<Way> (*cpp)();
};
constexpr std::array kPairs{Pair{"basic", make<DriverCall>, make<BasicFlow>},
                            Pair{"kept", make<HandleCall>, make<HeldStep>}};

double cpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Sample {
  double wall, cpu;
};

Sample timed(Way& way) {
  const auto start = std::chrono::steady_clock::now();
  const double cpu = cpuSeconds();
  way.once();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  return {wall.count(), cpuSeconds() - cpu};
}

void print(std::string_view name, const std::vector<Sample>& samples, const char* end) {
  std::cout << "\"" << name << "\":{";
  for (const bool wall : {true, false}) {
    std::cout << (wall ? "\"wall\":[" : "],\"cpu\":[");
    for (std::size_t i = 0; i < samples.size(); ++i)
      std::cout << (i == 0 ? "" : ",") << (wall ? samples[i].wall : samples[i].cpu);
  }
  std::cout << "]}" << end;
}

// A card is held exclusively: each call of a kept pair opens its card outside the measure.
Sample fresh(std::unique_ptr<Way> (*maker)()) {
  const auto way = maker();
  return timed(*way);
}

void takeTurns(const Pair& pair, int rounds, const char* end) {
  std::vector<Sample> c, cpp;
  for (int round = -kWarmUp; round < rounds; ++round) {
    const bool cFirst = round % 2 == 0;
    const Sample first = fresh(cFirst ? pair.c : pair.cpp);
    const Sample second = fresh(cFirst ? pair.cpp : pair.c);
    if (round < 0) continue;
    c.push_back(cFirst ? first : second);
    cpp.push_back(cFirst ? second : first);
  }
  std::cout << "\"" << pair.name << "\":{";
  print("c", c, ",");
  print("cpp", cpp, end);
}

int count(const Pair& pair, std::string_view side, int calls) {
  const auto way = side == "c" ? pair.c() : pair.cpp();
  for (int i = 0; i < calls; ++i)
    way->once();
  return 0;
}

// One iVerifyPIN, for a trace.
int verifyPin() {
  std::array<char, kRoom> out{};
  require(iVerifyPIN(kContact, out.data()) == 0, "iVerifyPIN");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  if (what == "rounds" && argc == 3) {
    std::cout << "{";
    takeTurns(kPairs[0], std::atoi(argv[2]), "},");
    takeTurns(kPairs[1], std::atoi(argv[2]), "}}\n");
    return 0;
  }
  if (what == "verify" && argc == 2) return verifyPin();
  for (const Pair& pair : kPairs) {
    if (what == pair.name && argc == 4) return count(pair, argv[2], std::atoi(argv[3]));
  }
  std::cerr << "usage: ssc_capi_bench rounds N | basic|kept c|cpp N | verify\n";
  return 2;
}
