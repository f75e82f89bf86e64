#include <fmt/core.h>

#include "apdu/bytes.hpp"
#include "hostlib/capi/text/debit_text.hpp"
#include "hostlib/render/json.hpp"

namespace ssc::render {
namespace {

std::string_view typeName(card::TransactionType type) {
  return type == card::TransactionType::load ? "load" : "settlement";
}

Json money(card::Fen fen) {
  return {{"fen", fen}, {"yuan", capi::yuan(fen)}};
}

std::string dateText(std::chrono::sys_seconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace

std::string timeText(const card::BcdTime& time) {
  const std::string digits = apdu::toHex(time);
  return fmt::format("{}-{}-{} {}:{}:{}", digits.substr(0, 4), digits.substr(4, 2), digits.substr(6, 2),
                     digits.substr(8, 2), digits.substr(10, 2), digits.substr(12, 2));
}

Json balances(const flows::Balances& balances) {
  return {{"account", money(balances.account)},
          {"payYear", apdu::toHex(balances.selfPay.payYear)},
          {"selfPay", money(balances.selfPay.amount)},
          {"pool", money(balances.pool.amount)}};
}

Json transactions(const std::vector<card::Transaction>& transactions) {
  Json list = Json::array();
  for (const card::Transaction& entry : transactions) {
    list.push_back({{"sequence", entry.sequence},
                    {"type", typeName(entry.type)},
                    {"terminal", apdu::toHex(entry.terminal)},
                    {"time", timeText(entry.time)},
                    {"account", money(entry.account)},
                    {"selfPay", money(entry.selfPay)},
                    {"pool", money(entry.pool)}});
  }
  return list;
}

Json receipt(const flows::DebitReceipt& receipt) {
  return {{"total", money(receipt.order.total)},
          {"accountAndPool", money(receipt.order.accountAndPool)},
          {"time", timeText(receipt.order.time)},
          {"cardSequence", static_cast<std::uint16_t>(receipt.cardSequence)},
          {"terminal", receipt.terminalNumber},
          {"terminalSequence", apdu::toHex(receipt.terminalSequence)},
          {"tac", apdu::toHex(receipt.proof.tac)},
          {"mac2", apdu::toHex(receipt.proof.mac2)},
          {"mac2Checked", receipt.mac2Checked},
          {"recovered", receipt.recovered}};
}

Json certificate(const crypto::Certificate& certificate, Shown shown) {
  return {{"subject", shownText(certificate.subject(), true, shown)},
          {"issuer", certificate.issuer()},
          {"serialNumber", certificate.serialNumber()},
          {"notBefore", dateText(certificate.notBefore())},
          {"notAfter", dateText(certificate.notAfter())},
          {"signature", certificate.allows(crypto::KeyUse::signature)},
          {"encryption", certificate.allows(crypto::KeyUse::encryption)}};
}

}  // namespace ssc::render
