// An HSM behind the network: the card holders' data base computes what a PSAM would (card specification, part
// 6).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stop_token>

#include "hostlib/sam/security_module.hpp"
#include "wire/hsm.hpp"
#include "wire/https/client.hpp"

namespace ssc::sam {

struct HsmSettings {
  std::string url;  ///< https://host[:port]
  /// PEM files: who may have issued the HSM's certificate (nobody else is trusted), and what proves this
  /// terminal.
  std::string authority, certificate, key;
  /// Key references by the beginning of the region (2, 4 or 6 digits), then by the name of the key (RKSSSE).
  std::map<std::string, std::map<std::string, std::string>> keys;
  std::chrono::milliseconds connectLimit{3000};  ///< for each wait while connecting
  std::chrono::milliseconds totalLimit{10000};   ///< for one request
};

/// What makes the settings unusable: "url: …" or "keys.999900.RKSSE: …"; empty when nothing does. Reads no
/// file.
std::optional<std::string> mistakeIn(const HsmSettings& settings);

/// One thread at a time. Every call takes at most totalLimit; after `stop` is requested it ends at once, with
/// Fault::channel and ChannelError::cancelled. Error::where says what happened, never a value.
class Hsm final : public SecurityModule {
 public:
  explicit Hsm(HsmSettings settings, std::stop_token stop = {});

  /// Asks whether the HSM is there and works in this environment.
  Result<void> open(cardspec::Algorithm algorithm) override;
  /// Twelve zeros: terminal number and sequence are the HSM's own affair.
  [[nodiscard]] const std::string& terminalNumber() const override { return terminalNumber_; }
  Result<Block8> authenticationData(const cardspec::Key& key, const CardIdentity& card, const Block8& factor,
                                    const Block8& data) override;
  Result<crypto::SecretBytes> protectedCommand(const cardspec::Key& key, const CardIdentity& card,
                                               const Block8& challenge,
                                               const std::array<std::uint8_t, 4>& header,
                                               apdu::ByteView plaintext) override;
  Result<PurchaseConsent> consentToPurchase(const CardIdentity& card, const Purchase& purchase) override;
  Result<void> checkPurchase(const Block4& mac2) override;

  /// The reference of a key for cards of this region (the longest beginning that names the key wins);
  /// nullptr: none.
  [[nodiscard]] const std::string* keyReference(std::string_view region, std::string_view keyName) const;

 private:
  struct Consented {
    wire::hsm::PurchaseFacts facts;
    Block4 terminalSequence{};
  };

  template <class Request>
  Result<typename Request::Reply> ask(const Request& request, const std::string& where);
  [[nodiscard]] Result<wire::hsm::CardKey> cardKey(std::string_view name, const CardIdentity& card) const;

  HsmSettings settings_;
  https::Client client_;
  cardspec::Algorithm algorithm_ = cardspec::Algorithm::tripleDes;
  std::string terminalNumber_ = "000000000000";
  std::optional<Consented> consented_;  ///< the purchase consented to last, until it was checked
};

}  // namespace ssc::sam
