// What the simulated HSM computes: the same values a PSAM would (card specification, part 6), for keys asked
// for by reference. Knows nothing of the network.
#pragma once

#include <mutex>
#include <tl/expected.hpp>

#include "keys-sim/hsm/hsm_profile.hpp"
#include "keys-sim/keys/derivation.hpp"
#include "wire/hsm.hpp"

namespace ssc::sim {

/// Any thread may ask.
class HsmModule {
 public:
  template <class Reply>
  using Result = tl::expected<Reply, wire::hsm::Error>;

  explicit HsmModule(HsmProfile profile);

  Result<wire::hsm::Pong> handle(const wire::hsm::Ping& request) const;
  Result<wire::hsm::Authentication> handle(const wire::hsm::Authenticate& request) const;
  Result<wire::hsm::ProtectedCommand> handle(const wire::hsm::Protect& request) const;
  Result<wire::hsm::PurchaseConsent> handle(const wire::hsm::Purchase& request);
  Result<wire::hsm::PurchaseChecked> handle(const wire::hsm::CheckPurchase& request) const;

  [[nodiscard]] const HsmProfile& profile() const { return profile_; }
  /// The sequence number that the next purchase uses up.
  [[nodiscard]] std::uint32_t nextSequence() const;

 private:
  /// What a key may be used for: a key has one use.
  enum class Use : std::uint8_t { authentication, maintenance, purchase };

  [[nodiscard]] Result<Key> cardKeyFor(const wire::hsm::CardKey& key, Use use) const;
  [[nodiscard]] Result<Key> sessionFor(const wire::hsm::PurchaseFacts& facts,
                                       const wire::hsm::Block<4>& terminalSequence) const;
  static Use useOf(std::string_view keyName);
  std::optional<wire::hsm::Block<4>> takeSequence();

  HsmProfile profile_;
  TestRoots roots_;
  mutable std::mutex mutex_;
  std::uint64_t sequence_;  ///< 2^32: none is left
};

}  // namespace ssc::sim
