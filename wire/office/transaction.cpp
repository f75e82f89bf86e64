#include "wire/office/transaction.hpp"

#include <algorithm>
#include <charconv>

namespace ssc::wire::office {
namespace {

using std::chrono::seconds;
using Retry = Limits::Retry;

constexpr std::string_view kNumberMark = " n=";

struct LimitRow {
  Kind kind;
  Limits limits;
};
constexpr std::array kLimits{
    LimitRow{Kind::signIn, {seconds(2), seconds(15), Retry::resend}},
    LimitRow{Kind::query, {seconds(2), seconds(8), Retry::resend}},
    LimitRow{Kind::write, {seconds(2), seconds(15), Retry::askThenResend}},
    LimitRow{Kind::payment, {seconds(2), seconds(15), Retry::none}},
    LimitRow{Kind::poll, {seconds(1), seconds(3), Retry::none}},
    LimitRow{Kind::heartbeat, {seconds(2), seconds(5), Retry::none}},
    LimitRow{Kind::identity, {seconds(2), seconds(8), Retry::resend}},
    LimitRow{Kind::file, {seconds(5), seconds(60), Retry::backOff}},
    LimitRow{Kind::settle, {seconds(2), seconds(15), Retry::askOnly}},
};

}  // namespace

const Transaction* findTransaction(std::string_view infno) {
  const auto row = std::lower_bound(kTransactions.begin(), kTransactions.end(), infno,
                                    [](const Transaction& a, std::string_view b) { return a.infno < b; });
  return row != kTransactions.end() && row->infno == infno ? &*row : nullptr;
}

const ErrorRow* findError(unsigned infcode) {
  const auto row = std::find_if(kErrors.begin(), kErrors.end(), [&](const ErrorRow& error) {
    return static_cast<unsigned>(error.code) == infcode;
  });
  return row == kErrors.end() ? nullptr : &*row;
}

const ErrorRow& rowOf(ErrorCode code) {
  return *findError(static_cast<unsigned>(code));
}

std::string errorText(ErrorCode code, unsigned number, std::string_view where) {
  std::string text(rowOf(code).name);
  if (number != 0) text += std::string(kNumberMark) + std::to_string(number);
  if (!where.empty()) text += " at=" + std::string(where);
  return text;
}

unsigned numberIn(std::string_view text) {
  const auto mark = text.find(kNumberMark);
  unsigned number = 0;
  if (mark != std::string_view::npos)
    std::from_chars(text.data() + mark + kNumberMark.size(), text.data() + text.size(), number);
  return number;
}

Limits limitsOf(Kind kind) {
  return std::find_if(kLimits.begin(), kLimits.end(), [&](const LimitRow& row) { return row.kind == kind; })
      ->limits;
}

}  // namespace ssc::wire::office
