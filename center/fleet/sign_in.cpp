#include <utility>

#include "center/fleet/fleet.hpp"
#include "center/gate/answers.hpp"
#include "center/gate/public_key.hpp"
#include "center/gate/sign_ons.hpp"
#include "crypto/base64.hpp"
#include "crypto/hex.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::chrono::minutes kChallengeLasts{2};
constexpr std::chrono::hours kSignInLasts{24};
constexpr std::size_t kSm3HexDigits = 64, kKidBytes = 8, kSignNoBytes = 10;

Answered<crypto::Sm2PublicKey> keyOf(const Terminal& terminal) {
  auto key = keyFromHex(terminal.signKey);
  if (!key) return refuse(ErrorCode::certificate);
  return std::move(*key);
}

Answered<PoweredOn> giveChallenge(const Call& call) {
  auto challenge = randomId(call.services.random, 32);
  if (!challenge) return tl::unexpected(challenge.error());
  const long long until = toStored(call.now + kChallengeLasts);
  const int rest = kMostSignOns - 1;
  call.sql
      << "DELETE FROM power_on_challenges WHERE dev_no = :dev AND challenge NOT IN (SELECT challenge FROM "
         "power_on_challenges WHERE dev_no = :same ORDER BY until DESC, challenge LIMIT :rest)",
      soci::use(call.terminal.devNo), soci::use(call.terminal.devNo), soci::use(rest);
  call.sql << "INSERT INTO power_on_challenges (challenge, dev_no, until) VALUES (:challenge, :dev, :until)",
      soci::use(*challenge), soci::use(call.terminal.devNo), soci::use(until);
  return PoweredOn{std::move(*challenge)};
}

/// A challenge is good for one proof. False: it is none, or too old.
bool useUpChallenge(const Call& call, const std::string& challenge) {
  const long long now = call.at();
  soci::statement erase =
      (call.sql.prepare
           << "DELETE FROM power_on_challenges WHERE challenge = :challenge AND dev_no = :dev AND "
              "until >= :now",
       soci::use(challenge), soci::use(call.terminal.devNo), soci::use(now));
  erase.execute(true);
  return erase.get_affected_rows() == 1;
}

Answered<void> checkProof(const Terminal& terminal, const PowerOn& body) {
  const auto key = keyOf(terminal);
  if (!key) return tl::unexpected(key.error());
  const auto bytes = crypto::fromBase64(body.proof);
  crypto::Sm2Signature signature{};
  if (!bytes || bytes->size() != signature.size()) return refuse(ErrorCode::badEnvelope, 0, "input.proof");
  std::copy(bytes->begin(), bytes->end(), signature.begin());
  if (!key->verify(crypto::bytesOf(body.challenge + '|' + body.measured), signature))
    return refuse(ErrorCode::certificate);
  return {};
}

struct NewKey {
  std::string kid, sealed, wrapped;
};

/// A session key: for the terminal under its SM2 key, for us under the center's.
Answered<NewKey> makeSessionKey(const Call& call) {
  auto kid = randomId(call.services.random, kKidBytes);
  if (!kid) return tl::unexpected(kid.error());
  crypto::Key key(std::size_t{16});
  const auto publicKey = keyOf(call.terminal);
  if (!publicKey || !call.services.random.fill(key.revealMutable())) return refuse(ErrorCode::storage);
  const auto wrapped = publicKey->encrypt(key.reveal());
  const auto sealed =
      call.services.keys.store.seal(key.reveal(), crypto::bytesOf(*kid), call.services.random);
  if (!wrapped || !sealed) return refuse(ErrorCode::storage);
  return NewKey{std::move(*kid), crypto::toBase64(*sealed), crypto::toHex(*wrapped)};
}

}  // namespace

Answered<PoweredOn> powerOn(const Call& call, const PowerOn& body) {
  if (body.proof.empty()) return giveChallenge(call);
  if (!useUpChallenge(call, body.challenge)) return refuse(ErrorCode::wrongStep);
  if (body.measured.size() != kSm3HexDigits) return refuse(ErrorCode::badEnvelope, 0, "input.measured");
  if (auto proof = checkProof(call.terminal, body); !proof) return tl::unexpected(proof.error());
  const long long now = call.at();
  call.sql << "UPDATE terminals SET powered_on = :now WHERE dev_no = :dev", soci::use(now),
      soci::use(call.terminal.devNo);
  return PoweredOn{};
}

Answered<SignedIn> signIn(const Call& call, const SignIn& /*body*/) {
  // As it is now, and one program after the other: the operator may have ended everything meanwhile.
  const auto terminal = findTerminal(call.sql, call.services.store.backend(), call.terminal.devNo, true);
  if (!terminal || terminal->state == TerminalState::retired) return refuse(ErrorCode::certificate);
  if (terminal->poweredOn == 0) return refuse(ErrorCode::wrongStep);
  auto key = makeSessionKey(call);
  auto serial = randomId(call.services.random, kSignNoBytes);
  if (!key || !serial) return tl::unexpected(key ? serial.error() : key.error());
  const auto until = call.now + kSignInLasts;
  SignedIn answer{"S" + *serial,
                  key->kid,
                  key->wrapped,
                  wire::compactTime(call.now),
                  wire::compactTime(until),
                  call.services.rules.areas};
  addSignOn(call.sql, call.terminal.devNo, {answer.signNo, toStored(until), key->kid, key->sealed},
            call.at());
  if (terminal->state == TerminalState::approved)
    setTerminalState(call.sql, call.terminal.devNo, TerminalState::active);
  return answer;
}

Answered<Done> signOut(const Call& call, const SignOut& /*body*/) {
  const long long now = call.at();
  endSignOn(call.sql, call.terminal.devNo, call.head().signNo);
  // There is one person before a terminal, whichever program signed them in.
  call.sql << "UPDATE sessions SET ended = :now WHERE dev_no = :dev AND ended = 0", soci::use(now),
      soci::use(call.terminal.devNo);
  return Done{};
}

Answered<Beaten> heartbeat(const Call& /*call*/, const Heartbeat& /*body*/) {
  return Beaten{};  // last_seen was written with the counter
}

Answered<Asked> askAfter(const Call& call, const AskAfter& body) {
  const auto state = lookUp(call.sql, call.terminal.devNo, body.msgid);
  if (!state.known) return Asked{"unknown", {}};
  if (!state.reply) return Asked{"working", {}};
  auto reply = *state.reply;
  if (!wire::office::sign(reply, body.msgid, call.services.keys.sign)) return refuse(ErrorCode::storage);
  const std::string output = std::exchange(reply.output, {});
  if (body.from > output.size()) return refuse(ErrorCode::badEnvelope, 0, "input.from");
  const auto piece = std::string_view(output).substr(body.from, kAskedPiece);
  return Asked{"done", encode(reply), crypto::toBase64(crypto::bytesOf(piece)),
               static_cast<std::uint32_t>(output.size())};
}

}  // namespace ssc::center
