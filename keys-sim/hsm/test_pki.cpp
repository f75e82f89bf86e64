#include "keys-sim/hsm/test_pki.hpp"

#include <array>
#include <fcntl.h>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "crypto/random.hpp"
#include "crypto/tls_certificate.hpp"

namespace ssc::sim {
namespace {

using crypto::TlsAuthority;
using crypto::TlsRole;
using std::chrono::hours;
using std::chrono::sys_seconds;

constexpr hours kDay{24};
constexpr hours kYear = 365 * kDay;

struct AuthorityRow {
  std::string_view name, commonName;
};
constexpr AuthorityRow kAuthorityRow{kAuthority, "TEST authority of the simulated HSM"};
constexpr AuthorityRow kStrangerRow{"stranger-ca", "TEST authority that nobody trusts"};

using Hosts = std::array<std::string_view, 3>;
constexpr Hosts kNowhere{};
constexpr Hosts kHere{"localhost", "127.0.0.1", "::1"};
constexpr Hosts kElsewhere{"hsm.invalid"};

struct LeafRow {
  std::string_view name, commonName;
  TlsRole role;
  Hosts hosts;       ///< empty ones count for nothing
  hours begin, end;  ///< counted from now
  bool ofStranger;
};
constexpr std::array kLeaves{
    LeafRow{kServer, "TEST HSM", TlsRole::server, kHere, -kDay, kYear, false},
    LeafRow{kTerminal, "TEST terminal", TlsRole::client, kNowhere, -kDay, kYear, false},
    LeafRow{"stranger", "TEST HSM", TlsRole::server, kHere, -kDay, kYear, true},
    LeafRow{"stranger-terminal", "TEST terminal", TlsRole::client, kNowhere, -kDay, kYear, true},
    LeafRow{"expired", "TEST HSM", TlsRole::server, kHere, -kYear, -kDay, false},
    LeafRow{"elsewhere", "TEST HSM", TlsRole::server, kElsewhere, -kDay, kYear, false},
};
constexpr std::array<std::string_view, 5> kShown{kServer, "stranger", "expired", kTerminal, "elsewhere"};

struct Identity {
  std::string certificate;  // PEM, both
  crypto::SecretBytes key;
};

std::optional<TlsAuthority> makeAuthority(const AuthorityRow& row, sys_seconds now) {
  crypto::SystemRandom random;
  auto authority = TlsAuthority::create(row.commonName, {now - 2 * kYear, now + kYear + kDay}, random);
  return authority ? std::optional(std::move(*authority)) : std::nullopt;
}

crypto::TlsRequest requestFor(const LeafRow& row, sys_seconds now) {
  crypto::TlsRequest request{std::string(row.commonName), row.role, {}, {now + row.begin, now + row.end}};
  for (const std::string_view host : row.hosts)
    if (!host.empty()) request.hosts.emplace_back(host);
  return request;
}

std::optional<Identity> makeLeaf(const LeafRow& row, const TlsAuthority& issuer, sys_seconds now) {
  crypto::SystemRandom random;
  auto key = crypto::makeTlsKey();
  if (!key) return std::nullopt;
  const auto publicKey = crypto::tlsPublicKeyOf(*key);
  if (!publicKey) return std::nullopt;
  auto certificate = issuer.issue(requestFor(row, now), *publicKey, random);
  if (!certificate) return std::nullopt;
  return Identity{std::move(*certificate), std::move(*key)};
}

// A new file, its owner's alone: nothing is overwritten.
bool writeNew(const std::filesystem::path& file, crypto::ByteView text) {
  const int fd =
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (fd < 0) return false;
  const ssize_t written = ::write(fd, text.data(), text.size());
  return ::close(fd) == 0 && std::cmp_equal(written, text.size());
}

bool writeCertificate(const std::filesystem::path& folder, std::string_view name, const std::string& pem) {
  return writeNew(folder / (std::string(name) + ".pem"), crypto::bytesOf(pem));
}

bool writeKey(const std::filesystem::path& folder, std::string_view name, const crypto::SecretBytes& pem) {
  return writeNew(folder / (std::string(name) + ".key"), pem.reveal());
}

bool makeFiles(const std::filesystem::path& folder, sys_seconds now) {
  const auto authority = makeAuthority(kAuthorityRow, now), stranger = makeAuthority(kStrangerRow, now);
  if (!authority || !stranger || !writeCertificate(folder, kAuthorityRow.name, authority->certificatePem()) ||
      !writeCertificate(folder, kStrangerRow.name, stranger->certificatePem()))
    return false;
  for (const LeafRow& row : kLeaves) {
    const auto leaf = makeLeaf(row, row.ofStranger ? *stranger : *authority, now);
    if (!leaf || !writeCertificate(folder, row.name, leaf->certificate) ||
        !writeKey(folder, row.name, leaf->key))
      return false;
  }
  return true;
}

}  // namespace

std::span<const std::string_view> serverCertificates() {
  return kShown;
}

tl::expected<void, std::string> makeTestPki(const std::filesystem::path& folder,
                                            std::chrono::system_clock::time_point now) {
  std::error_code fault;
  std::filesystem::create_directories(folder, fault);
  if (fault) return tl::make_unexpected(folder.string() + ": " + fault.message());
  if (std::filesystem::exists(folder / "ca.pem", fault))
    return tl::make_unexpected(folder.string() + ": there are certificates already");
  if (makeFiles(folder, std::chrono::floor<std::chrono::seconds>(now))) return {};
  return tl::make_unexpected(folder.string() + ": the certificates could not be made or written");
}

}  // namespace ssc::sim
