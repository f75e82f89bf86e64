#include "hostlib/flows/files.hpp"

#include <algorithm>

#include "hostlib/card/files.hpp"
#include "hostlib/card/write.hpp"

namespace ssc::flows {
namespace {

using cardspec::FileType;
using Values = std::vector<crypto::SecretBytes>;

constexpr std::string_view kIssuerDf = "SSSE";
constexpr std::uint16_t kIssuerFile = 0xEF05;

Outcome<Values> one(Outcome<crypto::SecretBytes> value) {
  if (!value) return tl::unexpected(value.error());
  Values values;
  values.push_back(std::move(*value));
  return values;
}

Outcome<Values> readCyclic(Visit& visit, const ResolvedFile& wanted) {
  if (!wanted.record) return lift(card::readCyclicFile(visit.navigation(), *wanted.file));
  return one(lift(card::readCyclicRecord(visit.navigation(), *wanted.file, *wanted.record)));
}

// The issuer's file was read when the card was recognised: it need not be read twice.
std::optional<Values> recognisedValues(const Visit& visit, const ResolvedFile& wanted) {
  const card::Records* issuer = visit.issuer();
  if (issuer == nullptr || wanted.file->df != kIssuerDf || wanted.file->fid != kIssuerFile)
    return std::nullopt;
  Values values;
  for (const card::RecordKey& key : wanted.items) {
    if (key.occurrence != 1 || !issuer->has(key.tag)) return std::nullopt;
    values.emplace_back(issuer->value(key.tag));
  }
  return values;
}

Outcome<Values> readValues(Visit& visit, const ResolvedFile& wanted) {
  if (auto known = recognisedValues(visit, wanted)) return std::move(*known);
  switch (wanted.file->type) {
    case FileType::cyclicRecord:
      return readCyclic(visit, wanted);
    case FileType::transparent:
      return one(lift(card::readTransparent(visit.navigation(), *wanted.file)));
    default:
      return lift(card::readFields(visit.navigation(), *wanted.file, wanted.items));
  }
}

// What is on the card already when a later write fails.
class Progress {
 public:
  void wrote(std::string place) { done_ += (done_.empty() ? "" : ", ") + std::move(place); }
  [[nodiscard]] Failure explain(Failure failure) const {
    if (!done_.empty()) failure.where += "; written: " + done_;
    return failure;
  }

 private:
  std::string done_;
};

Outcome<void> writeRecords(Visit& visit, const ResolvedFile& target, const FileWrite& write,
                           Progress& progress) {
  for (std::size_t i = 0; i < target.items.size(); ++i) {
    auto done =
        lift(card::updateField(visit.navigation(), *target.file, target.items[i], write.values[i].reveal()));
    if (!done) return done;
    progress.wrote(placeOf(*target.file, target.items[i]));
  }
  return {};
}

Outcome<void> writeTransparent(Visit& visit, const ResolvedFile& target, const FileWrite& write,
                               Progress& progress) {
  const auto done = card::updateTransparent(visit.navigation(), *target.file, write.values.front().reveal());
  if (done) {
    progress.wrote(placeOf(*target.file));
    return {};
  }
  if (done.error().written > 0)
    progress.wrote(placeOf(*target.file) + " (first " + std::to_string(done.error().written) + " bytes)");
  return tl::unexpected(failureFrom(done.error().error));
}

Outcome<void> appendRecord(Visit& visit, const ResolvedFile& target, const FileWrite& write,
                           Progress& progress) {
  auto done = lift(card::appendRecord(visit.navigation(), *target.file, write.values.front().reveal()));
  if (done) progress.wrote(placeOf(*target.file));
  return done;
}

Outcome<void> writeOne(Visit& visit, const ResolvedFile& target, const FileWrite& write, Progress& progress) {
  auto opened = openFor(visit, target.file->df, target.file->write, {AccessBy::key});
  if (!opened) return opened;
  visit.forgetIssuer();
  switch (target.file->type) {
    case FileType::cyclicRecord:
      return appendRecord(visit, target, write, progress);
    case FileType::transparent:
      return writeTransparent(visit, target, write, progress);
    default:
      return writeRecords(visit, target, write, progress);
  }
}

std::size_t valuesOf(const ResolvedFile& target) {
  const bool whole =
      target.file->type == FileType::cyclicRecord || target.file->type == FileType::transparent;
  return whole ? 1 : target.items.size();
}

// Everything that can be refused without the card is refused before its first command.
Outcome<std::vector<ResolvedFile>> plan(cardspec::Generation generation, std::span<const FileWrite> writes) {
  std::vector<ResolvedFile> targets;
  for (const FileWrite& write : writes) {
    auto target = resolve(generation, write.where);
    if (!target) return tl::unexpected(target.error());
    if (target->file->write.kind == cardspec::AccessRule::Kind::never)
      return tl::unexpected(Failure{Reason::neverWritten, placeOf(*target->file), {}});
    if (valuesOf(*target) != write.values.size())
      return tl::unexpected(Failure{Reason::badInput, placeOf(*target->file), {}});
    targets.push_back(std::move(*target));
  }
  return targets;
}

// A choice that the caller has not made is found out before the first command, like everything else that can
// be.
Outcome<void> checkChoice(std::span<const ResolvedFile> files, const AccessOptions& options) {
  const bool leavesChoice = std::any_of(files.begin(), files.end(), [](const ResolvedFile& file) {
    return file.file->read.kind == cardspec::AccessRule::Kind::pinOrKey;
  });
  if (leavesChoice && !options.by) return tl::unexpected(Failure{Reason::badParameter, "iAuthType", {}});
  return {};
}

}  // namespace

Outcome<std::vector<FileContent>> readFiles(Visit& visit, std::span<const FileRequest> requests,
                                            const AccessOptions& options) {
  auto wanted = resolveAll(visit.identity().generation, requests);
  if (!wanted) return tl::unexpected(wanted.error());
  if (const auto chosen = checkChoice(*wanted, options); !chosen) return tl::unexpected(chosen.error());
  std::vector<FileContent> contents;
  for (ResolvedFile& file : *wanted) {
    visit.note("read " + placeOf(*file.file));
    const auto opened = openFor(visit, file.file->df, file.file->read, options);
    if (!opened) return tl::unexpected(opened.error());
    auto values = readValues(visit, file);
    if (!values) return tl::unexpected(values.error());
    contents.push_back({file.file, std::move(file.items), std::move(*values)});
  }
  return contents;
}

Outcome<void> writeFiles(Visit& visit, std::span<const FileWrite> writes) {
  const auto targets = plan(visit.identity().generation, writes);
  if (!targets) return tl::unexpected(targets.error());
  Progress progress;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    visit.note("write " + placeOf(*(*targets)[i].file));
    const auto done = writeOne(visit, (*targets)[i], writes[i], progress);
    if (!done) return tl::unexpected(progress.explain(done.error()));
  }
  return {};
}

}  // namespace ssc::flows
