#include "center/program/state_folder.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <sstream>

#include "center/program/files.hpp"
#include "center/program/settings.hpp"
#include "crypto/hex.hpp"
#include "crypto/sm2_key_file.hpp"

namespace ssc::center {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr days kLasts{3650};
constexpr std::size_t kRootKeySize = 32, kShortKeySize = 16;  // bytes
constexpr std::string_view kSettings = "center.toml";
constexpr std::string_view kTlsAuthority = "tls-authority.pem", kTlsAuthorityKey = "tls-authority.key";
constexpr std::string_view kSignAuthorityKey = "sign-authority.key", kSignAuthority = "sign-authority.pem";
constexpr std::string_view kServer = "server.pem", kServerKey = "server.key";
constexpr std::string_view kSignKey = "sign.key", kSignPoint = "sign.pub", kBundle = "authorities.pem",
                           kPeers = "peers";

// Names of the keys of 16 bytes.
constexpr std::array<std::string_view, 4> kShortKeys{"store.key", "phone-code.key", "document.key",
                                                     "password.key"};

template <class T, class E>
Loaded<T> orSay(tl::expected<T, E> result, std::string_view what) {
  if (!result) return tl::unexpected(std::string(what) + ": " + std::string(crypto::toText(result.error())));
  return std::move(*result);
}

crypto::Validity decadeFrom(wire::TimePoint now) {
  const auto begin = std::chrono::floor<seconds>(now) - days(1);
  return {begin, begin + kLasts};
}

crypto::DistinguishedName testName(const Settings& settings, const std::string& what) {
  return {"CN", "TEST SSC Terminal", "TEST " + settings.area + " " + what};
}

Loaded<crypto::CertificateAuthority> signAuthority(const Settings& settings, const crypto::Key& key,
                                                   const crypto::Validity& validity) {
  return orSay(crypto::CertificateAuthority::makeRoot(key, testName(settings, "message authority"),
                                                      crypto::Bytes{0x01}, validity),
               kSignAuthority);
}

Loaded<crypto::Key> drawKey(crypto::RandomSource& random, std::size_t size) {
  crypto::Key key(size);
  if (!random.fill(key.revealMutable())) return tl::unexpected(std::string("no randomness"));
  return key;
}

/// Of a key pair, or of what signs with one.
template <class Pair>
Loaded<std::string> pointOf(const Pair& pair) {
  return orSay(pair.publicKey(), kSignKey).map([](const crypto::Sm2PublicKey& key) {
    return crypto::toHex(key.point());
  });
}

/// What a new center is made of.
struct Making {
  const Settings& settings;
  crypto::RandomSource& random;
  crypto::Validity validity;
};
struct NewFile {
  std::string_view name;
  crypto::SecretBytes content;
};
using NewFiles = std::vector<NewFile>;

crypto::SecretBytes contentOf(std::string_view text) {
  return crypto::SecretBytes(crypto::bytesOf(text));
}

Loaded<void> makeTlsFiles(const Making& making, NewFiles& files) {
  const std::string name = "TEST " + making.settings.area + " TLS authority";
  const auto authority =
      orSay(crypto::TlsAuthority::create(name, making.validity, making.random), kTlsAuthority);
  if (!authority) return tl::unexpected(authority.error());
  auto authorityKey = orSay(authority->keyPem(), kTlsAuthorityKey);
  auto serverKey = orSay(crypto::makeTlsKey(), kServerKey);
  if (!authorityKey || !serverKey)
    return tl::unexpected(authorityKey ? serverKey.error() : authorityKey.error());
  const auto publicKey = orSay(crypto::tlsPublicKeyOf(*serverKey), kServerKey);
  if (!publicKey) return tl::unexpected(publicKey.error());
  const crypto::TlsRequest request{"TEST center " + making.settings.area,
                                   crypto::TlsRole::peer,
                                   {making.settings.host, "127.0.0.1", "::1"},
                                   making.validity};
  const auto server = orSay(authority->issue(request, *publicKey, making.random), kServer);
  if (!server) return tl::unexpected(server.error());
  files.push_back({kTlsAuthority, contentOf(authority->certificatePem())});
  files.push_back({kTlsAuthorityKey, std::move(*authorityKey)});
  files.push_back({kServer, contentOf(*server)});
  files.push_back({kServerKey, std::move(*serverKey)});
  return {};
}

Loaded<void> makeSignFiles(const Making& making, NewFiles& files) {
  auto rootKey = drawKey(making.random, kRootKeySize);
  const auto signKey = orSay(crypto::Sm2KeyPair::generate(), kSignKey);
  if (!rootKey || !signKey) return tl::unexpected(rootKey ? signKey.error() : rootKey.error());
  const auto root = signAuthority(making.settings, *rootKey, making.validity);
  auto signPem = orSay(crypto::sm2KeyToPem(*signKey), kSignKey);
  const auto point = pointOf(*signKey);
  if (!root) return tl::unexpected(root.error());
  if (!signPem || !point) return tl::unexpected(signPem ? point.error() : signPem.error());
  files.push_back({kSignAuthority, contentOf(crypto::toPem(root->certificate()))});
  files.push_back({kSignAuthorityKey, std::move(*rootKey)});
  files.push_back({kSignKey, std::move(*signPem)});
  files.push_back({kSignPoint, contentOf(*point)});
  return {};
}

Loaded<void> makeShortKeys(const Making& making, NewFiles& files) {
  for (const std::string_view name : kShortKeys) {
    auto key = drawKey(making.random, kShortKeySize);
    if (!key) return tl::unexpected(key.error());
    files.push_back({name, std::move(*key)});
  }
  return {};
}

// Last: with it the folder is a center's.
Loaded<void> makeSettings(const Making& making, NewFiles& files) {
  files.push_back({kSettings, contentOf(settingsText(making.settings))});
  return {};
}

}  // namespace

