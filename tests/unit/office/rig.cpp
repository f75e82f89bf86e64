#include "tests/unit/office/rig.hpp"

#include <algorithm>
#include <utility>

#include "crypto/base64.hpp"
#include "crypto/certificate_authority.hpp"
#include "crypto/hex.hpp"
#include "crypto/tls_certificate.hpp"
#include "wire/beijing_time.hpp"

namespace ssc::test {

using namespace wire::office;
using office::Fault;
using office::TransportError;

namespace {

crypto::Sm2KeyPair newKey() {
  auto key = crypto::Sm2KeyPair::generate();
  REQUIRE(key.has_value());
  return std::move(*key);
}

wire::TimePoint milliseconds(office::Clock::Wall time) {
  return std::chrono::floor<std::chrono::milliseconds>(time);
}

crypto::Sm2PublicKey keyAt(const std::string& point) {
  const auto bytes = crypto::fromHex(point);
  REQUIRE(bytes.has_value());
  auto key = crypto::Sm2PublicKey::fromPoint(*bytes);
  REQUIRE(key.has_value());
  return std::move(*key);
}

}  // namespace

office::Clock::Wall FakeClock::now() {
  const std::lock_guard lock(mutex_);
  return wall_;
}

office::Clock::Steady FakeClock::steady() {
  const std::lock_guard lock(mutex_);
  return steady_;
}

bool FakeClock::wait(std::chrono::milliseconds time, const std::stop_token& stop) {
  if (onWait) onWait();
  if (stop.stop_requested()) return false;
  pass(time);
  const std::lock_guard lock(mutex_);
  waits_.push_back(time.count());
  return true;
}

void FakeClock::pass(std::chrono::milliseconds time) {
  const std::lock_guard lock(mutex_);
  wall_ += time;
  steady_ += time;
}

void FakeClock::set(Wall time) {
  const std::lock_guard lock(mutex_);
  wall_ = time;
}

std::vector<std::int64_t> FakeClock::waits() {
  const std::lock_guard lock(mutex_);
  return waits_;
}

void FakeClock::forgetWaits() {
  const std::lock_guard lock(mutex_);
  waits_.clear();
}

FakeCenter::FakeCenter(FakeClock& clock) : clock_(clock), key_(newKey()), stranger_(newKey()) {
  std::uint8_t byte = 0;
  for (std::uint8_t& part : sessionKey_.revealMutable())
    part = ++byte;
}

void FakeCenter::script(const std::string& infno, std::deque<Act> acts) {
  const std::lock_guard lock(mutex_);
  scripts_[infno] = std::move(acts);
}

void FakeCenter::answerWith(const std::string& infno, Handler handler) {
  const std::lock_guard lock(mutex_);
  handlers_[infno] = std::move(handler);
  refusals_.erase(infno);
}

void FakeCenter::refuse(const std::string& infno, ErrorCode code, unsigned number) {
  const std::lock_guard lock(mutex_);
  refusals_[infno] = {code, number};
}

void FakeCenter::endSignIn() {
  const std::lock_guard lock(mutex_);
  signNo_ = "ended";
}

crypto::FieldSealer FakeCenter::sealer() const {
  auto made = crypto::FieldSealer::fromSessionKey(sessionKey_);
  REQUIRE(made.has_value());
  return std::move(*made);
}

std::vector<Seen> FakeCenter::seen(const std::string& infno) {
  const std::lock_guard lock(mutex_);
  std::vector<Seen> some;
  std::ranges::copy_if(seen_, std::back_inserter(some),
                       [&](const Seen& one) { return infno.empty() || one.head.infno == infno; });
  return some;
}

std::vector<std::string> FakeCenter::order() {
  std::vector<std::string> names;
  for (const Seen& one : seen())
    names.push_back(one.head.infno);
  return names;
}

int FakeCenter::done(const std::string& infno) {
  const std::lock_guard lock(mutex_);
  return done_[infno];
}

void FakeCenter::forgetSeen() {
  const std::lock_guard lock(mutex_);
  seen_.clear();
}

tl::expected<crypto::SecretBytes, TransportError> FakeCenter::post(const std::string& envelope,
                                                                   const Limits& given,
                                                                   std::stop_token stop) {
  if (beforeEach) beforeEach(stop);
  if (stop.stop_requested()) return tl::unexpected(TransportError{Fault::cancelled, true, "cancelled"});
  const std::lock_guard lock(mutex_);
  limits.push_back(given);
  const auto request = decodeRequest(crypto::bytesOf(envelope));
  REQUIRE_MESSAGE(request.has_value(), (request ? "" : request.error().text()));
  const auto info = decodeSafeInfo(request->head.devSafeInfo);
  REQUIRE(info.has_value());
  CHECK_MESSAGE(verify(*request, keyAt(terminalPoint)).has_value(), request->head.infno);
  // Whatever is sent has a number of its own, even where it never arrives.
  CHECK_MESSAGE(counters_.insert(info->ctr).second, "a counter came twice");
  const Seen seen{request->head, *info, request->input, request->cainfo};
  seen_.push_back(seen);
  Act act = Act::answer;
  if (auto& script = scripts_[seen.head.infno]; !script.empty()) {
    act = script.front();
    script.pop_front();
  }
  if (act == Act::unreachable) return tl::unexpected(TransportError{Fault::offline, false, "no connection"});
  if (act == Act::untrusted) return tl::unexpected(TransportError{Fault::notTrusted, false, "no TLS"});
  if (act == Act::lostRequest) return tl::unexpected(TransportError{Fault::late, true, "no answer in time"});
  const std::string text = reply(seen, act);
  if (act == Act::lostAnswer) return tl::unexpected(TransportError{Fault::late, true, "no answer in time"});
  return crypto::SecretBytes(crypto::bytesOf(text));
}

Reply FakeCenter::stamped() const {
  Reply reply;
  reply.infRefmsgid = "999999" + wire::compactSeconds(milliseconds(clock_.now())) + "0000000001";
  reply.refmsgTime = reply.respondTime = wire::compactTime(milliseconds(clock_.now()));
  return reply;
}

std::string FakeCenter::reply(const Seen& seen, Act act) {
  constexpr unsigned kWait = 7;
  const auto refused = [&](ErrorCode code, unsigned number) {
    Reply reply = stamped();
    reply.infcode = static_cast<unsigned>(code);
    reply.errMsg = errorText(code, number);
    return reply;
  };
  Reply reply;
  if (act == Act::busy)
    reply = refused(ErrorCode::busy, kWait);
  else if (act == Act::suspended)
    reply = refused(ErrorCode::suspended, 0);
  else if (act == Act::forgotten || (findTransaction(seen.head.infno)->signOn && seen.head.signNo != signNo_))
    reply = refused(ErrorCode::signIn, 0);
  else if (const auto refusal = refusals_.find(seen.head.infno); refusal != refusals_.end())
    reply = refused(refusal->second.first, refusal->second.second);
  else
    reply = work(seen);
  if (act == Act::garbage) return R"({"infcode":0})";
  const std::string msgid = act == Act::otherMessage ? std::string(30, '1') : seen.head.msgid;
  REQUIRE(sign(reply, msgid, act == Act::strangersKey ? stranger_ : key_).has_value());
  return encode(reply);
}

Reply FakeCenter::work(const Seen& seen) {
  if (const auto known = answers_.find(seen.head.msgid); known != answers_.end()) return known->second;
  Reply reply = stamped();
  reply.output = outputFor(seen);
  ++done_[seen.head.infno];
  answers_[seen.head.msgid] = reply;
  return reply;
}

std::string FakeCenter::outputFor(const Seen& seen) {
  const std::string& infno = seen.head.infno;
  if (const auto handler = handlers_.find(infno); handler != handlers_.end()) return handler->second(seen);
  if (infno == PowerOn::kInfno) {
    const auto body = decodeBody<PowerOn>(seen.input);
    REQUIRE(body.has_value());
    if (body->proof.empty()) return encodeBody(PoweredOn{std::string(64, 'A')});
    crypto::Sm2Signature signature{};
    const auto proof = crypto::fromBase64(body->proof);
    REQUIRE_EQ(proof.value().size(), signature.size());
    std::ranges::copy(*proof, signature.begin());
    CHECK(keyAt(terminalPoint)
              .verify(crypto::bytesOf(body->challenge + '|' + body->measured), signature)
              .has_value());
    return encodeBody(PoweredOn{});
  }
  if (infno == SignIn::kInfno) {
    signNo_ = "S" + std::to_string(++signIns_);
    const auto wrapped = keyAt(terminalPoint).encrypt(sessionKey_.reveal());
    return encodeBody(SignedIn{signNo_,
                               "K" + std::to_string(signIns_),
                               crypto::toHex(wrapped.value()),
                               wire::compactTime(milliseconds(clock_.now())),
                               wire::compactTime(milliseconds(clock_.now() + signInLasts)),
                               {"999999", "999900"}});
  }
  if (infno == AskAfter::kInfno) {
    const AskAfter asked = decodeBody<AskAfter>(seen.input).value();
    if (working.contains(asked.msgid)) return encodeBody(Asked{"working", "", "", 0});
    const auto known = answers_.find(asked.msgid);
    if (known == answers_.end()) return encodeBody(Asked{"unknown", "", "", 0});
    Reply reply = known->second;
    REQUIRE(sign(reply, asked.msgid, key_).has_value());
    const std::string output = std::exchange(reply.output, {});
    const auto piece = output.substr(asked.from, pieceSize);
    return encodeBody(Asked{"done", encode(reply), crypto::toBase64(crypto::bytesOf(piece)),
                            static_cast<std::uint32_t>(output.size())});
  }
  if (infno == Heartbeat::kInfno) return encodeBody(Beaten{60});
  return "{}";
}

OfficeRig::OfficeRig(bool registered) {
  (void)folder.write("center.key", crypto::toHex(center.key().publicKey().value().point()) + "\n");
  if (!registered) return;
  const auto applicant = office::prepareIdentity(files(), settings().terminal);
  REQUIRE_MESSAGE(applicant.has_value(), (applicant ? "" : applicant.error().text()));
  center.terminalPoint = applicant->signPoint;
  REQUIRE(office::completeIdentity(files(), approval(applicant->tlsRequest, applicant->signPoint), *applicant)
              .has_value());
}

Registered OfficeRig::approval(const std::string& tlsRequest, const std::string& signPoint) const {
  using namespace std::chrono_literals;
  crypto::SystemRandom drawn;
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const crypto::Validity validity{now - 1h, now + 1h};
  const auto authority = crypto::TlsAuthority::create("TEST authority", validity, drawn).value();
  const auto request = crypto::readCertificateRequest(tlsRequest).value();
  const auto tls =
      authority.issue({request.commonName, crypto::TlsRole::client, {}, validity}, request.publicKey, drawn);
  const auto root = crypto::CertificateAuthority::makeRoot(newKey().privateKey().value(),
                                                           {"CN", "TEST", "TEST root"}, {1}, validity);
  const auto signing = root.value().issue(
      {{"CN", "TEST", request.commonName}, {2}, validity, crypto::KeyUse::signature}, keyAt(signPoint));
  return {"APPROVED", tls.value(), authority.certificatePem(), crypto::toPem(signing.value()),
          crypto::toHex(center.key().publicKey().value().point())};
}

office::Settings OfficeRig::settings() const {
  office::Settings settings;
  settings.url = "https://127.0.0.1:1";
  settings.registerUrl = "https://127.0.0.1:2";
  settings.authority = "ca.pem";
  settings.centerKey = (folder.path() / "center.key").string();
  settings.folder = files().folder;
  settings.terminal = "999999000017";
  settings.area = "999999";
  settings.institution = "SIMH00000001";
  settings.institutionName = "模拟医院";
  settings.place = "一楼大厅";
  settings.version = "1.0.0";
  settings.program = "/proc/self/exe";
  return settings;
}

std::unique_ptr<office::Client> OfficeRig::client() {
  auto made = office::Client::open(settings(), parts());
  REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().text()));
  return std::move(*made);
}

std::string textOf(Fault fault) {
  return std::string(toText(fault));
}

}  // namespace ssc::test
