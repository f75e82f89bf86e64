// Drives the center's data from a script: makes databases, runs queries, prints JSON.
//
//   query_tool DB migrate
//   query_tool DB populate AREA COUNT SEED TODAY [STOP-AFTER]
//   query_tool DB items                              what can be asked: [{item, view, columns: [[id, kind,
//   sensitive]]}] query_tool DB query TODAY [--swap ITEM ITEM]     answers a request per line of standard
//   input, JSON each:
//                                                    {item, view, subject, from, to, page} -> {cols, rows,
//                                                    more}
//
// --swap answers each of the two items with the other's rows: what a mistake in the item map would look like.
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <vector>

#include "center/data/people/population.hpp"
#include "center/data/queries/query.hpp"
#include "center/data/store.hpp"

namespace {

using nlohmann::json;
using namespace ssc::center;
using Words = std::vector<std::string>;

int failed(const StoreError& error) {
  std::cerr << toString(error.fault) << ": " << error.what << '\n';
  return 1;
}

int migrate(Store& store) {
  const auto done = store.migrate();
  if (!done) return failed(done.error());
  std::cout << json{{"migrations", *done}} << '\n';
  return 0;
}

int populateArea(Store& store, const Words& words) {
  const PopulationPlan plan{words.at(0), static_cast<std::uint32_t>(std::stoul(words.at(1))),
                            std::stoull(words.at(2)), words.at(3)};
  const auto stopAfter = words.size() > 4 ? std::stoul(words[4]) : plan.people;
  std::stop_source stop;
  const auto made = populate(
      store, plan,
      [&](std::uint32_t done, std::uint32_t) {
        if (done >= stopAfter && done < plan.people) stop.request_stop();
      },
      stop.get_token());
  if (!made) return failed(made.error());
  std::cout << json{{"people", made->people}, {"complete", made->complete}} << '\n';
  return 0;
}

json columnsOf(std::span<const Column> columns) {
  json all = json::array();
  for (const auto& column : columns)
    all.push_back({column.id, toString(column.kind), column.sensitive});
  return all;
}

int printItems() {
  json all = json::array();
  for (const auto item : queryItems())
    for (const auto& view : views(item))
      all.push_back({{"item", item}, {"view", view.id}, {"columns", columnsOf(view.columns)}});
  std::cout << all << '\n';
  return 0;
}

std::string swapped(const std::string& item, const Words& swap) {
  if (swap.size() != 2) return item;
  if (item == swap[0]) return swap[1];
  return item == swap[1] ? swap[0] : item;
}

QueryRequest requestOf(const json& asked, const std::string& today, const Words& swap) {
  return {.item = swapped(asked.at("item"), swap),
          .view = asked.value("view", ""),
          .subject = asked.at("subject"),
          .from = asked.value("from", ""),
          .to = asked.value("to", ""),
          .page = asked.value("page", 0U),
          .today = today};
}

json answerOf(const tl::expected<QueryPage, QueryRefusal>& page) {
  if (!page) return {{"refusal", toString(page.error())}};
  return {{"cols", columnsOf(page->columns)}, {"rows", page->rows}, {"more", page->more}};
}

int query(Store& store, const Words& words) {
  const std::string& today = words.at(0);
  const Words swap = words.size() == 4 && words[1] == "--swap" ? Words{words[2], words[3]} : Words{};
  for (std::string line; std::getline(std::cin, line);) {
    const auto request = requestOf(json::parse(line), today, swap);
    const auto page = store.read([&](soci::session& sql) { return runQuery(sql, request); });
    if (!page) return failed(page.error());
    std::cout << answerOf(*page) << '\n';
  }
  return 0;
}

int run(const Words& words) {
  auto store = Store::open(words.at(0), 1);
  if (!store) return failed(store.error());
  const Words rest(words.begin() + 2, words.end());
  const std::string& command = words.at(1);
  if (command == "migrate") return migrate(**store);
  if (command == "populate") return populateArea(**store, rest);
  if (command == "items") return printItems();
  if (command == "query") return query(**store, rest);
  std::cerr << "unknown command " << command << '\n';
  return 2;
}

}  // namespace

int main(int argc, char** argv) try {
  return run(Words(argv + 1, argv + argc));
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 2;
}
