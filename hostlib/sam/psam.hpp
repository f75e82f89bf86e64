// A PSAM in a reader slot.
#pragma once

#include <functional>
#include <optional>
#include <span>

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
  /// The key is asked for as one for MAC and encryption (type 8), then as the table's type.
  Result<crypto::SecretBytes> protectedCommand(const cardspec::Key& key, const CardIdentity& card,
                                               const Block8& challenge,
                                               const std::array<std::uint8_t, 4>& header,
                                               apdu::ByteView plaintext) override;
  Result<std::uint32_t> nextPurchaseNumber() override;
  /// A module without a debit key of this version answers Fault::status with 9403.
  Result<PurchaseConsent> consentToPurchase(const CardIdentity& card, const Purchase& purchase) override;
  Result<void> checkPurchase(const Block4& mac2) override;

 private:
  using Attempt = std::function<Result<apdu::Response>(unsigned level, const apdu::Bytes& factors)>;

  Result<apdu::Response> send(const apdu::Command& command, std::string_view where);
  Result<void> readTerminalNumber();
  Result<apdu::Response> atRightLevel(const CardIdentity& card, std::string_view where,
                                      const Attempt& attempt);
  Result<void> deliver(const cardspec::Key& key, std::uint8_t type, const CardIdentity& card,
                       const Block8& sessionFactor);
  Result<void> deliverForProtection(const cardspec::Key& key, const CardIdentity& card,
                                    const Block8& challenge);
  Result<Block8> cipher(const Block8& data);
  Result<apdu::Bytes> encrypt(apdu::ByteView plaintext);
  Result<Block4> mac(apdu::ByteView message);
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