Loaded<void> StateFolder::create(const Settings& settings, crypto::RandomSource& random,
                                 wire::TimePoint now) const {
  std::error_code fault;
  std::filesystem::create_directories(file(kPeers), fault);
  if (fault) return tl::unexpected(folder_.string() + ": " + fault.message());
  if (std::filesystem::exists(file(kSettings), fault))
    return tl::unexpected(file(kSettings).string() + ": there is a center already");
  std::vector<NewFile> files;
  for (const auto make : {makeTlsFiles, makeSignFiles, makeShortKeys, makeSettings}) {
    if (auto made = make({settings, random, decadeFrom(now)}, files); !made) return made;
  }
  for (const NewFile& each : files) {
    if (auto written = writeNew(file(each.name), each.content.reveal()); !written) return written;
  }
  return {};
}

Loaded<Settings> StateFolder::settings() const {
  auto text = readText(file(kSettings));
  if (!text)
    return tl::unexpected(text.error() + " (is this a center's folder? `ssc-center init` makes one)");
  auto settings = parseSettings(*text);
  if (!settings) return tl::unexpected(file(kSettings).string() + ": " + settings.error());
  if (settings->database.starts_with("sqlite:") && !settings->database.starts_with("sqlite:/"))
    settings->database = "sqlite:" + (folder_ / settings->database.substr(7)).string();
  return settings;
}

Loaded<CenterKeys> StateFolder::keys() const {
  auto signPem = readSecret(file(kSignKey));
  if (!signPem) return tl::unexpected(signPem.error());
  auto sign = orSay(crypto::sm2KeyFromPem(*signPem).and_then(crypto::Sm2Signer::fromKey), kSignKey);
  if (!sign) return tl::unexpected(sign.error());
  std::vector<crypto::Key> keys;
  for (const std::string_view name : kShortKeys) {
    const auto secret = readSecret(file(name));
    if (!secret) return tl::unexpected(secret.error());
    keys.emplace_back(secret->reveal());
  }
  auto store = orSay(crypto::FieldSealer::fromSessionKey(keys[0]), kShortKeys[0]);
  if (!store) return tl::unexpected(store.error());
  return CenterKeys{std::move(*sign), std::move(*store), std::move(keys[1]), std::move(keys[2]),
                    std::move(keys[3])};
}

Loaded<PublicFacts> StateFolder::facts() const {
  auto authority = readText(file(kTlsAuthority));
  if (!authority) return tl::unexpected(authority.error());
  const auto own = keys();
  if (!own) return tl::unexpected(own.error());
  auto point = pointOf(own->sign);
  if (!point) return tl::unexpected(point.error());
  return PublicFacts{std::move(*authority), std::move(*point)};
}

