#include "keys-sim/phone/phone_folder.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include "crypto/hex.hpp"
#include "keys-sim/profile/file_text.hpp"
#include "keys-sim/profile/section.hpp"
#include "wire/gateway.hpp"
#include "wire/https/url.hpp"

namespace ssc::sim {
namespace {

constexpr const char *kSettings = "phone.toml", *kAuthority = "authority.pem";

tl::expected<void, std::string> writeNew(const std::filesystem::path& file, const std::string& text) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return tl::make_unexpected(file.string() + ": " + std::strerror(errno));
  const bool whole = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (::close(fd) != 0 || !whole) return tl::make_unexpected(file.string() + ": cannot be written");
  return {};
}

bool isPlain(const std::string& text) {
  return !text.empty() && text.find_first_of("\"\\\n") == std::string::npos;
}

}  // namespace

tl::expected<PhoneSettings, std::string> loadPhone(const std::filesystem::path& folder) {
  const auto file = folder / kSettings;
  const auto table = parseTomlFile(file.string());
  if (!table) return tl::make_unexpected(table.error().text() + " (`ssc-sim phone init` makes a phone)");
  Section in(*table, file.string());
  PhoneSettings settings;
  settings.gateway = in.string("gateway");
  settings.authority = folder / kAuthority;
  settings.accessId = in.string("access-id");
  settings.secret = crypto::Key(crypto::ByteView(in.hex("secret", wire::gateway::kSecretBytes)));
  in.rejectUnknown();
  if (in.error()) return tl::make_unexpected(in.error()->text());
  if (!https::endpointOf(settings.gateway))
    return tl::make_unexpected(file.string() + ": gateway: must be https://host[:port]");
  return settings;
}

tl::expected<void, std::string> makePhone(const std::filesystem::path& folder,
                                          const PhoneSettings& settings) {
  if (!https::endpointOf(settings.gateway))
    return tl::make_unexpected(std::string("the gateway must be https://host[:port]"));
  if (!isPlain(settings.gateway) || !isPlain(settings.accessId))
    return tl::make_unexpected(std::string("the access id has a character that cannot be"));
  const auto authority = readFileText(settings.authority);
  if (!authority) return tl::make_unexpected(settings.authority.string() + ": cannot be read");
  std::error_code fault;
  std::filesystem::create_directories(folder, fault);
  if (fault) return tl::make_unexpected(folder.string() + ": " + fault.message());
  const std::string text = "# A simulated phone: test keys, invented people.\ngateway = \"" +
                           settings.gateway + "\"\naccess-id = \"" + settings.accessId + "\"\nsecret = \"" +
                           crypto::toHex(settings.secret.reveal()) + "\"\n";
  return writeNew(folder / kSettings, text).and_then([&] {
    return writeNew(folder / kAuthority, *authority);
  });
}

}  // namespace ssc::sim
