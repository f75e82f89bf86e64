#include "keys-sim/keys/session.hpp"

#include <algorithm>

namespace ssc::sim {

CryptoResult<Key> sessionKey(Algorithm environment, const Key& key, ByteView random) {
  if (random.size() > blockSize(environment)) return tl::unexpected(CryptoError::badLength);
  const auto cipher = cipherFor(environment, key);
  if (!cipher) return tl::unexpected(cipher.error());
  Bytes input(random.begin(), random.end());
  input.resize(blockSize(environment));
  Key session(blockSize(environment));
  const auto done = cipher->encryptEcb(input, session.revealMutable());
  if (!done) return tl::unexpected(done.error());
  return session;
}

CryptoResult<AuthenticationData> authenticationData(Algorithm environment, const Key& session,
                                                    const std::array<std::uint8_t, 8>& orig) {
  const auto cipher = cipherFor(environment, session);
  if (!cipher) return tl::unexpected(cipher.error());
  Bytes block(orig.begin(), orig.end());
  block.resize(blockSize(environment));
  const auto encrypted = cipher->encryptEcb(block);
  if (!encrypted) return tl::unexpected(encrypted.error());
  AuthenticationData data{};
  for (std::size_t i = 0; i < encrypted->size(); ++i)
    data[i % data.size()] ^= (*encrypted)[i];
  return data;
}

CryptoResult<Bytes> lastCbcBlock(Algorithm environment, const Key& session, ByteView iv, ByteView blocks) {
  if (blocks.empty()) return tl::unexpected(CryptoError::badLength);
  const auto cipher = cipherFor(environment, session);
  if (!cipher) return tl::unexpected(cipher.error());
  const auto encrypted = cipher->encryptCbc(iv, blocks);
  if (!encrypted) return tl::unexpected(encrypted.error());
  const ByteView last = ByteView(*encrypted).last(blockSize(environment));
  return Bytes(last.begin(), last.end());
}

Mac foldMac(Algorithm environment, ByteView lastBlock) {
  Mac mac{};
  const std::size_t used = environment == Algorithm::sm4 ? lastBlock.size() : mac.size();
  for (std::size_t i = 0; i < used; ++i)
    mac[i % mac.size()] ^= lastBlock[i];
  return mac;
}

CryptoResult<Mac> cardMac(Algorithm environment, const Key& session, ByteView message) {
  const Bytes zeroIv(blockSize(environment));
  const auto last = lastCbcBlock(environment, session, zeroIv, padded(environment, message));
  if (!last) return tl::unexpected(last.error());
  return foldMac(environment, *last);
}

Bytes padded(Algorithm environment, ByteView message) {
  const std::size_t block = blockSize(environment);
  Bytes out(message.begin(), message.end());
  out.push_back(0x80);
  out.resize((out.size() + block - 1) / block * block);
  return out;
}

Bytes lengthPrefixed(Algorithm environment, ByteView data) {
  Bytes out{static_cast<std::uint8_t>(data.size())};
  out.insert(out.end(), data.begin(), data.end());
  return out.size() % blockSize(environment) == 0 ? out : padded(environment, out);
}

Key tacKey(Algorithm environment, const Key& dtk) {
  if (environment == Algorithm::sm4 || dtk.size() != 16) return dtk.clone();
  Key folded(std::size_t{8});
  for (std::size_t i = 0; i < 8; ++i)
    folded.revealMutable()[i] = dtk.reveal()[i] ^ dtk.reveal()[i + 8];
  return folded;
}

}  // namespace ssc::sim
