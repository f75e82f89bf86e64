#include "crypto/signer/sm2_signer.hpp"

#include <algorithm>
#include <botan/ec_group.h>
#include <botan/pubkey.h>
#include <botan/sm2.h>
#include <botan/system_rng.h>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace ssc::crypto {

namespace {

constexpr std::size_t kMostIdle = 64;  // as many threads as a server has, and more

Botan::SM2_PrivateKey botanKey(const Key& d) {
  const ByteView bytes = d.reveal();
  return {Botan::system_rng(), Botan::EC_Group("sm2p256v1"), Botan::BigInt(bytes.data(), bytes.size())};
}

}  // namespace

/// A PK_Signer serves one thread at a time; making one costs half a signature.
struct Sm2Signer::State {
  State(const Key& d, Bytes itsPoint) : key(botanKey(d)), point(std::move(itsPoint)) {}

  std::unique_ptr<Botan::PK_Signer> take() {
    {
      const std::lock_guard lock(mutex);
      if (!idle.empty()) {
        auto signer = std::move(idle.back());
        idle.pop_back();
        return signer;
      }
    }
    return std::make_unique<Botan::PK_Signer>(key, Botan::system_rng(), std::string(kSm2DefaultId) + ",SM3",
                                              Botan::IEEE_1363);
  }

  void giveBack(std::unique_ptr<Botan::PK_Signer> signer) {
    const std::lock_guard lock(mutex);
    if (idle.size() < kMostIdle) idle.push_back(std::move(signer));
  }

  const Botan::SM2_PrivateKey key;
  const Bytes point;
  std::mutex mutex;
  std::vector<std::unique_ptr<Botan::PK_Signer>> idle;
};

Sm2Signer::Sm2Signer(std::shared_ptr<State> state) : state_(std::move(state)) {}

tl::expected<Sm2Signer, CryptoError> Sm2Signer::fromKey(const Sm2KeyPair& key) {
  const auto d = key.privateKey();
  if (!d) return tl::unexpected(d.error());
  const auto holder = key.publicKey();
  if (!holder) return tl::unexpected(holder.error());
  try {
    return Sm2Signer(std::make_shared<State>(*d, holder->point()));
  } catch (const std::exception&) {
    return tl::unexpected(CryptoError::unavailable);
  }
}

tl::expected<Sm2Signature, CryptoError> Sm2Signer::sign(ByteView message) const {
  try {
    auto signer = state_->take();
    const auto made = signer->sign_message(message.data(), message.size(), Botan::system_rng());
    state_->giveBack(std::move(signer));  // one that has failed is not used again
    Sm2Signature signature{};
    if (made.size() != signature.size()) return tl::unexpected(CryptoError::unavailable);
    std::copy(made.begin(), made.end(), signature.begin());
    return signature;
  } catch (const std::exception&) {
    return tl::unexpected(CryptoError::unavailable);
  }
}

tl::expected<Sm2PublicKey, CryptoError> Sm2Signer::publicKey() const {
  return Sm2PublicKey::fromPoint(state_->point);
}

}  // namespace ssc::crypto
