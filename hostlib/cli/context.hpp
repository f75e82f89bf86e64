// What every command of `ssc` gets: the common options and the means to answer.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

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

  std::string place;              ///< file, write: "DF01/EF05"
  std::vector<std::string> tags;  ///< file, write: "20", "40:2"
  std::string value;              ///< write
  std::string by = "key";         ///< the way into files that PIN or key opens
  std::string action;             ///< pin, pki: what to do
  std::string total, part;        ///< debit: yuan; of it from account and pool
  std::string time;               ///< debit: CCYYMMDDHHMMSS; empty = now
  unsigned sequence = 0;          ///< debit --check
  std::string input, output;      ///< files of pki, trace, replay; "-" = standard input or output
  std::string certificate, authorities, signature;  ///< files of pki
  std::string against;                              ///< replay: the trace to compare
  std::vector<std::string> program;                 ///< trace: what to run
  std::string item, search;                         ///< catalogue: one item; what to look for
  std::string serviceClass, flow, district;         ///< catalogue: only those
  std::string scan, picture;                        ///< sign-in: where codes come from; where ours is drawn
  bool showCode = false;                            ///< sign-in: show a code here
  int level = 2;                                    ///< login
  std::vector<std::string> items;  ///< query: ids; verify: number and code; check: NAME=VALUE
  std::optional<unsigned> face;    ///< check: likeness, per cent
  std::string matter;              ///< prove: what for
  std::string from, to;            ///< query: yyyy-MM or yyyy-MM-dd
  bool missing = false;            ///< catalogue: what is not built, with the reason
  bool codes = false;              ///< catalogue: what codes mean
  bool form = false;               ///< catalogue: the form of an item
  std::string idCard;              ///< card enable: file of what an id-card reader read
  std::string reason;              ///< card: why
  bool list = false;               ///< apply: all of one's own
  std::string withdraw, again;     ///< apply: number of an application
  std::string row, field, text;    ///< correct: what is wrong
  unsigned last = 0;               ///< journal: how many records
  std::string kind;                ///< settle: outpatient or pharmacy
  bool withCard = false;           ///< upload: also what the card in the reader has to tell
  bool confirmed = false;          ///< settle: the holder was asked already
};

/// --qr-scan without a source: the one of ssc.toml.
inline constexpr const char* kConfiguredScanner = "configured";

/// Exit codes that are no flow failure; the others stand in docs/errors.md.
inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitNotPassed = 10;  ///< check: the center's answer is no

int runLogin(const Options& options, std::stop_token stop);
int runQuery(const Options& options, std::stop_token stop);
int runProve(const Options& options, std::stop_token stop);
int runCheck(const Options& options, std::stop_token stop);
int runStaff(const Options& options, std::stop_token stop);
int runCardState(const Options& options, std::stop_token stop);
int runApply(const Options& options, std::stop_token stop);
int runCorrect(const Options& options, std::stop_token stop);
int runVerify(const Options& options, std::stop_token stop);
int runOffice(const Options& options, std::stop_token stop);
int runReaders(const Options& options, std::stop_token stop);
int runAtr(const Options& options, std::stop_token stop);
int runRead(const Options& options, std::stop_token stop);
int runDoctor(const Options& options, std::stop_token stop);
int runFile(const Options& options, std::stop_token stop);
int runWrite(const Options& options, std::stop_token stop);
int runDump(const Options& options, std::stop_token stop);
int runPin(const Options& options, std::stop_token stop);
int runBalance(const Options& options, std::stop_token stop);
int runDebit(const Options& options, std::stop_token stop);
int runRecords(const Options& options, std::stop_token stop);
int runPki(const Options& options, std::stop_token stop);
int runTrace(const Options& options, std::stop_token stop);
int runReplay(const Options& options, std::stop_token stop);
int runJournal(const Options& options, std::stop_token stop);
int runSettle(const Options& options, std::stop_token stop);
int runReconcile(const Options& options, std::stop_token stop);
int runUpload(const Options& options, std::stop_token stop);
int runCatalogue(const Options& options, std::stop_token stop);

}  // namespace ssc::cli
