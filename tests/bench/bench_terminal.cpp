#include "tests/bench/bench_terminal.hpp"

#include "crypto/hex.hpp"
#include "crypto/sm2_key_file.hpp"
#include "hostlib/office/private_files.hpp"
#include "wire/beijing_time.hpp"
#include "wire/https/url.hpp"
#include "wire/office/field_seal.hpp"

namespace ssc::bench {
namespace {

constexpr int kSequences = 10'000;  // of a msgid, within a second

wire::TimePoint now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

crypto::FieldSealer sealerOf(const json& own) {
  const auto key = need(crypto::fromHex(text(own, "sessionKey")), "session key");
  return need(crypto::FieldSealer::fromSessionKey(crypto::Key(crypto::ByteView(key))), "session key");
}

crypto::Sm2Signer signKeyOf(const json& own) {
  return need(crypto::sm2KeyFromPem(need(office::readPrivately(text(own, "signKey")), "key file"))
                  .and_then(crypto::Sm2Signer::fromKey),
              "signing key");
}

crypto::Sm2PublicKey centerKeyOf(const json& plan) {
  return need(crypto::Sm2PublicKey::fromPoint(need(crypto::fromHex(text(plan, "point")), "point")),
              "the center's key");
}

}  // namespace

void giveUp(const std::string& why) {
  std::fprintf(stderr, "bench: %s\n", why.c_str());
  std::_Exit(1);  // other threads are at work
}

std::string text(const json& from, const char* name) {
  return from.at(name).get<std::string>();
}

TlsClient clientOf(const json& plan, const json& terminal) {
  return TlsClient(text(plan, "authority"), text(terminal, "certificate"), text(terminal, "key"));
}

Post postByTls(const json& plan, const json& terminal) {
  const auto endpoint = need(https::endpointOf(text(plan, "url")), "url");
  const auto connection = std::make_shared<HttpConnection>(clientOf(plan, terminal), endpoint.port);
  return [connection](const std::string& envelope) { return connection->post("/office/1", envelope); };
}

Terminal::Terminal(const json& plan, const json& own, Post post)
    : devNo_(text(own, "devNo")),
      kid_(text(own, "kid")),
      signNo_(text(own, "signNo")),
      area_(text(plan, "area")),
      institution_(text(plan, "institution")),
      counter_(own.at("counter")),
      signKey_(signKeyOf(own)),
      sealer_(sealerOf(own)),
      centerKey_(centerKeyOf(plan)),
      post_(std::move(post)) {}

std::string Terminal::newMsgid() {
  const std::string sequence = std::to_string(kSequences + serial_++ % kSequences).substr(1);
  return institution_ + wire::compactSeconds(now()) + sequence;
}

wire::office::Sealed Terminal::seal(const std::string& msgid, const char* member, const std::string& value) {
  return need(wire::office::sealField(sealer_, {devNo_, msgid}, member, value, random_), member);
}

wire::office::Reply Terminal::exchange(std::string_view infno, std::string input, const std::string& msgid) {
  wire::office::Request request;
  wire::office::Head& head = request.head;
  head.infno = infno;
  head.msgid = msgid;
  head.mdtrtareaAdmvs = area_;
  head.recerSysCode = "HRSS";
  head.devNo = head.opter = head.opterName = devNo_;
  head.devSafeInfo = encode(wire::office::SafeInfo{kid_, ++counter_, "1.0.0", "0"});
  head.opterType = "2";
  head.infTime = wire::headTime(now());
  head.fixmedinsCode = institution_;
  head.fixmedinsName = "模拟医院";
  head.signNo = signNo_;
  request.input = std::move(input);
  if (!sign(request, signKey_)) giveUp("cannot sign");
  const auto answer = post_(encode(request));
  auto reply = need(wire::office::decodeReply(crypto::bytesOf(answer)), "reply");
  if (!verify(reply, msgid, centerKey_)) giveUp("the answer's signature");
  return reply;
}

}  // namespace ssc::bench
