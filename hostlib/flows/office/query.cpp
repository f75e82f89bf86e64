#include "hostlib/flows/office/query.hpp"

#include <algorithm>

namespace ssc::flows {

namespace message = wire::office;

namespace {

constexpr std::uint32_t kMostPages = 200;

/// nullptr: there is none, or it is no query.
const catalogue::Item* queryNamed(std::string_view item) {
  const catalogue::Item* found = catalogue::find(item);
  const bool isQuery = found != nullptr && (found->flow->id == "query" || found->flow->id == "query_print");
  return isQuery ? found : nullptr;
}

}  // namespace

bool Query::accepts(std::string_view item) {
  return queryNamed(item) != nullptr;
}

Outcome<std::vector<QueryBlock>> Query::run(const SignedInPerson& person, const QueryRequest& asked) {
  const catalogue::Item* item = queryNamed(asked.item);
  if (item == nullptr) return tl::unexpected(Failure{Reason::noSuchService, asked.item, {}});
  const QueryRequest request{std::string(item->id), asked.from, asked.to};
  std::vector<std::string> areas{person.insuredArea};
  const auto session = desk_.client().session();
  if (item->crossRegion && session) {
    for (const auto& area : session->areas) {
      if (area != person.insuredArea) areas.push_back(area);
    }
  }
  std::vector<QueryBlock> blocks;
  for (const std::string& area : areas) {
    for (QueryBlock& block : askArea(person, request, area))
      blocks.push_back(std::move(block));
  }
  for (const QueryBlock& block : blocks) {
    if (block.failure && block.failure->reason == Reason::cancelled) return tl::unexpected(*block.failure);
  }
  const bool anyGood =
      std::any_of(blocks.begin(), blocks.end(), [](const QueryBlock& b) { return !b.failure; });
  if (!anyGood) return tl::unexpected(*blocks.front().failure);
  return blocks;
}

std::vector<QueryBlock> Query::askArea(const SignedInPerson& person, const QueryRequest& request,
                                       const std::string& area) {
  std::vector<QueryBlock> blocks;
  std::vector<std::string> views;
  std::string view;
  for (std::size_t next = 1;; ++next) {
    auto block = askView(person, request, area, view, views);
    if (!block) {
      QueryBlock failed;
      failed.area = area;
      failed.view = view;
      failed.failure = block.error();
      blocks.push_back(std::move(failed));
      return blocks;
    }
    blocks.push_back(std::move(*block));
    if (next >= views.size()) return blocks;
    view = views[next];
  }
}

// All pages: the center gives fifty rows at a time.
Outcome<QueryBlock> Query::askView(const SignedInPerson& person, const QueryRequest& request,
                                   const std::string& area, const std::string& view,
                                   std::vector<std::string>& views) {
  QueryBlock block;
  block.area = area;
  for (std::uint32_t page = 0; page < kMostPages; ++page) {
    const auto draft = lift(desk_.client().draft(stop_));
    if (!draft) return tl::unexpected(draft.error());
    const message::Query body{person.sessionId, request.item, view, request.from, request.to, page};
    const auto answer = lift(desk_.client().call(*draft, body, {area, stop_}));
    if (!answer) return tl::unexpected(answer.error());
    if (page == 0) {
      if (view.empty()) views = answer->views;
      block.view = answer->view;
      block.asOf = answer->asOf;
    }
    if (auto appended = appendRows(*draft, answer->cols, answer->rows, block.table); !appended)
      return tl::unexpected(appended.error());
    if (!answer->more) return block;
  }
  // Rows must not be missing without a word.
  return tl::unexpected(Failure{Reason::officeBadAnswer, "pages without end", {}});
}

}  // namespace ssc::flows
