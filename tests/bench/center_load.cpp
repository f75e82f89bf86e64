// Citizens' visits at a center from several terminals at once, as fast as it answers; JSON figures.
//
//   ssc_center_load SECONDS PLAN      PLAN: what tools/benchlib/center.py wrote
//
// A visit is a sign-in by card (8110), its PIN (8111), queries of items drawn at random (8206), and its end
// (8113).
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <thread>

#include "tests/bench/bench_terminal.hpp"
#include "tests/bench/quantile.hpp"
#include "wire/office/identity.hpp"
#include "wire/office/query.hpp"

namespace {

using namespace ssc;
using namespace ssc::bench;

std::string signIn(Terminal& terminal, const json& person, Times* times) {
  wire::office::CardSignIn card;
  const auto msgid = terminal.newMsgid();
  card.way = "card";
  card.aac002 = terminal.seal(msgid, "aac002", text(person, "aac002"));
  card.aac003 = terminal.seal(msgid, "aac003", text(person, "aac003"));
  card.aaz500 = text(person, "aaz500");
  card.aaz501 = text(person, "aaz501");
  card.aaz508 = text(person, "aaz508");
  card.aab301 = text(person, "aab301");
  card.algorithm = "03";
  card.resetInfo = text(person, "reset_info");
  card.proven = true;
  auto session = terminal.ask(card, msgid, times).sessionId;
  terminal.ask(wire::office::PinResult{session, "ok", 5, false}, terminal.newMsgid(), times);
  return session;
}

struct Visits {
  const json& plan;
  Clock::time_point from, to;  ///< what begins in between is counted
  std::atomic<std::size_t> nextPerson{0};

  Times* countedIn(Times& times) const {
    const auto now = Clock::now();
    return now >= from && now < to ? &times : nullptr;
  }
};

void visit(Terminal& terminal, Visits& visits, std::mt19937& random, Times& times) {
  const json& people = visits.plan.at("people");
  const json& items = visits.plan.at("items");
  const json& person = people[visits.nextPerson++ % people.size()];
  const auto session = signIn(terminal, person, visits.countedIn(times));
  for (int i = 0; i < visits.plan.at("queries").get<int>(); ++i)
    terminal.ask(wire::office::Query{session, items[random() % items.size()], {}, {}, {}, 0},
                 terminal.newMsgid(), visits.countedIn(times));
  terminal.ask(wire::office::EndSession{session}, terminal.newMsgid(), visits.countedIn(times));
}

Times run(Visits& visits) {
  const json& terminals = visits.plan.at("terminals");
  std::vector<Times> each(terminals.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < terminals.size(); ++i)
      threads.emplace_back([&, i] {
        Terminal terminal(visits.plan, terminals[i], postByTls(visits.plan, terminals[i]));
        std::mt19937 random(static_cast<std::uint32_t>(i));
        while (Clock::now() < visits.to)
          visit(terminal, visits, random, each[i]);
      });
  }
  Times all;
  for (const Times& times : each)
    for (const auto& [infno, values] : times)
      all[infno].insert(all[infno].end(), values.begin(), values.end());
  return all;
}

json figuresOf(std::vector<double> times) {
  std::ranges::sort(times);
  return {{"count", times.size()},
          {"p50", quantile(times, 0.5)},
          {"p95", quantile(times, 0.95)},
          {"p99", quantile(times, 0.99)},
          {"worst", times.back()}};
}

/// Two signatures and two verifications, over and over on every core at once: what every request costs the
/// two sides together. Requests a second.
double boundBySignatures() {
  constexpr std::chrono::seconds kLength{2};
  const auto key = need(crypto::Sm2KeyPair::generate().and_then(crypto::Sm2Signer::fromKey), "key");
  const std::string message(400, 'x');
  std::atomic<int> pairs{0};
  const auto end = Clock::now() + kLength;
  {
    std::vector<std::jthread> threads;
    for (unsigned core = 0; core < std::thread::hardware_concurrency(); ++core)
      threads.emplace_back([&] {
        const auto point = need(key.publicKey(), "point");
        for (; Clock::now() < end; ++pairs) {
          const auto signature = need(key.sign(crypto::bytesOf(message)), "signature");
          if (!point.verify(crypto::bytesOf(message), signature)) giveUp("verification");
        }
      });
  }
  return pairs / 2.0 / std::chrono::duration<double>(kLength).count();
}

}  // namespace

int main(int argc, char** argv) {
  constexpr std::chrono::seconds kWarmUp{3};
  if (argc != 3) return 2;
  const std::chrono::seconds length{std::atoi(argv[1])};
  std::ifstream file(argv[2]);
  const json plan = json::parse(file);
  const double bound = boundBySignatures();
  Visits visits{plan, Clock::now() + kWarmUp, Clock::now() + kWarmUp + length};
  const Times times = run(visits);
  json figures{{"seconds", length.count()}, {"bound", bound}};
  std::vector<double> all;
  for (const auto& [infno, values] : times) {
    figures["transactions"][infno] = figuresOf(values);
    all.insert(all.end(), values.begin(), values.end());
  }
  figures["all"] = figuresOf(all);
  std::puts(figures.dump().c_str());
}
