#include "hostlib/flows/office/print_registry.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "hostlib/office/private_files.hpp"
#include "hostlib/printer/folder_lock.hpp"
#include "wire/document_code.hpp"
#include "wire/office/document.hpp"
#include "wire/office/transaction.hpp"

namespace ssc::flows {

namespace {

constexpr std::string_view kTitle = "ssc-print 1";
constexpr std::string_view kUnreadable = "unreadable";

std::string textOf(const PrintRecord& record) {
  std::ostringstream text;
  text << kTitle << ' ' << rowOf(record.state).name << ' ' << record.pages << ' ' << record.at << ' '
       << record.reason << '\n';
  return text.str();
}

/// What is unreadable is void: the number stands in the name.
PrintRecord recordIn(const std::string& docNo, const std::string& text) {
  PrintRecord record{docNo, PrintState::voided, 0, {}, std::string(kUnreadable)};
  if (!text.starts_with(kTitle) || !text.ends_with('\n')) return record;
  std::istringstream words(text.substr(kTitle.size()));
  std::string state, at, reason;
  unsigned pages = 0;
  const auto known = words >> state >> pages >> at ? printStateNamed(state) : std::nullopt;
  if (!known) return record;
  words >> reason;
  return {docNo, *known, pages, at, reason};
}

class FolderTurn final : public PrintTurn {
 public:
  FolderTurn(std::filesystem::path folder, printer::FolderLock lock)
      : folder_(std::move(folder)), lock_(std::move(lock)) {}

  Outcome<void> keep(const PrintRecord& record) override {
    return lift(office::writePrivately(folder_ / record.docNo, textOf(record)));
  }

  // One that comes back after a crash is told again: the center has closed it by then.
  void drop(const std::string& docNo) override {
    std::error_code ignored;
    std::filesystem::remove(folder_ / docNo, ignored);
  }

  [[nodiscard]] std::vector<PrintRecord> kept() const override {
    std::vector<PrintRecord> records;
    std::error_code fault;
    for (std::filesystem::directory_iterator entry(folder_, fault), end; !fault && entry != end;
         entry.increment(fault)) {
      const std::string name = entry->path().filename();
      if (!wire::parseDocumentNumber(name)) continue;
      const auto bytes = office::readPrivately(entry->path());
      records.push_back(
          recordIn(name, bytes ? std::string(bytes->reveal().begin(), bytes->reveal().end()) : ""));
    }
    std::ranges::sort(records, {}, &PrintRecord::docNo);
    return records;
  }

 private:
  std::filesystem::path folder_;
  printer::FolderLock lock_;
};

/// The center will never take it: the document is closed, or none of this terminal's.
bool isLastWord(const Failure& failure) {
  using wire::office::ErrorCode;
  constexpr std::array kLastWords{ErrorCode::wrongStep, ErrorCode::badEnvelope};
  return failure.reason == Reason::officeRefused && std::ranges::any_of(kLastWords, [&](ErrorCode code) {
           return failure.infcode == static_cast<unsigned>(code);
         });
}

}  // namespace

Outcome<std::unique_ptr<PrintTurn>> PrintFolder::take() {
  auto lock = printer::FolderLock::tryTake(folder_);
  std::error_code ignored;
  const bool isThere = std::filesystem::is_directory(folder_, ignored);
  if (!lock)
    return tl::unexpected(
        Failure{isThere ? Reason::printerBusy : Reason::badConfiguration, folder_.string(), {}});
  return std::make_unique<FolderTurn>(folder_, std::move(*lock));
}

Outcome<void> tellCenter(OfficeDesk& desk, PrintTurn& turn, const PrintRecord& record,
                         const std::stop_token& stop) {
  const bool taken = record.state == PrintState::taken;
  const wire::office::CloseDocument body{record.docNo, taken ? "taken" : "void", taken ? "" : record.reason};
  const auto told = lift(desk.client().call(body, {{}, stop}));
  if (!told && !isLastWord(told.error())) return tl::unexpected(told.error());
  turn.drop(record.docNo);
  return {};
}

PrintRecovery recoverPrints(OfficeDesk& desk, PrintTurn& turn, const std::stop_token& stop) {
  PrintRecovery recovery;
  auto records = turn.kept();
  for (PrintRecord& record : records) {
    const PrintStateRow& row = rowOf(record.state);
    if (row.isOpen) record.reason = "crash";
    recovery.paperOpen = recovery.paperOpen || row.mayLie;
    const auto told = tellCenter(desk, turn, record, stop);
    if (told)
      ++recovery.told;
    else
      recovery.failure = told.error();
  }
  recovery.kept = records.size() - recovery.told;
  return recovery;
}

Outcome<PrintRecovery> recoverPrints(OfficeDesk& desk, PrintRegistry& registry, const std::stop_token& stop) {
  const auto turn = registry.take();
  if (!turn) return tl::unexpected(turn.error());
  return recoverPrints(desk, **turn, stop);
}

}  // namespace ssc::flows
