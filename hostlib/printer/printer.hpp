// A printer as flows see it: whether it has paper, a job, and how that job stands. Each call is one look with
// a bound of its own; who waits for something looks again.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include "crypto/bytes.hpp"
#include "hostlib/printer/error.hpp"

namespace ssc::printer {

/// What keeps a printer from printing; the worst of what it names, in this order.
enum class Trouble : std::uint8_t {
  none,
  paperLow,  ///< it prints
  other,     ///< toner, full output, paused …: a member of staff has to look
  offline,   ///< what spools for it cannot reach it
  paperOut,
  coverOpen,
  jam,
};

struct PaperState {
  Trouble trouble = Trouble::none;
  bool accepting = true;           ///< it takes jobs
  std::optional<unsigned> sheets;  ///< in the fullest tray, where the printer counts them

  [[nodiscard]] bool isEnoughFor(unsigned pages) const {
    const bool prints = trouble <= Trouble::paperLow && accepting;
    return prints && (!sheets || *sheets >= pages);
  }
};

enum class Phase : std::uint8_t {
  queued,
  printing,
  stopped,    ///< goes on when the trouble is over
  completed,  ///< all pages are out, as far as the printer knows
  aborted,    ///< the printer gave it up
  cancelled,
  vanished,  ///< the printer knows no such job any more; nobody can tell how it ended
};

struct JobState {
  Phase phase = Phase::queued;
  unsigned pagesDone = 0;  ///< where the printer counts
  Trouble trouble = Trouble::none;

  friend bool operator==(const JobState&, const JobState&) = default;
};

struct JobId {
  int number = 0;
};

/// From one thread at a time.
class Printer {
 public:
  Printer() = default;
  Printer(const Printer&) = delete;
  Printer& operator=(const Printer&) = delete;
  virtual ~Printer() = default;

  virtual Result<PaperState> paper(const std::stop_token& stop) = 0;
  /// `jobName`: what a spooler may show: the document's number and nothing else. After an error there is no
  /// job, as far as the printer could be told so.
  virtual Result<JobId> submit(crypto::ByteView pdf, const std::string& jobName,
                               const std::stop_token& stop) = 0;
  virtual Result<JobState> state(JobId job, const std::stop_token& stop) = 0;
  /// Pages that are in the machine may still come out.
  virtual Result<void> cancel(JobId job) = 0;
};

}  // namespace ssc::printer
