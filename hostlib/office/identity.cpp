#include "hostlib/office/identity.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "crypto/sm2_key_file.hpp"
#include "crypto/tls_certificate.hpp"
#include "crypto/x509.hpp"
#include "hostlib/office/private_files.hpp"

namespace ssc::office {
namespace {

std::string textOf(const crypto::SecretBytes& bytes) {
  return {bytes.reveal().begin(), bytes.reveal().end()};
}

template <class T>
tl::unexpected<Error> unusable(const std::filesystem::path& file, T reason) {
  return badFile(file.string() + ": " + std::string(toText(reason)));
}

Result<void> makeFolder(const std::filesystem::path& folder) {
  std::error_code ignored;
  std::filesystem::create_directories(folder.parent_path(), ignored);
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && !std::filesystem::is_directory(folder, ignored))
    return badFile(folder.string() + ": cannot be made");
  struct stat facts{};
  if (::stat(folder.c_str(), &facts) != 0 || (facts.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return badFile(folder.string() + ": others may write to it: set its mode to 0700");
  return {};
}

Result<crypto::Sm2KeyPair> readSignKey(const std::filesystem::path& file) {
  const auto pem = readPrivately(file);
  if (!pem) return tl::unexpected(pem.error());
  auto key = crypto::sm2KeyFromPem(*pem);
  if (!key) return unusable(file, key.error());
  return std::move(*key);
}

Result<void> makeSignKey(const std::filesystem::path& file) {
  const auto key = crypto::Sm2KeyPair::generate();
  if (!key) return unusable(file, key.error());
  const auto pem = crypto::sm2KeyToPem(*key);
  if (!pem) return unusable(file, pem.error());
  return writePrivately(file, pem->reveal());
}

// The request is kept as it was sent: the center knows a terminal that asks again by it.
Result<void> makeTlsKey(const IdentityFiles& files, std::string_view terminal) {
  const auto key = crypto::makeTlsKey();
  if (!key) return unusable(files.tlsKey(), key.error());
  const auto request = crypto::makeCertificateRequest(*key, terminal);
  if (!request) return unusable(files.tlsRequest(), request.error());
  if (auto written = writePrivately(files.tlsKey(), key->reveal()); !written) return written;
  return writePrivately(files.tlsRequest(), *request);
}

Result<std::string> pointOf(const crypto::Sm2KeyPair& key, const std::filesystem::path& file) {
  const auto half = key.publicKey();
  if (!half) return unusable(file, half.error());
  return crypto::toHex(half->point());
}

Result<void> checkSignCertificate(const std::string& pem, const Applicant& applicant) {
  constexpr std::string_view kWhere = "the center's answer: signCertificate: ";
  const auto certificates = crypto::readCertificates(crypto::bytesOf(pem));
  if (!certificates) return badFile(std::string(kWhere) + std::string(toText(certificates.error())));
  if (certificates->size() != 1 ||
      crypto::toHex(certificates->front().publicKey().point()) != applicant.signPoint)
    return badFile(std::string(kWhere) + "is not for our key");
  return {};
}

std::string withoutBlanks(std::string_view text) {
  std::string kept;
  for (const char c : text)
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') kept += c;
  return kept;
}

}  // namespace

IdentityState identityState(const IdentityFiles& files) {
  if (fileExists(files.tlsCertificate()) && fileExists(files.signCertificate()))
    return IdentityState::complete;
  return fileExists(files.code()) ? IdentityState::waiting : IdentityState::none;
}

Result<Identity> loadIdentity(const IdentityFiles& files) {
  if (identityState(files) != IdentityState::complete)
    return tl::unexpected(Error{Fault::notRegistered, files.folder.string(), 0, {}, {}, false});
  // TLS reads its key by itself; whether others may read it is looked at here.
  if (const auto tlsKey = readPrivately(files.tlsKey()); !tlsKey) return tl::unexpected(tlsKey.error());
  auto key = readSignKey(files.signKey());
  if (!key) return tl::unexpected(key.error());
  return Identity{std::move(*key), files.tlsCertificate().string(), files.tlsKey().string()};
}

Result<Applicant> prepareIdentity(const IdentityFiles& files, std::string_view terminal) {
  if (auto made = makeFolder(files.folder); !made) return tl::unexpected(made.error());
  if (!fileExists(files.tlsRequest())) {
    if (auto made = makeTlsKey(files, terminal); !made) return tl::unexpected(made.error());
  }
  if (!fileExists(files.signKey())) {
    if (auto made = makeSignKey(files.signKey()); !made) return tl::unexpected(made.error());
  }
  auto key = readSignKey(files.signKey());
  if (!key) return tl::unexpected(key.error());
  const auto request = readPrivately(files.tlsRequest());
  if (!request) return tl::unexpected(request.error());
  auto point = pointOf(*key, files.signKey());
  if (!point) return tl::unexpected(point.error());
  return Applicant{std::move(*key), textOf(*request), std::move(*point)};
}

namespace {

/// It comes enciphered for the signing key.
Result<void> keepLogKey(const IdentityFiles& files, const wire::office::Registered& answer,
                        const Applicant& applicant) {
  if (answer.logKey.empty()) return {};
  const auto bytes = crypto::fromHex(answer.logKey);
  const auto key = applicant.signKey.decrypt(bytes.value_or(crypto::Bytes{}));
  if (!key) return badFile("the center's answer: logKey: " + std::string(toText(key.error())));
  const crypto::SecretBytes text(crypto::bytesOf(crypto::toHex(key->reveal())));
  return writePrivately(files.logKey(), text.reveal());
}

}  // namespace

Result<void> completeIdentity(const IdentityFiles& files, const wire::office::Registered& answer,
                              const Applicant& applicant) {
  const auto facts = crypto::factsOf(std::string_view(answer.tlsCertificate));
  if (!facts) return badFile("the center's answer: tlsCertificate: " + std::string(toText(facts.error())));
  if (auto checked = checkSignCertificate(answer.signCertificate, applicant); !checked) return checked;
  if (auto written = writePrivately(files.signCertificate(), answer.signCertificate); !written)
    return written;
  if (auto kept = keepLogKey(files, answer, applicant); !kept) return kept;
  // Last: with it the identity is complete.
  if (auto written = writePrivately(files.tlsCertificate(), answer.tlsCertificate); !written) return written;
  std::error_code ignored;
  std::filesystem::remove(files.code(), ignored);
  return {};
}

Result<crypto::Sm2PublicKey> readCenterKey(const std::filesystem::path& file) {
  constexpr std::size_t kPointDigits = 128;
  const auto text = readPublic(file);
  if (!text) return tl::unexpected(text.error());
  if (text->find("-----BEGIN") != std::string::npos) {
    auto certificates = crypto::readCertificates(crypto::bytesOf(*text));
    if (!certificates) return unusable(file, certificates.error());
    auto key = crypto::Sm2PublicKey::fromPoint(certificates->front().publicKey().point());
    if (!key) return unusable(file, key.error());
    return std::move(*key);
  }
  std::string digits = withoutBlanks(*text);
  if (digits.size() == kPointDigits + 2 && digits.starts_with("04")) digits.erase(0, 2);
  const auto point = crypto::fromHex(digits);
  auto key = crypto::Sm2PublicKey::fromPoint(point.value_or(crypto::Bytes{}));
  if (!key) return unusable(file, key.error());
  return std::move(*key);
}

namespace {

/// A file as memory, for as long as this lives: a program is not copied to be measured.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about{};
    if (fd < 0) return;
    if (::fstat(fd, &about) == 0 && about.st_size > 0) {
      size_ = static_cast<std::size_t>(about.st_size);
      void* memory = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
      memory_ = memory == MAP_FAILED ? nullptr : memory;
    }
    ::close(fd);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile() {
    if (memory_ != nullptr) ::munmap(memory_, size_);
  }
  [[nodiscard]] bool isThere() const { return memory_ != nullptr; }
  [[nodiscard]] crypto::ByteView content() const {
    return {static_cast<const std::uint8_t*>(memory_), size_};
  }

 private:
  void* memory_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace

Result<std::string> measuredProgram(const std::filesystem::path& file) {
  const MappedFile program(file);
  if (!program.isThere()) return badFile(file.string() + ": cannot be read");
  const auto digest = crypto::sm3(program.content());
  if (!digest) return unusable(file, digest.error());
  return crypto::toHex(*digest);
}

}  // namespace ssc::office
