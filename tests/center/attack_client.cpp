// What a script needs to speak to a center as a terminal that is not bound to the rules: keys, signatures,
// sealed fields, and posts of any bytes over any certificate. The script composes every envelope itself.
//
//   center_attack        one JSON object a line on standard input, one JSON object a line on standard output
//
// clang-format off
//   {op: "applicant", folder, terminal}                     -> {tlsRequest, signKey}   keys in the folder, made where missing
//   {op: "complete", folder, output}                        -> {}          certificates of an answer to 9020
//   {op: "sign", key, text}                                 -> {signature} SM2 with SM3, Base64; key: a PEM file
//   {op: "verify", point, text, signature}                  -> {good}
//   {op: "decipher", key, hex}                              -> {hex}
//   {op: "seal", key, dev_no, msgid, member, value}         -> {text}      key: session key, hexadecimal
//   {op: "open", key, dev_no, msgid, member, text}          -> {value} or {}
//   {op: "post", posts: [{url, path, authority, certificate, key, body, limit_ms, fresh}]}
//                                                           -> {answers: [{status, body, fault, what, ms}]}
//                  all at once, each over its own connection; certificate empty: none is shown; fresh: a new connection
//   {op: "forget"}                                          -> {}          closes the connections that are kept
// clang-format on
//
// A line that cannot be used ends the program.
#include <iostream>
#include <latch>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "crypto/base64.hpp"
#include "crypto/hex.hpp"
#include "crypto/sm2_key_file.hpp"
#include "hostlib/office/identity.hpp"
#include "hostlib/office/private_files.hpp"
#include "wire/https/client.hpp"
#include "wire/office/field_seal.hpp"

