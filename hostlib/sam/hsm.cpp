#include "hostlib/sam/hsm.hpp"

#include <algorithm>

namespace ssc::sam {
namespace {

constexpr std::string_view kPurchaseKey = "DPK";
constexpr std::array<std::size_t, 3> kRegionPrefixes{6, 4, 2};

struct LinkRow {
  https::Fault link;
  Fault fault;
  apdu::ChannelError channel;
};
constexpr std::array kLinkRows{
    LinkRow{https::Fault::cancelled, Fault::channel, apdu::ChannelError::cancelled},
    LinkRow{https::Fault::tooLong, Fault::badData, {}},
};

struct ServiceRow {
  wire::hsm::ErrorCode code;
  Fault fault;
};
constexpr std::array kServiceRows{
    ServiceRow{wire::hsm::ErrorCode::unknownKey, Fault::noKey},
    ServiceRow{wire::hsm::ErrorCode::refusedKey, Fault::noKey},
    ServiceRow{wire::hsm::ErrorCode::noAlgorithm, Fault::noAlgorithm},
    ServiceRow{wire::hsm::ErrorCode::wrongMac, Fault::macWrong},
    ServiceRow{wire::hsm::ErrorCode::unavailable, Fault::unreachable},
};

// Whatever else ends a call: nobody we trust has answered.
Error linkError(const https::Error& error, const std::string& where) {
  const auto row = std::find_if(kLinkRows.begin(), kLinkRows.end(),
                                [&](const LinkRow& r) { return r.link == error.fault; });
  if (row == kLinkRows.end()) return {Fault::unreachable, where + ": " + error.what, {}, {}};
  return {row->fault, where + ": " + error.what, row->channel, {}};
}

Error serviceError(const wire::hsm::Error& error, const std::string& where) {
  const auto row = std::find_if(kServiceRows.begin(), kServiceRows.end(),
                                [&](const ServiceRow& r) { return r.code == error.code; });
  std::string what = where + ": " + std::string(wire::hsm::rowOf(error.code).meaning);
  if (!error.where.empty()) what += " (" + error.where + ")";
  return {row == kServiceRows.end() ? Fault::badData : row->fault, std::move(what), {}, {}};
}

Error badAnswer(const std::string& where, const std::string& what) {
  return {Fault::badData, where + ": the HSM's answer: " + what, {}, {}};
}

template <class Reply>
Result<Reply> replyOf(const https::Answer& answer, const std::string& where) {
  constexpr int kOk = 200;
  if (answer.status == kOk) {
    auto reply = wire::hsm::decode<Reply>(answer.body.reveal());
    if (!reply) return tl::unexpected(badAnswer(where, reply.error().text()));
    return std::move(*reply);
  }
  const auto error = wire::hsm::decode<wire::hsm::Error>(answer.body.reveal());
  if (!error || wire::hsm::rowOf(error->code).status != answer.status)
    return tl::unexpected(badAnswer(where, "HTTP status " + std::to_string(answer.status)));
  return tl::unexpected(serviceError(*error, where));
}

https::Settings linkSettings(const HsmSettings& settings) {
  return {https::endpointOf(settings.url).value_or(https::Endpoint{}),
          settings.authority,
          settings.certificate,
          settings.key,
          settings.connectLimit,
          settings.totalLimit,
          wire::hsm::kMaxMessage};
}

wire::hsm::Algorithm wireAlgorithm(cardspec::Algorithm algorithm) {
  return static_cast<wire::hsm::Algorithm>(algorithm);  // both count as FCI tag 9F0C/86 does
}

bool isRegionPrefix(std::string_view text) {
  const bool known =
      std::find(kRegionPrefixes.begin(), kRegionPrefixes.end(), text.size()) != kRegionPrefixes.end();
  return known && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::string> mistakeInReference(const std::string& name, const std::string& reference) {
  if (cardspec::findKey(name) == nullptr) return name + ": is not a key of the card";
  if (wire::hsm::isKeyReference(reference)) return std::nullopt;
  return name + ": must be 1 to 16 printable characters without blank and bar";
}

std::optional<std::string> mistakeInKeys(const std::string& region,
                                         const std::map<std::string, std::string>& references) {
  if (!isRegionPrefix(region)) return region + ": must be the first 2, 4 or 6 digits of a region";
  for (const auto& [name, reference] : references) {
    if (const auto mistake = mistakeInReference(name, reference)) return region + "." + *mistake;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> mistakeIn(const HsmSettings& settings) {
  if (!https::endpointOf(settings.url)) return "url: must be https://host or https://host:port";
  if (settings.authority.empty()) return "ca: is missing";
  if (settings.certificate.empty()) return "certificate: is missing";
  if (settings.key.empty()) return "key: is missing";
  for (const auto& [region, references] : settings.keys) {
    if (const auto mistake = mistakeInKeys(region, references)) return "keys." + *mistake;
  }
  return std::nullopt;
}

Hsm::Hsm(HsmSettings settings, std::stop_token stop)
    : settings_(std::move(settings)), client_(linkSettings(settings_), std::move(stop)) {}

const std::string* Hsm::keyReference(std::string_view region, std::string_view keyName) const {
  for (const std::size_t digits : kRegionPrefixes) {
    const auto references = settings_.keys.find(std::string(region.substr(0, digits)));
    if (references == settings_.keys.end()) continue;
    const auto reference = references->second.find(std::string(keyName));
    if (reference != references->second.end()) return &reference->second;
  }
  return nullptr;
}

Result<wire::hsm::CardKey> Hsm::cardKey(std::string_view name, const CardIdentity& card) const {
  const std::string* reference = keyReference(card.region, name);
  if (reference == nullptr) {
    return tl::unexpected(
        Error{Fault::noKey,
              "ssc.toml names no HSM key " + std::string(name) + " for region " + card.region,
              {},
              {}});
  }
  return wire::hsm::CardKey{*reference, 1, card.region, card.cardFactor, wireAlgorithm(algorithm_)};
}

template <class Request>
Result<typename Request::Reply> Hsm::ask(const Request& request, const std::string& where) {
  // Without this an empty authority would be taken for the system's own list of authorities.
  if (const auto mistake = mistakeIn(settings_))
    return tl::unexpected(Error{Fault::unreachable, "hsm." + *mistake, {}, {}});
  const auto answer = client_.post(std::string(Request::kPath), wire::hsm::encode(request).reveal());
  if (!answer) return tl::unexpected(linkError(answer.error(), where));
  return replyOf<typename Request::Reply>(*answer, where);
}

Result<void> Hsm::open(cardspec::Algorithm algorithm) {
  algorithm_ = algorithm;
  consented_.reset();
  const auto pong = ask(wire::hsm::Ping{wireAlgorithm(algorithm)}, "HSM");
  if (!pong) return tl::unexpected(pong.error());
  return {};
}

Result<Block8> Hsm::authenticationData(const cardspec::Key& key, const CardIdentity& card,
                                       const Block8& factor, const Block8& data) {
  auto cardsKey = cardKey(key.name, card);
  if (!cardsKey) return tl::unexpected(cardsKey.error());
  const auto reply = ask(wire::hsm::Authenticate{std::move(*cardsKey), factor, data},
                         "HSM authentication " + std::string(key.name));
  if (!reply) return tl::unexpected(reply.error());
  return reply->authentication;
}

Result<crypto::SecretBytes> Hsm::protectedCommand(const cardspec::Key& key, const CardIdentity& card,
                                                  const Block8& challenge,
                                                  const std::array<std::uint8_t, 4>& header,
                                                  apdu::ByteView plaintext) {
  const std::string where = "HSM secure messaging " + std::string(key.name);
  auto cardsKey = cardKey(key.name, card);
  if (!cardsKey) return tl::unexpected(cardsKey.error());
  auto reply =
      ask(wire::hsm::Protect{std::move(*cardsKey), challenge, header, crypto::SecretBytes(plaintext)}, where);
  if (!reply) return tl::unexpected(reply.error());
  // What goes to the card is the command that was asked for, whatever the HSM says.
  constexpr std::size_t kMac = 4;
  const auto command = reply->apdu.reveal();
  const bool whole = command.size() >= header.size() + 1 + kMac &&
                     command[header.size()] == command.size() - header.size() - 1;
  if (!whole || !std::equal(header.begin(), header.end(), command.begin()))
    return tl::unexpected(badAnswer(where, "not the command that was asked for"));
  return std::move(reply->apdu);
}

Result<PurchaseConsent> Hsm::consentToPurchase(const CardIdentity& card, const Purchase& purchase) {
  consented_.reset();
  auto cardsKey = cardKey(kPurchaseKey, card);
  if (!cardsKey) return tl::unexpected(cardsKey.error());
  cardsKey->version = purchase.keyVersion;
  wire::hsm::PurchaseFacts facts{std::move(*cardsKey), purchase.account,    purchase.selfPay,
                                 purchase.pool,        purchase.type,       {},
                                 purchase.time,        purchase.cardRandom, purchase.cardSequence};
  const auto consent = ask(wire::hsm::Purchase{facts}, "HSM purchase");
  if (!consent) return tl::unexpected(consent.error());
  consented_ = Consented{std::move(facts), consent->terminalSequence};
  return PurchaseConsent{consent->terminalSequence, consent->mac1};
}

Result<void> Hsm::checkPurchase(const Block4& mac2) {
  constexpr std::string_view kWhere = "HSM check of MAC2";
  if (!consented_)
    return tl::unexpected(
        Error{Fault::badData, std::string(kWhere) + ": no purchase was consented to", {}, {}});
  const auto checked = ask(wire::hsm::CheckPurchase{consented_->facts, consented_->terminalSequence, mac2},
                           std::string(kWhere));
  if (!checked) return tl::unexpected(checked.error());
  consented_.reset();
  return {};
}

}  // namespace ssc::sam
