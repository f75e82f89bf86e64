#include "keys-sim/keys/cipher_suite.hpp"

namespace ssc::sim {

std::size_t blockSize(Algorithm environment) {
  return environment == Algorithm::tripleDes ? 8 : 16;
}

std::string_view environmentName(Algorithm environment) {
  return environment == Algorithm::tripleDes ? "DES" : "SM4";
}

std::size_t keyLength(Algorithm environment, std::string_view keyName) {
  return environment == Algorithm::tripleDes && keyName.starts_with("STK") ? 8 : 16;
}

CryptoResult<crypto::BlockCipher> cipherFor(Algorithm environment, const Key& key) {
  if (environment == Algorithm::sm4) return crypto::BlockCipher::sm4(key);
  if (environment != Algorithm::tripleDes) return tl::unexpected(CryptoError::unavailable);
  return key.size() == 8 ? crypto::BlockCipher::des(key) : crypto::BlockCipher::tripleDes(key);
}

}  // namespace ssc::sim
