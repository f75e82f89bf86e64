// What every command of `ssc` gets: the common options and the means to answer.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include "hostlib/flows/terminal.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::cli {

/// Options as a person gave them.
struct Options {
  bool json = false;
  bool full = false;       ///< read: show the holder unmasked
  bool exchanges = false;  ///< read: show every exchange
  std::string reader;      ///< pattern over ssc.toml
  std::string interface = "contact-first";
  std::string language;               ///< "zh", "en" or empty
  double timeoutSeconds = 0;          ///< 0 = ssc.toml
  std::optional<double> waitSeconds;  ///< wait for a card
};

/// Exit codes that are no flow failure; the others stand in docs/errors.md.
inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 2;

int runReaders(const Options& options, std::stop_token stop);
int runAtr(const Options& options, std::stop_token stop);
int runRead(const Options& options, std::stop_token stop);
int runDoctor(const Options& options, std::stop_token stop);

}  // namespace ssc::cli
