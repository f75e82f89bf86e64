// Offline settlement at this terminal: its journal, keys and what the center has allowed it, in one folder
// beside the terminal's identity.
//
//   settlement/journal.sqlite   hostlib/journal
//   settlement/storage.key      seals fees and persons on this machine
//   settlement/policy.json      as the center signed it, and policy.sig
//   settlement/pseudonym.key    of the policy's year
//   settlement/lists            names and signatures of the stop-list's files, in their order; <name>.list
//   each settlement/seen             when the center last said that both are today's, and how far our clock
//   was off
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "hostlib/flows/office/desk.hpp"
#include "hostlib/flows/settle/station.hpp"
#include "wire/office/settlement.hpp"

namespace ssc::flows {

class SettlementDesk {
 public:
  /// Everything but the identity is made when missing. officeNotRegistered before the registration;
  /// offlineRefused with 6117 for a terminal that was given no log key. `clock` and `random` outlive it.
  static Outcome<std::unique_ptr<SettlementDesk>> open(const office::Settings& settings, office::Clock& clock,
                                                       crypto::RandomSource& random);
  ~SettlementDesk();
  SettlementDesk(const SettlementDesk&) = delete;
  SettlementDesk& operator=(const SettlementDesk&) = delete;

  /// Refers to this desk.
  [[nodiscard]] const SettlementStation& station() const;
  [[nodiscard]] std::filesystem::path journalFile() const;

  /// 8601: policy, stop-list and pseudonym key as of now. What cannot be believed changes nothing.
  /// `progress`: of a large stop-list.
  Outcome<void> refresh(OfficeDesk& office, const std::stop_token& stop,
                        const office::Client::FetchProgress& progress = {});

 private:
  struct Parts;
  explicit SettlementDesk(std::unique_ptr<Parts> parts);
  Outcome<void> fetchLists(OfficeDesk& office, const wire::office::PolicyGiven& given,
                           const std::stop_token& stop, const office::Client::FetchProgress& progress);
  Outcome<void> keepKeyAndTime(const wire::office::PolicyGiven& given);
  std::unique_ptr<Parts> parts_;
};

}  // namespace ssc::flows
