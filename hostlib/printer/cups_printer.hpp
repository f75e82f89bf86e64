// A printer behind IPP: one that speaks it itself, or a queue of cupsd.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "hostlib/printer/printer.hpp"

namespace ssc::printer {

struct CupsSettings {
  std::string uri;     ///< ipp://HOST[:PORT]/ipp/print; of cupsd: ipp://localhost/printers/QUEUE
  std::string socket;  ///< path of cupsd's unix socket; empty: the host of the URI
  /// The printer behind cupsd: cupsd learns of empty trays only while it prints. Empty: `uri` is asked.
  std::string device;
  std::string media = "iso_a4_210x297mm";  ///< PWG 5101.1 name
  std::chrono::milliseconds answer{5000};  ///< for one question
  std::chrono::milliseconds send{20000};   ///< for a whole document
};

struct CupsPlaces;

class CupsPrinter final : public Printer {
 public:
  /// badAddress. Nobody is asked yet.
  static Result<std::unique_ptr<CupsPrinter>> make(CupsSettings settings);
  ~CupsPrinter() override;

  Result<PaperState> paper(const std::stop_token& stop) override;
  Result<JobId> submit(crypto::ByteView pdf, const std::string& jobName,
                       const std::stop_token& stop) override;
  Result<JobState> state(JobId job, const std::stop_token& stop) override;
  Result<void> cancel(JobId job) override;

 private:
  CupsPrinter(CupsSettings settings, CupsPlaces places);

  CupsSettings settings_;
  std::unique_ptr<CupsPlaces> places_;
};

}  // namespace ssc::printer
