#include "keys-sim/card/pki/test_authority.hpp"

namespace ssc::sim::pki {
namespace {

using namespace std::chrono;

constexpr std::string_view kAuthority = "CA";
constexpr std::string_view kTestName = "测试";
constexpr std::size_t kSerialSize = 16;

crypto::Validity decade() {
  return {sys_days(year(2025) / 1 / 1), sys_days(year(2035) / 1 / 1) - seconds(1)};
}

// RFC 5280 §4.1.2.2: positive.
Bytes serialNumber(const TestRoots& roots, std::string_view name) {
  const auto d = roots.sm2PrivateKey("SERIAL|" + std::string(name));
  if (!d) return {};
  const ByteView head = d->reveal().first(kSerialSize);
  return {head.begin(), head.end()};
}

std::string testName(const std::string& holder) {
  return holder.starts_with(kTestName) ? holder : std::string(kTestName) + holder;
}

}  // namespace

CertificateResult<crypto::CertificateAuthority> testAuthority(const TestRoots& roots) {
  const auto d = roots.sm2PrivateKey(kAuthority);
  if (!d) return tl::unexpected(CertificateError::unavailable);
  return crypto::CertificateAuthority::makeRoot(
      *d, {"CN", "TEST 测试 " + roots.label(), "SSC TEST CA 测试证书颁发机构"},
      serialNumber(roots, kAuthority), decade());
}

crypto::CertificateRequest testRequest(const TestRoots& roots, const std::string& holder, crypto::KeyUse use,
                                       std::string_view serialName) {
  return {{"CN", "TEST 测试", testName(holder)}, serialNumber(roots, serialName), decade(), use};
}

}  // namespace ssc::sim::pki
