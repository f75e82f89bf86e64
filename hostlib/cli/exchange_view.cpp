#include "hostlib/cli/exchange_view.hpp"

#include <algorithm>
#include <fmt/core.h>

#include "hostlib/flows/explain.hpp"

namespace ssc::cli {
namespace {

Json exchangeJson(const apdu::Exchange& exchange) {
  return {{"step", exchange.note},
          {"peer", exchange.peer},
          {"explained", flows::explainCommand(exchange.command)},
          {"command", apdu::toHex(exchange.command)},
          {"response", apdu::toHex(exchange.response)}};
}

constexpr std::size_t kBytesPerLine = 36;  // with the indentation 86 columns

// `mark` stands before the first line only; `remark` behind the last.
void printBytes(char mark, apdu::ByteView bytes, const std::string& remark) {
  do {
    const apdu::ByteView part = bytes.first(std::min(bytes.size(), kBytesPerLine));
    bytes = bytes.subspan(part.size());
    fmt::print("            {} {}{}\n", mark, apdu::toHex(part), bytes.empty() ? remark : std::string());
    mark = ' ';
  } while (!bytes.empty());
}

void printExchange(std::size_t number, const apdu::Exchange& exchange) {
  fmt::print("  {:>2}  {}  {}\n", number, padded(exchange.peer, 4), flows::explainCommand(exchange.command));
  printBytes('>', exchange.command, "");
  printBytes('<', exchange.response, "  (" + flows::explainResponse(exchange.response) + ")");
}

}  // namespace

Json exchangesJson(const std::vector<apdu::Exchange>& exchanges) {
  Json list = Json::array();
  for (const apdu::Exchange& exchange : exchanges)
    list.push_back(exchangeJson(exchange));
  return list;
}

void printExchanges(const std::vector<apdu::Exchange>& exchanges) {
  std::size_t number = 0;
  for (const apdu::Exchange& exchange : exchanges) {
    if (!exchange.note.empty()) fmt::print("{}{}\n", number == 0 ? "" : "\n", exchange.note);
    printExchange(++number, exchange);
  }
  fmt::print("\n");
}

}  // namespace ssc::cli
