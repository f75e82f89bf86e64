// SELECT of the PSAM: environments by name (sx1, sx2, sx3) or identifier (3F00, DDF1, DDF2), the application
// DF01, files.
#include <algorithm>
#include <array>

#include "keys-sim/card/fci.hpp"
#include "keys-sim/psam/commands/commands.hpp"

namespace ssc::sim::psam {
namespace {

using apdu::ByteView;
using apdu::Command;
using apdu::Response;

constexpr std::uint8_t kByFid = 0x00, kEf = 0x02, kByName = 0x04;
constexpr std::array<std::string_view, 3> kEnvironments{"PSAM3DES", "PSAMSSF33", "PSAMSM4"};
constexpr std::string_view kApplication = "PSAMAPP";
constexpr std::string_view kNotPublic = "PSAMSSF33";  // there, but nothing works in it
constexpr std::uint16_t kMfFid = 0x3F00;

Response entered(const cardspec::Application& application) {
  return {berObject(0x6F, berObject(0x84, application.name)), apdu::sw::kOk};
}

Response enterApplication(PsamOs& psam) {
  if (!psam.state().environment) return status(apdu::sw::kFileNotFound);
  psam.enter(psam.state().environment, true);
  return entered(*cardspec::findApplication(kApplication));
}

Response enterEnvironment(PsamOs& psam, const cardspec::Application& row) {
  if (row.df == kNotPublic) return status(apdu::sw::kNotSupported);
  auto* environment = psam.environment(row.df);
  if (!environment) return status(apdu::sw::kFileNotFound);
  psam.enter(environment, false);
  return entered(row);
}

template <typename Fits>
Response selectDirectory(PsamOs& psam, Fits fits) {
  for (const auto df : kEnvironments) {
    const auto* row = cardspec::findApplication(df);
    if (row && fits(*row)) return enterEnvironment(psam, *row);
  }
  const auto* application = cardspec::findApplication(kApplication);
  return application && fits(*application) ? enterApplication(psam) : status(apdu::sw::kFileNotFound);
}

Response selectByName(PsamOs& psam, ByteView name) {
  return selectDirectory(psam, [&](const cardspec::Application& row) {
    return std::equal(name.begin(), name.end(), row.name.begin(), row.name.end());
  });
}

Response selectFile(PsamOs& psam, std::uint16_t fid) {
  const auto* file = psam.findFile(fid, 0xFFFF);
  if (!file) return status(apdu::sw::kFileNotFound);
  psam.state().file = file;
  return status(apdu::sw::kOk);
}

}  // namespace

bool acceptsSelectParameters(const apdu::Header& header) {
  return (header.p1 <= kEf || header.p1 == kByName) && header.p2 == 0;
}

bool acceptsSelectLengths(const Command& command) {
  const std::size_t length = command.data().size();
  if (command.header().p1 == kByName) return length >= 5 && length <= 16;
  return length == 2 || (length == 0 && command.header().p1 == kByFid);
}

Response select(PsamOs& psam, const Command& command) {
  const std::uint8_t method = command.header().p1;
  const ByteView data = command.data();
  if (method == kByName) return selectByName(psam, data);
  const auto fid = data.empty() ? kMfFid : static_cast<std::uint16_t>((data[0] << 8) | data[1]);
  if (method == kEf) return selectFile(psam, fid);
  const Response directory =
      selectDirectory(psam, [&](const cardspec::Application& row) { return row.fid == fid; });
  const bool isFile = directory.sw() == apdu::sw::kFileNotFound && method == kByFid;
  return isFile ? selectFile(psam, fid) : directory;
}

}  // namespace ssc::sim::psam