namespace {

using nlohmann::json;
using namespace ssc;

constexpr std::size_t kMostAnswer = std::size_t{1} << 20U;
constexpr std::chrono::milliseconds kDefaultLimit{15'000};

crypto::ByteView viewOf(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string textOf(crypto::ByteView bytes) {
  return {bytes.begin(), bytes.end()};
}

/// This is a test's tool: whatever should be there and is not ends it.
template <class Result>
auto need(Result&& result, const char* what) {
  if (!result) throw std::runtime_error(what);
  if constexpr (!std::is_void_v<typename std::decay_t<Result>::value_type>)
    return *std::forward<Result>(result);
}

crypto::Sm2KeyPair signKey(const json& asked) {
  const std::string file = asked.at("key");
  return need(crypto::sm2KeyFromPem(need(office::readPrivately(file), "key file")), "SM2 key");
}

crypto::FieldSealer sealer(const json& asked) {
  const auto bytes = need(crypto::fromHex(asked.at("key").get<std::string>()), "session key");
  return need(crypto::FieldSealer::fromSessionKey(crypto::Key(crypto::ByteView(bytes))), "session key");
}

// ---- keys

json applicant(const json& asked) {
  const office::IdentityFiles files{asked.at("folder").get<std::string>()};
  const auto made = need(office::prepareIdentity(files, asked.at("terminal").get<std::string>()), "keys");
  return {{"tlsRequest", made.tlsRequest}, {"signKey", made.signPoint}};
}

json complete(const json& asked) {
  const office::IdentityFiles files{asked.at("folder").get<std::string>()};
  const auto made = need(office::prepareIdentity(files, ""), "keys");
  const auto answer =
      need(wire::office::decodeBody<wire::office::Registered>(asked.at("output").get<std::string>()),
           "answer to 9020");
  need(office::completeIdentity(files, answer, made), "certificates");
  return json::object();
}

json sign(const json& asked) {
  const auto signature = need(signKey(asked).sign(viewOf(asked.at("text"))), "signature");
  return {{"signature", crypto::toBase64(signature)}};
}

json verify(const json& asked) {
  const auto point = need(crypto::fromHex(asked.at("point").get<std::string>()), "point");
  const auto key = need(crypto::Sm2PublicKey::fromPoint(point), "point");
  const auto bytes = crypto::fromBase64(asked.at("signature").get<std::string>());
  crypto::Sm2Signature signature{};
  if (!bytes || bytes->size() != signature.size()) return {{"good", false}};
  std::copy(bytes->begin(), bytes->end(), signature.begin());
  return {{"good", key.verify(viewOf(asked.at("text")), signature).has_value()}};
}

json decipher(const json& asked) {
  const auto bytes = need(crypto::fromHex(asked.at("hex").get<std::string>()), "hex");
  const auto plain = need(signKey(asked).decrypt(bytes), "ciphertext");
  return {{"hex", crypto::toHex(plain.reveal())}};
}

// ---- sealed fields

json seal(const json& asked) {
  const std::string devNo = asked.at("dev_no"), msgid = asked.at("msgid");
  crypto::SystemRandom random;
  const auto sealed =
      need(wire::office::sealField(sealer(asked), {devNo, msgid}, asked.at("member").get<std::string>(),
                                   asked.at("value").get<std::string>(), random),
           "sealed");
  return {{"text", sealed.text}};
}

json open(const json& asked) {
  const std::string devNo = asked.at("dev_no"), msgid = asked.at("msgid");
  const auto value =
      wire::office::openField(sealer(asked), {devNo, msgid}, asked.at("member").get<std::string>(),
                              {asked.at("text").get<std::string>()});
  return value ? json{{"value", value->reveal()}} : json::object();
}

// ---- posts

/// Connections that stay open between lines, by where they go and as whom.
class Connections {
 public:
  json post(const json& asked) {
    const json& posts = asked.at("posts");
    std::vector<json> answers(posts.size());
    std::vector<std::shared_ptr<https::Client>> clients;
    for (const json& each : posts)
      clients.push_back(take(each));
    std::latch together(static_cast<std::ptrdiff_t>(posts.size()));
    {
      std::vector<std::jthread> threads;
      threads.reserve(posts.size());
      for (std::size_t i = 0; i < posts.size(); ++i) {
        threads.emplace_back([&, i] {
          together.arrive_and_wait();
          answers[i] = one(*clients[i], posts[i]);
        });
      }
    }
    for (std::size_t i = 0; i < posts.size(); ++i)
      resting_.emplace(nameOf(posts[i]), std::move(clients[i]));
    return {{"answers", answers}};
  }

  json forget() {
    resting_.clear();
    return json::object();
  }

 private:
  static std::string nameOf(const json& post) {
    return post.at("url").get<std::string>() + ' ' + post.at("authority").get<std::string>() + ' ' +
           post.value("certificate", "");
  }

  std::shared_ptr<https::Client> take(const json& post) {
    const auto resting = resting_.find(nameOf(post));
    if (resting != resting_.end() && !post.value("fresh", false)) {
      auto client = std::move(resting->second);
      resting_.erase(resting);
      return client;
    }
    https::Settings settings;
    settings.endpoint = need(https::endpointOf(post.at("url").get<std::string>()), "url");
    settings.authority = post.at("authority");
    settings.certificate = post.value("certificate", "");
    settings.key = post.value("key", "");
    settings.maxAnswer = kMostAnswer;
    settings.sendAgain = false;
    return std::make_shared<https::Client>(std::move(settings));
  }

  static json one(https::Client& client, const json& post) {
    const std::string body = post.at("body");
    const std::chrono::milliseconds limit{post.value("limit_ms", kDefaultLimit.count())};
    const auto begun = std::chrono::steady_clock::now();
    const auto answer = client.post(post.at("path"), viewOf(body), {limit, limit, {}});
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun)
            .count();
    if (!answer)
      return {{"fault", faultText(answer.error().fault)}, {"what", answer.error().what}, {"ms", took}};
    return {{"status", answer->status}, {"body", textOf(answer->body.reveal())}, {"ms", took}};
  }

  static const char* faultText(https::Fault fault) {
    switch (fault) {
      case https::Fault::cancelled:
        return "cancelled";
      case https::Fault::tooLate:
        return "tooLate";
      case https::Fault::badFiles:
        return "badFiles";
      case https::Fault::noConnection:
        return "noConnection";
      case https::Fault::notTrusted:
        return "notTrusted";
      case https::Fault::closed:
        return "closed";
      case https::Fault::tooLong:
        break;
    }
    return "tooLong";
  }

  std::multimap<std::string, std::shared_ptr<https::Client>> resting_;
};

json answerTo(const json& asked, Connections& connections) {
  struct Row {
    std::string_view op;
    json (*run)(const json&);
  };
  constexpr std::array kRows{
      Row{"applicant", applicant}, Row{"complete", complete}, Row{"sign", sign}, Row{"verify", verify},
      Row{"decipher", decipher},   Row{"seal", seal},         Row{"open", open}};
  const std::string op = asked.at("op");
  if (op == "post") return connections.post(asked);
  if (op == "forget") return connections.forget();
  for (const Row& row : kRows) {
    if (row.op == op) return row.run(asked);
  }
  throw std::runtime_error("unknown op");
}

}  // namespace

int main() try {
  Connections connections;
  for (std::string line; std::getline(std::cin, line);)
    std::cout << answerTo(json::parse(line), connections).dump(-1, ' ', false, json::error_handler_t::replace)
              << '\n'
              << std::flush;
  return 0;
} catch (const std::exception& error) {
  std::cerr << "center_attack: " << error.what() << '\n';
  return 2;
}
