#include "keys-sim/psam/psam_os.hpp"

#include <algorithm>
#include <array>

#include "keys-sim/card/answer_to_reset.hpp"
#include "keys-sim/psam/command_table.hpp"
#include "keys-sim/psam/psam_files.hpp"
#include "keys-sim/psam/terminal_sequence.hpp"

namespace ssc::sim {
namespace {

struct EnvironmentRow {
  std::string_view df;
  Algorithm algorithm;
  bool PsamProfile::* present;
};
constexpr std::array<EnvironmentRow, 2> kEnvironments{{
    {"PSAM3DES", Algorithm::tripleDes, &PsamProfile::hasTripleDes},
    {"PSAMSM4", Algorithm::sm4, &PsamProfile::hasSm4},
}};
constexpr std::uint8_t kInitSamForPurchase = 0x70;
constexpr std::string_view kMainEnvironment = "PSAM3DES";  // the MF is this environment

CryptoResult<PsamEnvironment> makeEnvironment(const EnvironmentRow& row, const PsamProfile& profile) {
  auto keys = PsamKeys::derive(profile, row.algorithm);
  if (!keys) return tl::unexpected(keys.error());
  return PsamEnvironment{std::string(row.df), row.algorithm, std::move(*keys), environmentFiles(profile),
                         applicationFiles()};
}

}  // namespace

tl::expected<std::unique_ptr<PsamOs>, std::string> PsamOs::make(PsamProfile profile,
                                                                crypto::RandomSource& random,
                                                                StateStore& store) {
  auto persistent = store.load();
  if (!persistent) return tl::unexpected(persistent.error());
  if (!isSequenceReadable(*persistent))
    return tl::make_unexpected(profile.name + ": the kept terminal sequence is damaged");
  std::unique_ptr<PsamOs> psam(new PsamOs(std::move(profile), std::move(*persistent), random, store));
  for (const auto& row : kEnvironments) {
    if (!(psam->profile_.*row.present)) continue;
    auto environment = makeEnvironment(row, psam->profile_);
    if (!environment) return tl::make_unexpected(psam->name() + ": the keys cannot be derived");
    psam->environments_.push_back(std::move(*environment));
  }
  psam->updateFiles();
  psam->reset();
  return psam;
}

PsamOs::PsamOs(PsamProfile profile, PersistentState persistent, crypto::RandomSource& random,
               StateStore& store)
    : profile_(std::move(profile)), persistent_(std::move(persistent)), random_(random), store_(store) {}

bool PsamOs::commit(PersistentState next) {
  if (memoryFails_ || !store_.save(next)) return false;
  persistent_ = std::move(next);
  updateFiles();
  return true;
}

void PsamOs::updateFiles() {
  for (auto& environment : environments_)
    updateTerminalSequence(environment.applicationFiles, terminalSequence(persistent_));
}

apdu::Bytes PsamOs::reset() {
  state_ = PsamState{};
  state_.environment = environment(kMainEnvironment);
  return answerToReset(profile_.historicalBytes, AtrForm::plain);
}

PsamEnvironment* PsamOs::environment(std::string_view df) {
  const auto found =
      std::find_if(environments_.begin(), environments_.end(), [&](const auto& e) { return e.df == df; });
  return found == environments_.end() ? nullptr : &*found;
}

void PsamOs::enter(PsamEnvironment* environment, bool application) {
  const std::uint8_t kept = state_.environmentByte;
  state_ = PsamState{};
  state_.environment = environment;
  state_.inApplication = application;
  state_.environmentByte = kept;
}

const PsamFile* PsamOs::findFile(std::uint16_t fid, std::uint16_t mask) const {
  if (!state_.environment) return nullptr;
  const auto search = [&](const std::vector<PsamFile>& files) -> const PsamFile* {
    const auto found = std::find_if(files.begin(), files.end(),
                                    [&](const auto& file) { return (file.fid & mask) == (fid & mask); });
    return found == files.end() ? nullptr : &*found;
  };
  const PsamFile* own = state_.inApplication ? search(state_.environment->applicationFiles) : nullptr;
  return own ? own : search(state_.environment->files);
}

Direction PsamOs::direction(const apdu::Header& header) const {
  const auto* row = findRow(psamCommands(), header);
  return row ? row->direction : Direction::none;
}

// A purchase that was begun waits for the next command only.
apdu::Response PsamOs::process(const apdu::Command& command) {
  apdu::Response answer = run(command);
  const bool began = command.header().ins == kInitSamForPurchase && answer.sw().ok();
  if (!began) state_.awaitedMac2.reset();
  return answer;
}

apdu::Response PsamOs::run(const apdu::Command& command) {
  const auto checked = checkAgainst(psamCommands(), command);
  if (!checked.ok()) return {{}, checked};
  return findRow(psamCommands(), command.header())->run(*this, command);
}

}  // namespace ssc::sim
