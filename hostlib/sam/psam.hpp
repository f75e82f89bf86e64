// A PSAM in a reader slot.
#pragma once

#include <optional>

#include "apdu/session.hpp"
#include "hostlib/sam/security_module.hpp"

namespace ssc::sam {

class Psam final : public SecurityModule {
 public:
  /// The session is borrowed.
  explicit Psam(apdu::Session& session) : session_(session) {}

  Result<void> open(cardspec::Algorithm algorithm) override;
  [[nodiscard]] const std::string& terminalNumber() const override { return terminalNumber_; }
  Result<Block8> authenticationData(const cardspec::Key& key, const CardIdentity& card, const Block8& factor,
                                    const Block8& data) override;

 private:
  Result<apdu::Response> send(const apdu::Command& command, std::string_view where);
  Result<void> readTerminalNumber();
  Result<void> deliver(const cardspec::Key& key, const CardIdentity& card, const Block8& sessionFactor);
  Result<Block8> cipher(const Block8& data);
  [[nodiscard]] std::size_t blockSize() const {
    return algorithm_ == cardspec::Algorithm::tripleDes ? 8 : 16;
  }

  apdu::Session& session_;
  cardspec::Algorithm algorithm_ = cardspec::Algorithm::tripleDes;
  std::string terminalNumber_;
  std::optional<unsigned> level_;  ///< derivation levels that worked: tried first for the next key
};

/// Levels of derivation that keys must have to reach a card: 1 own city, 2 own province, 3 elsewhere.
unsigned requiredLevel(std::string_view cardRegion, std::string_view terminalNumber);

}  // namespace ssc::sam
