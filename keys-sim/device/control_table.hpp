// Text commands of a control socket as a table: one line in, one line out, `ok …` or `error: what`. Each
// simulated device has its own rows and its own context.
#pragma once

#include <algorithm>
#include <iterator>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace ssc::sim::control {

using Arguments = std::vector<std::string>;
using Answer = tl::expected<std::string, std::string>;  ///< text after "ok", or after "error: "

inline Answer failure(std::string what) {
  return tl::make_unexpected(std::move(what));
}

template <class Context>
struct Row {
  std::string_view name;
  std::string_view arguments;
  std::size_t fewest = 0;
  std::size_t most = 0;
  Answer (*run)(Context&, const Arguments&) = nullptr;
};

template <class Context>
Answer dispatch(std::span<const Row<Context>> rows, Context& context, const std::string& name,
                const Arguments& arguments) {
  const auto row = std::ranges::find(rows, name, &Row<Context>::name);
  if (row == rows.end()) return failure("unknown command");
  if (arguments.size() < row->fewest || arguments.size() > row->most)
    return failure("usage: " + name + " " + std::string(row->arguments));
  return row->run(context, arguments);
}

template <class Context>
std::string runLine(std::span<const Row<Context>> rows, Context& context, const std::string& line) {
  std::istringstream words(line);
  std::string name;
  words >> name;
  const Arguments arguments{std::istream_iterator<std::string>(words), {}};
  const Answer answer = dispatch(rows, context, name, arguments);
  if (!answer) return "error: " + answer.error();
  return answer->empty() ? "ok" : "ok " + *answer;
}

/// The commands with their arguments, one a line.
template <class Context>
std::string help(std::span<const Row<Context>> rows) {
  std::string text;
  for (const auto& row : rows)
    text += std::string(row.name) + " " + std::string(row.arguments) + "\n";
  return text;
}

}  // namespace ssc::sim::control
