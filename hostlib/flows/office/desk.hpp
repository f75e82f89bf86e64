// The back office as flows use it: a client with all it stands on, made of ssc.toml.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "crypto/random.hpp"
#include "hostlib/flows/failure.hpp"
#include "hostlib/office/client.hpp"
#include "hostlib/office/registration.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::flows {

template <class T>
Outcome<T> lift(office::Result<T> result) {
  return std::move(result).map_error([](const office::Error& error) { return failureFrom(error); });
}

/// `version`: of the program. officeNotConfigured without [office].
Outcome<office::Settings> officeSettings(const profile::Config& config, std::string_view version);

/// What a desk stands on that a configuration opened.
struct OfficeMachine;

/// The members refer to each other: it stays where it is.
class OfficeDesk {
 public:
  static Outcome<std::unique_ptr<OfficeDesk>> open(const profile::Config& config, std::string_view version);
  /// Over the caller's network, clock and randomness, which must outlive it.
  static Outcome<std::unique_ptr<OfficeDesk>> over(const office::Parts& parts,
                                                   const office::Settings& settings);
  ~OfficeDesk();
  OfficeDesk(const OfficeDesk&) = delete;
  OfficeDesk& operator=(const OfficeDesk&) = delete;

  [[nodiscard]] office::Client& client() { return *client_; }
  [[nodiscard]] office::Clock& clock() { return parts_.clock; }
  [[nodiscard]] crypto::RandomSource& random() { return parts_.random; }
  [[nodiscard]] const office::Settings& settings() const { return client_->settings(); }

 private:
  OfficeDesk(std::unique_ptr<OfficeMachine> machine, const office::Parts& parts);
  static Outcome<std::unique_ptr<OfficeDesk>> make(std::unique_ptr<OfficeMachine> machine,
                                                   const office::Parts& parts,
                                                   const office::Settings& settings);

  std::unique_ptr<OfficeMachine> machine_;  ///< none where the parts are the caller's
  office::Parts parts_;
  std::unique_ptr<office::Client> client_;
};

/// `ssc office register`: with a code the first time, without one to ask again.
Outcome<office::Registration> registerAtOffice(const profile::Config& config, std::string_view version,
                                               const std::string& code, const std::stop_token& stop);

}  // namespace ssc::flows
