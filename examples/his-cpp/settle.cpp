// Settles 128.50 yuan with the social security card in the reader and prints the slip, as a hospital's
// program does.
//
// Uses libssc (ssc.hpp): the card stays powered between the calls, so the holder enters the PIN once.
// Exit code 0: settled; 1: not settled, the reason is on standard error.
// The PIN is entered at the PIN pad and never comes here. Only the slip holds personal data, the messages do
// not.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "ssc.hpp"

namespace {

using nlohmann::json;

constexpr std::uint32_t kAmountFen = 12850;  // money is counted in fen: a double cannot hold 128.10
constexpr std::string_view kNothing = "未扣款。";
constexpr std::string_view kLook = "是否扣款以卡内交易记录为准：请先查询，不要直接重新结算。";

struct Settlement {
  json card, medical, receipt;
};

/// What is under way, for the message of a failure.
struct Progress {
  std::string_view step, advice = kNothing;
};

std::string text(const json& object, const char* key) {
  return object.at(key).get<std::string>();
}

/// The value of an item of the file that was read, by its tag.
std::string item(const json& files, std::string_view tag) {
  for (const json& field : files.at(0).at("fields")) {
    if (field.at("tag") == tag) return text(field, "value");
  }
  return {};
}

Settlement settle(Progress& progress) {
  Settlement all;
  progress.step = "读卡";
  ssc::client::Terminal terminal;
  ssc::client::Card card = terminal.openCard(ssc::client::Interface::contactFirst);
  all.card = json::parse(card.basic()).at("card");

  progress.step = "验证密码";
  std::cerr << "请持卡人在密码键盘上输入密码。\n";
  card.verifyPin();

  progress.step = "读取医保信息";
  all.medical = json::parse(card.read("DF04/EF05 81,84,8C,83", ssc::client::By::key));

  progress = {"结算", kLook};
  all.receipt =
      json::parse(card.debit(kAmountFen, kAmountFen));  // in all, of which from account and pool; now
  return all;
}

void printRow(std::string_view label, std::string_view value) {
  std::cout << label << value << '\n';
}

/// As the standard interface gives it: four hexadecimal digits.
std::string sequence(unsigned number) {
  char digits[5] = "";
  std::snprintf(digits, sizeof digits, "%04X", number & 0xFFFFU);
  return digits;
}

void printSlip(const Settlement& all) {
  const std::string line(40, '-');
  printRow("社会保障卡医疗费用结算单", "");
  if (text(all.card, "region").rfind("9999", 0) == 0) printRow("【模拟】测试卡，数据均为虚构", "");
  printRow(line, "");
  printRow("姓名　　　　　", text(all.card, "name"));
  printRow("社会保障号码　", text(all.card, "socialSecurityNumber"));
  printRow("卡号　　　　　", text(all.card, "cardNumber"));
  printRow("参保地区划　　", item(all.medical, "84"));
  printRow("参保类型　　　", item(all.medical, "81"));
  printRow("医疗人员类别　", item(all.medical, "8C"));
  printRow("定点医疗机构　", item(all.medical, "83"));
  printRow(line, "");
  printRow("结算金额　　　", text(all.receipt.at("total"), "yuan") + " 元");
  printRow("交易时间　　　", text(all.receipt, "time"));
  printRow("终端机编号　　", text(all.receipt, "terminal"));
  printRow("终端交易序号　", text(all.receipt, "terminalSequence"));
  printRow("卡交易序号　　", sequence(all.receipt.at("cardSequence").get<unsigned>()));
  printRow("交易验证码　　", text(all.receipt, "tac"));
}

int fail(const Progress& progress, const std::string& code, const std::string& why) {
  std::cerr << "结算未完成：" << progress.step << "（" << code << "）\n"
            << why << '\n'
            << progress.advice << '\n';
  return 1;
}

}  // namespace

int main() {
  Progress progress;
  try {
    printSlip(settle(progress));
    return 0;
  } catch (const ssc::client::Error& error) {
    return fail(progress, std::to_string(error.code()), error.zh().empty() ? error.en() : error.zh());
  } catch (const std::exception& error) {
    return fail(progress, "程序错误", error.what());
  }
}
