#include "keys-sim/card/file_tree.hpp"

#include <algorithm>
#include <array>

#include "card-spec/text.hpp"
#include "keys-sim/card/fci.hpp"
#include "keys-sim/card/financial/financial_files.hpp"
#include "keys-sim/card/pki/pki_files.hpp"
#include "keys-sim/card/transport/transport.hpp"

namespace ssc::sim {
namespace {

using apdu::Bytes;
using cardspec::AccessRule;
using cardspec::Coding;
using cardspec::FileType;

constexpr std::uint16_t kDirFid = 0x001E;

// Directories of the social security card outside the data tables; `since` is the first generation that has
// them.
struct Place {
  std::string_view df, parent;
  cardspec::Generation since;
};
constexpr std::array<Place, 16> kPlaces{{
    {"MF", "", cardspec::Generation::one},
    {"PSE", "MF", cardspec::Generation::one},
    {"PPSE", "MF", cardspec::Generation::one},
    {"SSSE", "MF", cardspec::Generation::one},
    {"DF01", "SSSE", cardspec::Generation::one},
    {"DF02", "SSSE", cardspec::Generation::one},
    {"DF03", "SSSE", cardspec::Generation::one},
    {"DF04", "SSSE", cardspec::Generation::one},
    {"DF05", "SSSE", cardspec::Generation::two},
    {"DF06", "SSSE", cardspec::Generation::two},
    {"DF07", "SSSE", cardspec::Generation::two},
    {"PKI", "MF", cardspec::Generation::three},
    {"PKIADF", "PKI", cardspec::Generation::three},
    // One application, reached through either payment environment.
    {"PBOC", "PSE", cardspec::Generation::two},
    {"PBOC", "PPSE", cardspec::Generation::two},
    {"TRANSPORT", "MF", cardspec::Generation::three},
}};

void appendPadded(Bytes& record, const cardspec::Field& field, Bytes value, const CardProfile& profile) {
  record.push_back(field.tag);
  record.push_back(static_cast<std::uint8_t>(field.length));
  value.resize(field.length, paddingOf(field.coding, profile.textPadding));
  apdu::append(record, value);
}

// A nested field is blank as a string of blank inner fields, not as plain padding.
Bytes blankNested(const cardspec::Field& field, const CardProfile& profile) {
  Bytes value;
  for (const auto& inner : field.inner)
    appendPadded(value, inner, {}, profile);
  return value;
}

Bytes makeRecord(const cardspec::Field& field, const FileContent& content, std::size_t occurrence,
                 const CardProfile& profile) {
  Bytes value = field.coding == Coding::nested ? blankNested(field, profile) : Bytes{};
  const auto given = content.values.find(field.tag);
  if (given != content.values.end() && occurrence < given->second.size()) {
    const Bytes& head = given->second[occurrence];
    if (value.size() < head.size()) value.resize(head.size());
    std::copy(head.begin(), head.end(), value.begin());
  }
  Bytes record;
  appendPadded(record, field, std::move(value), profile);
  return record;
}

// Cyclic and fixed files hold what the file map says; in variable ones a site finds room for some records
// more.
std::size_t capacityOf(const cardspec::File& spec, const CardProfile& profile) {
  if (spec.type == FileType::cyclicRecord) return std::size_t{spec.size} * spec.records;
  std::size_t capacity = spec.type == FileType::variableRecord ? profile.recordSpare : 0;
  for (const auto& field : spec.fields)
    capacity += std::size_t{2U + field.length} * field.occurrences;
  return capacity;
}

ElementaryFile makeFile(const cardspec::File& spec, const CardProfile& profile) {
  ElementaryFile file{spec.fid, spec.type, spec.read, spec.write, {}, {}, &spec, capacityOf(spec, profile)};
  const auto found = profile.files.find({std::string(spec.df), spec.fid});
  const FileContent content = found == profile.files.end() ? FileContent{} : found->second;
  if (spec.type == FileType::transparent) {
    file.content = content.data;
    file.content.resize(spec.size);
  } else if (spec.type == FileType::cyclicRecord) {
    file.records = content.rows;
  } else {
    for (const auto& field : spec.fields)
      for (std::size_t i = 0; i < field.occurrences; ++i)
        file.records.push_back(makeRecord(field, content, i, profile));
  }
  return file;
}

std::vector<ElementaryFile> makeFiles(std::string_view df, const CardProfile& profile) {
  if (df == pki::kApplication) return pki::makeFiles(profile);
  if (df == transport::kApplication) return transport::makeFiles(profile);
  std::vector<ElementaryFile> files = financial::makeFiles(df);
  for (const auto& spec : cardspec::files(profile.generation))
    if (spec.df == df) files.push_back(makeFile(spec, profile));
  return files;
}

// DIR (ISO/IEC 7816-4 §12.2.2): one application template a record, for each application that has a name and
// files.
ElementaryFile makeDir(const std::vector<Directory>& directories) {
  ElementaryFile dir{
      kDirFid, FileType::variableRecord, {AccessRule::Kind::free, {}}, {AccessRule::Kind::never, {}}, {}, {}};
  for (const auto& directory : directories) {
    if (directory.parent != "SSSE" || directory.name.empty()) continue;
    const auto* application = cardspec::findApplication(directory.df);
    const auto label = cardspec::toGb18030(application ? application->label : std::string_view{});
    if (label) dir.records.push_back(applicationTemplate(directory.name, *label));
  }
  return dir;
}

Directory makeDirectory(const Place& place, const CardProfile& profile) {
  Directory directory{std::string(place.df),       std::string(place.parent), {}, 0, {},
                      makeFiles(place.df, profile)};
  if (const auto* application = cardspec::findApplication(place.df)) {
    directory.name.assign(application->name.begin(), application->name.end());
    directory.fid = application->fid;
  }
  directory.fci = fciOf(directory, profile);
  return directory;
}

// The data tables decide which application directories exist, the profile whether there are certificates; the
// other environments always exist.
bool exists(const Directory& directory, const CardProfile& profile) {
  const bool ofCertificates = directory.df == pki::kEnvironment || directory.df == pki::kApplication;
  if (ofCertificates) return profile.pki.has_value();
  return directory.parent != "SSSE" || !directory.files.empty();
}

bool isRecordOf(const ElementaryFile& file, const Bytes& record) {
  if (file.type == FileType::cyclicRecord) return record.size() == file.spec->size;
  return record.size() >= 2 && record.size() == 2U + record[1];
}

bool canHold(const ElementaryFile& file, const Image& image) {
  if (!file.spec) return true;
  if (!file.isRecordFile()) return image.size() == 1 && image.front().size() == file.content.size();
  const bool fewEnough = file.type != FileType::cyclicRecord || image.size() <= file.spec->records;
  return fewEnough && std::all_of(image.begin(), image.end(),
                                  [&](const Bytes& record) { return isRecordOf(file, record); });
}

}  // namespace

ElementaryFile* Directory::findFile(std::uint16_t wantedFid) {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const auto& file) { return file.fid == wantedFid; });
  return found == files.end() ? nullptr : &*found;
}