Loaded<Issuers> StateFolder::issuers() const {
  const auto certificate = readText(file(kTlsAuthority));
  const auto key = readSecret(file(kTlsAuthorityKey));
  const auto rootKey = readSecret(file(kSignAuthorityKey));
  const auto rootPem = readText(file(kSignAuthority));
  const auto own = settings();
  if (!certificate || !key || !rootKey || !rootPem || !own)
    return tl::unexpected(folder_.string() + ": the authorities' files are not all there");
  auto tls = orSay(crypto::TlsAuthority::fromPem(*certificate, *key), kTlsAuthority);
  if (!tls) return tl::unexpected(tls.error());
  // The same key, name, number and dates give the same certificate.
  const auto before = crypto::readCertificates(crypto::bytesOf(*rootPem));
  if (!before || before->empty())
    return tl::unexpected(file(kSignAuthority).string() + ": not a certificate");
  auto sign = signAuthority(*own, crypto::Key(rootKey->reveal()),
                            {before->front().notBefore(), before->front().notAfter()});
  if (!sign) return tl::unexpected(sign.error());
  return Issuers{std::move(*tls), std::move(*sign)};
}

Loaded<std::string> StateFolder::visitingCard(const std::string& url) const {
  const auto own = settings();
  const auto shown = facts();
  const auto server = readText(file(kServer));
  if (!own || !shown || !server)
    return tl::unexpected(own ? shown ? server.error() : shown.error() : own.error());
  const auto certificate = orSay(crypto::factsOf(std::string_view(*server)), kServer);
  if (!certificate) return tl::unexpected(certificate.error());
  const nlohmann::ordered_json card = {{"area", own->area},
                                       {"url", url},
                                       {"authority", shown->authority},
                                       {"signKey", shown->signKey},
                                       {"fingerprint", crypto::toHex(certificate->fingerprint)}};
  return card.dump(2) + "\n";
}

Loaded<void> StateFolder::addPeer(std::string_view visitingCard) const {
  const auto card = nlohmann::json::parse(visitingCard, nullptr, false);
  for (const char* member : {"area", "url", "authority", "signKey", "fingerprint"}) {
    if (!card.is_object() || !card.contains(member) || !card[member].is_string())
      return tl::unexpected(std::string("not a center's visiting card: ") + member);
  }
  const std::string area = card["area"];
  const bool isArea = area.size() == 6 && area.find_first_not_of("0123456789") == std::string::npos;
  if (!isArea) return tl::unexpected(std::string("not a center's visiting card: area"));
  if (!https::endpointOf(card["url"].get<std::string>()))
    return tl::unexpected(std::string("url: not https://host:port"));
  const auto text = card["authority"].get<std::string>();
  if (auto done = replaceText(file(kPeers) / (area + ".pem"), text); !done) return done;
  return replaceText(file(kPeers) / (area + ".json"), card.dump(2) + "\n");
}

Loaded<std::vector<PeerSettings>> StateFolder::peers() const {
  std::vector<PeerSettings> peers;
  std::error_code fault;
  for (const auto& entry : std::filesystem::directory_iterator(file(kPeers), fault)) {
    if (entry.path().extension() != ".json") continue;
    const auto text = readText(entry.path());
    if (!text) return tl::unexpected(text.error());
    const auto card = nlohmann::json::parse(*text, nullptr, false);
    if (!card.is_object()) return tl::unexpected(entry.path().string() + ": not JSON");
    const auto endpoint = https::endpointOf(card.value("url", ""));
    if (!endpoint) return tl::unexpected(entry.path().string() + ": url");
    PeerSettings peer;
    peer.area = card.value("area", "");
    peer.signKey = card.value("signKey", "");
    peer.fingerprint = card.value("fingerprint", "");
    peer.link.endpoint = *endpoint;
    peer.link.authority = (file(kPeers) / (peer.area + ".pem")).string();
    peer.link.certificate = file(kServer).string();
    peer.link.key = file(kServerKey).string();
    peer.link.connectLimit = seconds(2);
    peer.link.totalLimit = seconds(5);
    peer.link.maxAnswer = 2 * wire::office::kMaxEnvelope;
    peers.push_back(std::move(peer));
  }
  if (fault) return tl::unexpected(file(kPeers).string() + ": " + fault.message());
  return peers;
}

TlsFiles StateFolder::tlsFiles() const {
  return {file(kBundle).string(), file(kServer).string(), file(kServerKey).string()};
}

Loaded<void> StateFolder::bundleAuthorities() const {
  auto bundle = readText(file(kTlsAuthority));
  if (!bundle) return tl::unexpected(bundle.error());
  std::error_code fault;
  for (const auto& entry : std::filesystem::directory_iterator(file(kPeers), fault)) {
    if (entry.path().extension() != ".pem") continue;
    const auto text = readText(entry.path());
    if (!text) return tl::unexpected(text.error());
    *bundle += *text;
  }
  return replaceText(file(kBundle), *bundle);
}

}  // namespace ssc::center
