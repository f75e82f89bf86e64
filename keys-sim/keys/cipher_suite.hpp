// The two working algorithm environments of card and PSAM (card specification, part 4): which cipher a key
// drives and how long its blocks are. SSF33 is not public; every function refuses it with
// CryptoError::unavailable.
#pragma once

#include <cstddef>
#include <string_view>
#include <tl/expected.hpp>

#include "card-spec/tables.hpp"
#include "crypto/block_cipher.hpp"

namespace ssc::sim {

using cardspec::Algorithm;
using crypto::Bytes;
using crypto::ByteView;
using crypto::CryptoError;
using crypto::Key;

template <typename T>
using CryptoResult = tl::expected<T, CryptoError>;

/// 8 for DES and 3DES, 16 for SM4: also the size of the session input.
std::size_t blockSize(Algorithm environment);

/// The name test roots are computed under: "DES" or "SM4".
std::string_view environmentName(Algorithm environment);

/// 16 bytes, except the maintenance keys (STK…) of the DES environment: 8.
std::size_t keyLength(Algorithm environment, std::string_view keyName);

/// DES for 8-byte keys, two-key 3DES for 16-byte keys, SM4.
CryptoResult<crypto::BlockCipher> cipherFor(Algorithm environment, const Key& key);

}  // namespace ssc::sim
