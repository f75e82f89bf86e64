// `ssc journal`: what a terminal settled without the network. It needs neither reader nor card.
#include <array>
#include <fmt/core.h>
#include <fstream>
#include <iostream>
#include <unistd.h>

#include "crypto/hex.hpp"
#include "hostlib/cli/card_command.hpp"
#include "hostlib/cli/file_io.hpp"
#include "hostlib/cli/output.hpp"
#include "hostlib/journal/export.hpp"
#include "hostlib/journal/verify.hpp"
#include "hostlib/journal/view.hpp"
#include "hostlib/render/json.hpp"
#include "hostlib/render/settlement.hpp"

namespace ssc::cli {
namespace {

using flows::Failure;
using flows::Outcome;
using flows::Reason;
using profile::Language;

struct Words {
  const char *id, *zh, *en;
};
constexpr std::array kProblems{
    Words{"missing", "记录缺失", "the record is missing"},
    Words{"unchained", "与前后记录不相连，内容被改动过",
          "it is not chained to those around it: something was changed"},
    Words{"unreadable", "不是本终端的有效记录", "it is no record of this terminal"},
    Words{"mac", "校验码不是本终端生成的", "its MAC was not made with the terminal's key"},
    Words{"head", "签名的链头与记录不符", "a signed head does not fit"},
    Words{"fees", "费用明细与记录不符", "its fees are not those it was written with"},
    Words{"number", "安全模块的这个序号没有着落", "this number of the security module is unaccounted for"},
};
constexpr std::array kTypes{
    Words{"S", "结算", "settled"},     Words{"A", "未成交", "aborted"},
    Words{"U", "结果未知", "unknown"}, Words{"R", "未知的结论", "resolved"},
    Words{"V", "撤销", "reversed"},    Words{"E", "现金待补录", "cash, to re-enter"},
};

constexpr std::array kStates{
    Words{"COMMITTED", "待上传", "to be sent"},
    Words{"ABORTED", "待上传", "to be sent"},
    Words{"UNKNOWN", "待上传", "to be sent"},
    Words{"OPEN", "待上传", "to be sent"},
    Words{"SENT", "已上传", "sent"},
    Words{"ACCEPTED", "中心已接收", "accepted"},
    Words{"DUPLICATE", "中心已有", "known there"},
    Words{"HELD", "中心待查", "held"},
    Words{"REFUSED", "中心拒收", "refused"},
    Words{"DISPUTE", "待人工处理", "in dispute"},
    Words{"RECONCILED", "已对账", "reconciled"},
    Words{"VOIDED", "已撤销", "voided"},
    Words{"REVERSAL_SENT", "撤销已上传", "reversal sent"},
    Words{"REVERSED", "已撤销", "reversed"},
    Words{"RESOLVED", "已查清", "resolved"},
    Words{"REENTERED", "已补录", "re-entered"},
    Words{"CLOSED", "已结束", "closed"},
    Words{"WRITTEN_OFF", "已核销", "written off"},
};

template <class Rows>
std::string inWords(const Rows& rows, std::string_view id, Language language) {
  for (const Words& row : rows)
    if (row.id == id) return language == Language::zh ? row.zh : row.en;
  return std::string(id);
}

Failure failureOf(const journal::Error& error, const std::string& file) {
  const bool damaged = error.fault == journal::Fault::broken;
  return {damaged ? Reason::journalBroken : Reason::badInput, file + ": " + error.what, {}};
}

Outcome<std::optional<crypto::Sm2PublicKey>> terminalKeyFrom(const std::string& name) {
  if (name.empty()) return std::optional<crypto::Sm2PublicKey>();
  const auto bytes = readInput(name);
  if (!bytes) return tl::unexpected(bytes.error());
  std::string text(bytes->begin(), bytes->end());
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
    text.pop_back();
  const auto point = crypto::fromHex(text);
  auto key = point ? crypto::Sm2PublicKey::fromPoint(*point) : tl::unexpected(crypto::CryptoError::badKey);
  if (!key)
    return tl::unexpected(
        Failure{Reason::badInput, name + ": no SM2 public key of 128 hexadecimal digits", {}});
  return std::optional(std::move(*key));
}

// ---- verify

Json findingsJson(const journal::Report& report) {
  Json rows = Json::array();
  for (const journal::Finding& finding : report.findings)
    rows.push_back({{"problem", toString(finding.problem)}, {"number", finding.sequence}});
  return rows;
}

void printReport(const journal::Report& report, bool headsChecked, Language language) {
  const bool zh = language == Language::zh;
  printLine(zh ? "终端机编号" : "Terminal", report.identity.terminalId);
  printLine(zh ? "机构" : "Institution", report.identity.institution);
  printLine(
      zh ? "记录" : "Records",
      report.records == 0 ? "0" : fmt::format("{} ({} – {})", report.records, report.first, report.last));
  printLine(zh ? "签名的链头" : "Signed heads", fmt::format("{}{}", report.heads,
                                                            headsChecked ? ""
                                                            : zh         ? "，未验证签名（--key）"
                                                                 : ", signatures not checked (--key)"));
  printLine(zh ? "链头之后的记录" : "Behind the newest head", std::to_string(report.unsignedTail));
  for (const journal::Finding& finding : report.findings)
    fmt::print("  ✗ {:>8}  {}\n", finding.sequence, inWords(kProblems, toString(finding.problem), language));
}

int verifyJournal(const Options& options, Language language) {
  const auto key = terminalKeyFrom(options.certificate);
  if (!key) return report(key.error(), options, language);
  journal::VerifyKeys keys;
  if (*key) keys.terminal = &**key;
  const bool toPerson = !options.json && ::isatty(STDERR_FILENO) == 1;
  const auto verified = journal::verify(options.input, keys, [&](std::uint64_t records) {
    if (toPerson && records > 0) fmt::print(stderr, "\r{} …", records);
  });
  if (toPerson) fmt::print(stderr, "\r\033[K");
  if (!verified) return report(failureOf(verified.error(), options.input), options, language);
  if (options.json && verified->isGood()) {
    printJson({{"ok", true},
               {"terminal", verified->identity.terminalId},
               {"institution", verified->identity.institution},
               {"records", verified->records},
               {"first", verified->first},
               {"last", verified->last},
               {"heads", verified->heads},
               {"headsChecked", keys.terminal != nullptr},
               {"behindNewestHead", verified->unsignedTail}});
    return kExitOk;
  }
  if (!options.json) printReport(*verified, keys.terminal != nullptr, language);
  if (verified->isGood()) {
    fmt::print("{}\n", language == Language::zh ? "✓ 账本完整。" : "✓ The journal is whole.");
    return kExitOk;
  }
  const journal::Finding& first = verified->findings.front();
  const Failure failure{
      Reason::journalBroken, fmt::format("{} ({})", toString(first.problem), first.sequence), {}};
  if (!options.json) return report(failure, options, language);
  Json json = {{"ok", false}, {"error", render::failure(failure)}};
  json["findings"] = findingsJson(*verified);
  printJson(json);
  return failure.exitCode();
}

// ---- show, stats

struct Column {
  std::size_t width;
  bool right;
  const char *zh, *en;
};
constexpr std::array<Column, 7> kColumns{{{8, true, "序号", "No."},
                                          {19, false, "时间", "Time"},
                                          {18, false, "类别", "Type"},
                                          {12, true, "总额", "Total"},
                                          {12, true, "账户", "Account"},
                                          {12, true, "现金", "Cash"},
                                          {12, false, "状态", "State"}}};

void printRow(const std::array<std::string, kColumns.size()>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Column& column = kColumns[i];
    if (i != 0) line += "  ";
    line += column.right ? rightAligned(cells[i], column.width) : padded(cells[i], column.width);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  fmt::print("{}\n", line);
}

std::string timeOf(const std::string& compact) {
  return compact.size() != 14 ? compact
                              : fmt::format("{}-{}-{} {}:{}:{}", compact.substr(0, 4), compact.substr(4, 2),
                                            compact.substr(6, 2), compact.substr(8, 2), compact.substr(10, 2),
                                            compact.substr(12, 2));
}

std::string yuanOf(journal::settlement::Fen fen) {
  return render::yuan(static_cast<std::uint32_t>(fen));
}

Json entryJson(const journal::Entry& entry) {
  const auto& record = entry.record;
  return {{"number", record.sequence},
          {"type", std::string(1, static_cast<char>(record.type))},
          {"time", timeOf(record.time)},
          {"total", yuanOf(record.amounts.total)},
          {"account", yuanOf(record.amounts.account)},
          {"cash", yuanOf(record.amounts.cash)},
          {"reason", record.reason},
          {"visit", record.visit},
          {"state", entry.state},
          {"since", timeOf(entry.since)},
          {"cause", entry.cause}};
}

int showJournal(const Options& options, Language language) {
  const bool zh = language == Language::zh;
  const auto entries = journal::lastEntries(options.input, 0, options.last);
  if (!entries) return report(failureOf(entries.error(), options.input), options, language);
  if (options.json) {
    Json json = {{"ok", true}, {"records", Json::array()}};
    for (const auto& entry : *entries)
      json["records"].push_back(entryJson(entry));
    printJson(json);
    return kExitOk;
  }
  if (entries->empty()) return fmt::print("{}\n", zh ? "没有记录" : "no records"), kExitOk;
  std::array<std::string, kColumns.size()> head;
  for (std::size_t i = 0; i < head.size(); ++i)
    head[i] = zh ? kColumns[i].zh : kColumns[i].en;
  printRow(head);
  for (const auto& entry : *entries) {
    const auto& record = entry.record;
    const std::string type(1, static_cast<char>(record.type));
    printRow({std::to_string(record.sequence), timeOf(record.time),
              type + ' ' + inWords(kTypes, type, language), yuanOf(record.amounts.total),
              yuanOf(record.amounts.account), yuanOf(record.amounts.cash),
              inWords(kStates, entry.state, language)});
  }
  return kExitOk;
}

/// Of many records, which may be more than an amount of a card can hold.
std::string sumText(std::uint64_t fen) {
  return fmt::format("{}.{:02}", fen / 100, fen % 100);
}

int showStats(const Options& options, Language language) {
  const bool zh = language == Language::zh;
  const auto stats = journal::statsOf(options.input);
  if (!stats) return report(failureOf(stats.error(), options.input), options, language);
  if (options.json) {
    Json json = {{"ok", true},
                 {"terminal", stats->identity.terminalId},
                 {"institution", stats->identity.institution},
                 {"types", Json::array()},
                 {"waiting", stats->waiting},
                 {"open", stats->open},
                 {"heads", stats->heads},
                 {"epochs", stats->epochs},
                 {"bytes", stats->bytes}};
    for (const auto& type : stats->types)
      json["types"].push_back({{"type", std::string(1, type.type)},
                               {"count", type.count},
                               {"total", sumText(type.total)},
                               {"account", sumText(type.account)},
                               {"cash", sumText(type.cash)}});
    printJson(json);
    return kExitOk;
  }
  printLine(zh ? "终端机编号" : "Terminal", stats->identity.terminalId);
  printLine(zh ? "机构" : "Institution", stats->identity.institution);
  for (const auto& type : stats->types) {
    const std::string id(1, type.type);
    printLine(id + ' ' + inWords(kTypes, id, language),
              fmt::format("{:>8}{:>14}", type.count, sumText(type.total)));
  }
  printLine(zh ? "待上传" : "Not yet sent", std::to_string(stats->waiting));
  printLine(zh ? "未了结" : "Not closed", std::to_string(stats->open));
  printLine(zh ? "签名的链头" : "Signed heads", std::to_string(stats->heads));
  printLine(zh ? "文件大小" : "Size", fmt::format("{} KiB", (stats->bytes + 1023) / 1024));
  return kExitOk;
}

int exportJournal(const Options& options, Language language) {
  const bool toFile = !options.output.empty() && options.output != "-";
  std::ofstream file;
  if (toFile) {
    file.open(options.output, std::ios::binary | std::ios::trunc);
    if (!file)
      return report({Reason::badInput, options.output + ": cannot be written", {}}, options, language);
  }
  const auto done = journal::exportTo(options.input, toFile ? static_cast<std::ostream&>(file) : std::cout);
  if (!done) return report(failureOf(done.error(), options.input), options, language);
  if (options.json && toFile) printJson({{"ok", true}, {"file", options.output}});
  return kExitOk;
}

}  // namespace

int runJournal(const Options& options, std::stop_token) {
  const auto config = configured(options);
  if (!config) return config.error();
  const Language language = languageOf(options, *config);
  if (options.action == "verify") return verifyJournal(options, language);
  if (options.action == "show") return showJournal(options, language);
  if (options.action == "stats") return showStats(options, language);
  return exportJournal(options, language);
}

}  // namespace ssc::cli
