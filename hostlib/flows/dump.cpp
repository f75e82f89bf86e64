#include "hostlib/flows/dump.hpp"

#include <algorithm>
#include <array>

#include "hostlib/flows/files.hpp"

namespace ssc::flows {
namespace {

using Kind = cardspec::AccessRule::Kind;

// Failures of one file; any other ends the whole: nobody is there to answer the next question.
constexpr std::array kOfOneFile{
    Reason::cardStatus,     Reason::cardData,     Reason::terminalRefused, Reason::noPinSource,
    Reason::pinCancelled,   Reason::pinTimedOut,  Reason::pinLength,       Reason::pinWrong,
    Reason::pinLocked,      Reason::samAbsent,    Reason::samKey,          Reason::samReadKey,
    Reason::samLevel,       Reason::samAlgorithm, Reason::samFault,        Reason::samNoDebit,
    Reason::hsmUnreachable, Reason::badParameter,
};

bool isOfOneFile(Reason reason) {
  return std::find(kOfOneFile.begin(), kOfOneFile.end(), reason) != kOfOneFile.end();
}

bool needsPin(const cardspec::File& file, const AccessOptions& options) {
  const Kind kind = file.read.kind;
  return kind == Kind::pin || kind == Kind::pinAndKey ||
         (kind == Kind::pinOrKey && options.by == AccessBy::pin);
}

bool asksHolder(Reason reason) {
  return reason == Reason::noPinSource || reason == Reason::pinCancelled || reason == Reason::pinTimedOut ||
         reason == Reason::pinLength || reason == Reason::pinWrong || reason == Reason::pinLocked;
}

Outcome<FileContent> readWhole(Visit& visit, const cardspec::File& file, const AccessOptions& options) {
  const FileRequest request{std::string(file.df), file.fid, std::nullopt, {}};
  auto contents = readFiles(visit, std::span(&request, 1), options);
  if (!contents) return tl::unexpected(contents.error());
  return std::move(contents->front());
}

// Where PIN or key opens a file, a PIN that was entered for another one saves proving a key.
AccessOptions leastWork(const Visit& visit, AccessOptions options) {
  if (visit.isPinVerified()) options.by = AccessBy::pin;
  return options;
}

}  // namespace

Outcome<Dump> dump(Visit& visit, const AccessOptions& options) {
  Dump whole;
  std::optional<Failure>
      noPin;  // the holder is asked once: a second prompt for the next file would use up tries
  for (const cardspec::File& file : cardspec::files(visit.identity().generation)) {
    const bool skipped = noPin && needsPin(file, options);
    auto content = skipped ? Outcome<FileContent>(tl::unexpected(*noPin))
                           : readWhole(visit, file, leastWork(visit, options));
    if (!content && !isOfOneFile(content.error().reason)) return tl::unexpected(content.error());
    if (!content && asksHolder(content.error().reason)) noPin = content.error();
    whole.files.push_back({&file, std::move(content)});
  }
  return whole;
}

}  // namespace ssc::flows
