// The certificate authority of the test cards. Its key comes from the printed root label, so everybody can
// make it anew; its name says TEST.
#pragma once

#include "crypto/certificate_authority.hpp"
#include "keys-sim/keys/test_roots.hpp"

namespace ssc::sim::pki {

using crypto::CertificateError;

template <typename T>
using CertificateResult = tl::expected<T, CertificateError>;

/// Valid from 2025 to the end of 2034, like every certificate of a test card.
CertificateResult<crypto::CertificateAuthority> testAuthority(const TestRoots& roots);

/// What a test certificate says about its holder: the name begins with 测试 whatever the card's holder is
/// called. `serialName` names the certificate among those of its authority.
crypto::CertificateRequest testRequest(const TestRoots& roots, const std::string& holder, crypto::KeyUse use,
                                       std::string_view serialName);

}  // namespace ssc::sim::pki
