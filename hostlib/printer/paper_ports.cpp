#include "hostlib/printer/paper_ports.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <thread>

namespace ssc::printer {
namespace {

using Where = Presented::Where;

// For a device's first line after it was connected to.
constexpr std::chrono::milliseconds kGreeting{1000}, kLook{10};

struct WhereRow {
  std::string_view word;
  Where where;
};
constexpr std::array kWheres{
    WhereRow{"none", Where::none},   WhereRow{"presented", Where::presented},
    WhereRow{"taken", Where::taken}, WhereRow{"retracted", Where::retracted},
    WhereRow{"stuck", Where::stuck},
};

Result<std::string> lineOf(LinePort& port) {
  const Patience patience = Patience::of(kGreeting, {});
  for (;;) {
    auto line = port.newest();
    if (!line) return tl::unexpected(line.error());
    if (*line) return std::move(**line);
    if (patience.isOver()) return tl::unexpected(PrinterError::timedOut);
    std::this_thread::sleep_for(kLook);
  }
}

/// "presented 7"
Result<Presented> parse(std::string_view line) {
  const auto blank = line.find(' ');
  const auto* row = std::ranges::find(kWheres, line.substr(0, blank), &WhereRow::word);
  if (row == kWheres.end() || blank == std::string_view::npos) return tl::unexpected(PrinterError::badAnswer);
  Presented presented{row->where, 0};
  const char* last = line.data() + line.size();
  const auto [end, fault] = std::from_chars(line.data() + blank + 1, last, presented.bundle);
  if (fault != std::errc() || end != last) return tl::unexpected(PrinterError::badAnswer);
  return presented;
}

}  // namespace

Result<Presented> PresenterPort::look() {
  const auto line = lineOf(port_);
  if (!line) return tl::unexpected(line.error());
  return parse(*line);
}

Result<bool> TrayPort::paperLies() {
  const auto line = lineOf(port_);
  if (!line) return tl::unexpected(line.error());
  if (*line != "paper" && *line != "empty") return tl::unexpected(PrinterError::badAnswer);
  return *line == "paper";
}

}  // namespace ssc::printer
