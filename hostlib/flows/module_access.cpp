#include "hostlib/flows/module_access.hpp"

#include <algorithm>
#include <array>

#include "hostlib/sam/psam.hpp"

namespace ssc::flows {
namespace {

// The five codes with which integrators go on with the HSM.
constexpr std::array kToHsm{-2201, -2202, -2203, -27272, -24};

}  // namespace

bool leadsToHsm(const Failure& failure) {
  // A card's own 6A88 has the same number as a PSAM without the key: only the module's failures lead on.
  const bool ofModule = failure.reason != Reason::cardStatus && failure.reason != Reason::terminalRefused;
  return ofModule && std::find(kToHsm.begin(), kToHsm.end(), failure.code()) != kToHsm.end();
}

void ModuleAccess::release() {
  module_.reset();
  session_.reset();
}

Outcome<void> ModuleAccess::open(const card::Identity& card) {
  if (module_) return {};
  auto opened = openPsam(card);
  if (opened) return {};
  release();
  return mayFallBack(opened.error()) ? openHsm(card, opened.error()) : std::move(opened);
}

Outcome<void> ModuleAccess::fallBack(const card::Identity& card, const Failure& failure) {
  if (!mayFallBack(failure)) return tl::unexpected(failure);
  return openHsm(card, failure);
}

Outcome<void> ModuleAccess::openPsam(const card::Identity& card) {
  auto powered = terminal_.powerSam();
  if (!powered) return tl::unexpected(powered.error());
  session_.emplace(std::move(powered->channel), trace_, "psam");
  module_ = std::make_unique<sam::Psam>(*session_);
  return module_->open(card.algorithm).map_error([](const sam::Error& e) { return failureFrom(e); });
}

Outcome<void> ModuleAccess::openHsm(const card::Identity& card, const Failure& psam) {
  release();
  auto hsm = terminal_.connectHsm();
  if (!hsm) return tl::unexpected(hsm.error());
  module_ = std::move(*hsm);
  const auto opened = module_->open(card.algorithm);
  if (opened) return {};
  Failure failure = failureFrom(opened.error());
  failure.where += "; PSAM: " + psam.where;
  release();
  return tl::unexpected(failure);
}

}  // namespace ssc::flows
