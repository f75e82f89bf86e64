#include "center/gate/peers.hpp"

#include <array>

#include "center/apply/application.hpp"
#include "center/ask/ask.hpp"
#include "center/card/card_service.hpp"
#include "center/gate/public_key.hpp"
#include "center/identity/identity.hpp"
#include "crypto/hex.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::string_view kPath = "/office/1/peer";
constexpr std::chrono::seconds kTolerance{300};

/// The refusal that a reply stands for; an unknown one is the peer's fault.
Refusal refusalIn(const Reply& reply) {
  const ErrorRow* row = findError(reply.infcode);
  if (row == nullptr) return {ErrorCode::peer, 0, {}};
  return {row->code, numberIn(reply.errMsg), {}};
}

}  // namespace

struct Peers::Peer {
  Peer(PeerSettings peerSettings, crypto::Sm2PublicKey peerKey)
      : settings(std::move(peerSettings)), key(std::move(peerKey)) {}

  PeerSettings settings;
  crypto::Sm2PublicKey key;
  std::mutex mutex;
  std::vector<std::unique_ptr<https::Client>> resting;
};

/// A connection to a peer for the time of one call.
class Peers::Lease {
 public:
  explicit Lease(Peer& peer) : peer_(peer) {
    const std::lock_guard lock(peer.mutex);
    if (peer.resting.empty()) {
      client_ = std::make_unique<https::Client>(peer.settings.link);
    } else {
      client_ = std::move(peer.resting.back());
      peer.resting.pop_back();
    }
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease() {
    const std::lock_guard lock(peer_.mutex);
    peer_.resting.push_back(std::move(client_));
  }
  https::Client& client() { return *client_; }

 private:
  Peer& peer_;
  std::unique_ptr<https::Client> client_;
};

Peers::Peers(std::vector<PeerSettings> peers, unsigned atOnce) : turns_(atOnce) {
  for (PeerSettings& settings : peers) {
    auto key = keyFromHex(settings.signKey);
    if (!key) continue;  // whoever has no key is nobody: 1112
    const std::string area = settings.area;
    peers_[area] = std::make_unique<Peer>(std::move(settings), std::move(*key));
  }
}

Peers::~Peers() = default;

std::string Peers::areaOf(const crypto::CertificateFingerprint& fingerprint) const {
  const std::string shown = hexOf(fingerprint);
  for (const auto& [area, peer] : peers_) {
    if (peer->settings.fingerprint == shown) return area;
  }
  return {};
}

const crypto::Sm2PublicKey* Peers::keyOf(const std::string& area) const {
  const auto found = peers_.find(area);
  return found == peers_.end() ? nullptr : &found->second->key;
}

Answered<std::string> Peers::ask(const Message& message, std::string input, const Witness& witness) {
  const auto found = peers_.find(message.head().insuplcAdmdvs);
  if (found == peers_.end()) return refuse(ErrorCode::peer);
  Request request = message.request;  // the head as it came
  request.input = std::move(input);
  Forwarded forwarded{message.services.rules.area,
                      encode(request),
                      witness.presenter.reveal(),
                      witness.subject.reveal(),
                      witness.card,
                      witness.level,
                      wire::compactTime(message.now),
                      {}};
  if (!sign(forwarded, message.services.keys.sign)) return refuse(ErrorCode::storage);
  const std::string text = encode(forwarded);
  const PeerTurn turn(turns_);
  if (!turn) return refuse(ErrorCode::peer);
  Lease lease(*found->second);
  const auto answer = lease.client().post(std::string(kPath), crypto::bytesOf(text));
  if (!answer || answer->status != 200) return refuse(ErrorCode::peer);
  auto reply = decodeReply(answer->body.reveal());
  if (!reply || !verify(*reply, request.head.msgid, found->second->key)) return refuse(ErrorCode::peer);
  if (reply->infcode != 0) return tl::unexpected(refusalIn(*reply));
  return std::move(reply->output);
}

namespace {

/// What can be asked about a person of ours, or done for one, by the center of another area.
struct ForeignRow {
  std::string_view infno;
  std::optional<Durability> writes;  ///< none: it only reads; quick: who looked is written down
  Answered<std::string> (*answer)(const Services&, soci::session&, const Request&, const Forwarded&);
};
constexpr std::array kForeign{
    ForeignRow{CardSignIn::kInfno, std::nullopt, foreignCardSignIn},
    ForeignRow{AskRightsRecord::kInfno, Durability::quick, foreignRightsRecord},
    ForeignRow{AskStatement::kInfno, Durability::quick, foreignStatement},
    ForeignRow{Query::kInfno, Durability::quick, foreignQuery},
    ForeignRow{AskCardState::kInfno, std::nullopt, foreignCardState},
    ForeignRow{EnableCard::kInfno, Durability::safe, foreignEnableCard},
    ForeignRow{ReportLoss::kInfno, Durability::safe, foreignReportLoss},
    ForeignRow{ReleaseCard::kInfno, Durability::safe, foreignReleaseCard},
    ForeignRow{SubmitApplication::kInfno, Durability::safe, foreignSubmit},
    ForeignRow{AskApplications::kInfno, Durability::quick, foreignAsk},
    ForeignRow{WithdrawApplication::kInfno, Durability::safe, foreignWithdraw},
};

Answered<std::string> answerForeign(const Services& services, const Forwarded& forwarded,
                                    const Request& request) {
  for (const ForeignRow& row : kForeign) {
    if (row.infno != request.head.infno) continue;
    const auto work = [&](soci::session& sql) { return row.answer(services, sql, request, forwarded); };
    auto answer = row.writes ? services.store.write(*row.writes, work) : services.store.read(work);
    if (!answer) return tl::unexpected(refusalOf(answer.error()));
    return std::move(*answer);
  }
  return refuse(ErrorCode::unknownTransaction);
}

Answered<std::string> answerForwarded(const Services& services, const HttpRequest& http, std::string& msgid) {
  const std::string area = http.peer ? services.peers.areaOf(*http.peer) : std::string();
  const crypto::Sm2PublicKey* key = services.peers.keyOf(area);
  auto forwarded = decodeForwarded(crypto::bytesOf(http.body));
  if (key == nullptr || (forwarded && forwarded->area != area)) return refuse(ErrorCode::certificate);
  if (!forwarded) return refuse(ErrorCode::badEnvelope, 0, forwarded.error().place);
  if (!verify(*forwarded, *key)) return refuse(ErrorCode::certificate);
  const auto sent = wire::parseCompactSeconds(std::string_view(forwarded->time).substr(0, 14));
  const auto now = services.clock.now();
  if (!sent || now - *sent > kTolerance || *sent - now > kTolerance) return refuse(ErrorCode::clock);
  const auto request = decodeRequest(crypto::bytesOf(forwarded->request));
  if (!request) return refuse(ErrorCode::badEnvelope, 0, "request." + request.error().place);
  msgid = request->head.msgid;
  if (request->head.insuplcAdmdvs != services.rules.area)
    return refuse(ErrorCode::badEnvelope, 0, "insuplc_admdvs");
  return answerForeign(services, *forwarded, *request);
}

}  // namespace

HttpAnswer answerPeer(const Services& services, const HttpRequest& http) {
  const auto begun = std::chrono::steady_clock::now();
  std::string msgid;
  const auto output = answerForwarded(services, http, msgid);
  const std::string time = wire::compactTime(services.clock.now());
  Reply reply;
  reply.infRefmsgid = services.rules.area + time.substr(0, 14) + "0000000000";
  reply.refmsgTime = reply.respondTime = time;
  if (output) {
    reply.output = *output;
  } else {
    reply.infcode = static_cast<unsigned>(output.error().code);
    reply.errMsg = errorText(output.error().code, output.error().number, output.error().where);
  }
  if (!sign(reply, msgid, services.keys.sign)) return {503, "text/plain", "cannot sign", {}};
  services.metrics.answered(
      "peer", reply.infcode,
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun));
  return {200, "application/json", encode(reply), {}};
}

}  // namespace ssc::center
