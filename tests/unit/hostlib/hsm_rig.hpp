// An HSM service on a thread of the test, and the settings that lead to it.
#pragma once

#include <doctest/doctest.h>
#include <memory>

#include "hostlib/sam/hsm.hpp"
#include "keys-sim/hsm/hsm_service.hpp"
#include "keys-sim/hsm/test_pki.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"

namespace ssc::test {

/// The sample profile of the simulated HSM.
inline sim::HsmProfile sampleHsm() {
  auto profile = sim::loadHsmProfile("keys-sim/samples/hsm.toml");
  REQUIRE_MESSAGE(profile.has_value(), (profile ? "" : profile.error().text()));
  return std::move(*profile);
}

class HsmRig {
 public:
  explicit HsmRig(sim::HsmProfile profile = sampleHsm()) : module(std::move(profile)) {
    REQUIRE(sim::makeTestPki(folder_.path(), std::chrono::system_clock::now()).has_value());
    start();
  }

  void start(int port = 0) {
    auto made = sim::HsmService::start(module, faults, {"127.0.0.1", port}, folder_.path());
    REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error()));
    service = std::move(*made);
  }

  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }

  /// The key references of the HSM's own profile; limits short enough to wait for.
  [[nodiscard]] sam::HsmSettings settings() const {
    sam::HsmSettings settings{"https://127.0.0.1:" + std::to_string(service->port()),
                              file("ca.pem"),
                              file("terminal.pem"),
                              file("terminal.key"),
                              {},
                              std::chrono::milliseconds(1000),
                              std::chrono::milliseconds(5000)};
    for (const auto& [reference, key] : module.profile().keys)
      settings.keys[key.region][key.name] = reference;
    return settings;
  }

  void answer(sim::AnswerMode mode) {
    faults.change([&](sim::HsmFaults::Settings& settings) { settings.mode = mode; });
  }
  void show(const std::string& certificate) {
    faults.change([&](sim::HsmFaults::Settings& settings) { settings.certificate = certificate; });
  }

 private:
  TemporaryFolder folder_;

 public:
  sim::HsmModule module;
  sim::HsmFaults faults;
  std::unique_ptr<sim::HsmService> service;
};

}  // namespace ssc::test
