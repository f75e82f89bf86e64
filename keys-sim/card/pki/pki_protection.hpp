// Proofs, MACs and confidential data of the certificate application. Unlike SSSE it uses its keys directly,
// without a session, and the challenge is the IV (convention of the issuing programs).
#pragma once

#include <tl/expected.hpp>

#include "apdu/status_word.hpp"
#include "keys-sim/card/card_os.hpp"

namespace ssc::sim::pki {

template <typename T>
using OrStatus = tl::expected<T, apdu::StatusWord>;

/// The card's last challenge as one block, eight bytes filled up with 00; 6984 where there is none such.
OrStatus<apdu::Bytes> challengeBlock(const CardOs& card);

/// Whether `proof` is the challenge under `key`. Errors: 6984, 6F00.
OrStatus<bool> provesKey(const CardOs& card, const Key& key, apdu::ByteView proof16);

/// The plaintext of a command's data before its MAC, both made with `key`. Errors: 6984, 6988, 6F00.
OrStatus<crypto::SecretBytes> openProtected(const CardOs& card, const Key& key, const apdu::Command& command);

/// SM4-ECB; 6F00 where that fails.
OrStatus<crypto::SecretBytes> decipher(const Key& key, apdu::ByteView blocks);

/// The first `size` bytes of a plaintext that goes on with 80 00…; nothing when it does not.
std::optional<apdu::ByteView> unpadded(apdu::ByteView plaintext, std::size_t size);

}  // namespace ssc::sim::pki
