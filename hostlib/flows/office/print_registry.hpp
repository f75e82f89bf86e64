// What is known of printed documents after a crash: one small file for each that the center still waits to
// hear of. No personal data.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "hostlib/flows/office/desk.hpp"
#include "hostlib/flows/office/print_states.hpp"

namespace ssc::flows {

struct PrintRecord {
  std::string docNo;                      ///< 25 characters
  PrintState state = PrintState::voided;  ///< the last one known
  unsigned pages = 0;                     ///< as registered
  std::string at;                         ///< yyyyMMddHHmmssSSS of the state
  std::string reason;                     ///< voided: why, one word
};

/// A turn at the registry: while it lives, nobody else prints, recovers or tells.
class PrintTurn {
 public:
  PrintTurn() = default;
  PrintTurn(const PrintTurn&) = delete;
  PrintTurn& operator=(const PrintTurn&) = delete;
  virtual ~PrintTurn() = default;

  /// On the disk when it returns. badConfiguration where the folder cannot be written to.
  virtual Outcome<void> keep(const PrintRecord& record) = 0;
  virtual void drop(const std::string& docNo) = 0;
  /// What is kept; a file that cannot be read counts as voided, for its name is the document's number.
  [[nodiscard]] virtual std::vector<PrintRecord> kept() const = 0;
};

class PrintRegistry {
 public:
  PrintRegistry() = default;
  PrintRegistry(const PrintRegistry&) = delete;
  PrintRegistry& operator=(const PrintRegistry&) = delete;
  virtual ~PrintRegistry() = default;

  /// printerBusy while another thread or process has it; badConfiguration for a folder that cannot be made.
  /// Does not wait.
  virtual Outcome<std::unique_ptr<PrintTurn>> take() = 0;
};

/// In a folder of the terminal's own (0700; made where it is missing).
class PrintFolder final : public PrintRegistry {
 public:
  explicit PrintFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Outcome<std::unique_ptr<PrintTurn>> take() override;

 private:
  std::filesystem::path folder_;
};

/// 8204 for one record: taken where it says so, else void. Dropped once the center has heard it, or will
/// never hear it: it has closed the document by itself. The failure otherwise; then it stays for the next
/// time.
Outcome<void> tellCenter(OfficeDesk& desk, PrintTurn& turn, const PrintRecord& record,
                         const std::stop_token& stop);

struct PrintRecovery {
  std::size_t told = 0;            ///< the center knows them now
  std::size_t kept = 0;            ///< to be told later
  bool paperOpen = false;          ///< pages of one may lie where the next person finds them
  std::optional<Failure> failure;  ///< why they were kept
};

/// At the start of a program that prints, and whenever the link has come back: what was between registered
/// and taken is void. printerBusy while somebody prints: nothing was lost, then.
Outcome<PrintRecovery> recoverPrints(OfficeDesk& desk, PrintRegistry& registry, const std::stop_token& stop);
/// The same within a turn.
PrintRecovery recoverPrints(OfficeDesk& desk, PrintTurn& turn, const std::stop_token& stop);

}  // namespace ssc::flows