ElementaryFile* Directory::findBySfi(std::uint8_t sfi) {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const auto& file) { return file.sfi() == sfi; });
  return found == files.end() ? nullptr : &*found;
}

std::string imageName(std::string_view df, std::uint16_t fid) {
  const std::array<std::uint8_t, 2> bytes{static_cast<std::uint8_t>(fid >> 8),
                                          static_cast<std::uint8_t>(fid & 0xFF)};
  return std::string(df) + "/" + apdu::toHex(bytes);
}

bool FileTree::canHold(const PersistentState& durable) const {
  for (const auto& directory : directories_) {
    for (const auto& file : directory.files) {
      const auto image = durable.images.find(imageName(directory.df, file.fid));
      if (image != durable.images.end() && !sim::canHold(file, image->second)) return false;
    }
  }
  return true;
}

void FileTree::restore(const PersistentState& durable) {
  for (auto& directory : directories_) {
    for (auto& file : directory.files) {
      const auto image = durable.images.find(imageName(directory.df, file.fid));
      if (image == durable.images.end()) continue;
      if (file.isRecordFile()) {
        file.records = image->second;
      } else if (!image->second.empty()) {
        file.content = image->second.front();
      }
    }
  }
}

FileTree::FileTree(const CardProfile& profile) {
  for (const auto& place : kPlaces) {
    if (profile.generation < place.since) continue;
    Directory directory = makeDirectory(place, profile);
    if (exists(directory, profile)) directories_.push_back(std::move(directory));
  }
  if (profile.hasDir) find("SSSE")->files.push_back(makeDir(directories_));
}

Directory* FileTree::find(std::string_view df) {
  const auto found =
      std::find_if(directories_.begin(), directories_.end(), [&](const auto& d) { return d.df == df; });
  return found == directories_.end() ? nullptr : &*found;
}

Directory& FileTree::environmentOf(Directory& directory) {
  Directory* at = &directory;
  while (at != &mf() && at->parent != mf().df)
    at = find(at->parent);
  return *at;
}

}  // namespace ssc::sim
