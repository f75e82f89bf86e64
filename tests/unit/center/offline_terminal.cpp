#include "tests/unit/center/offline_terminal.hpp"

#include "center/files/files.hpp"
#include "center/gate/sign_ons.hpp"
#include "center/settle/keys.hpp"
#include "crypto/base64.hpp"
#include "crypto/hex.hpp"
#include "keys-sim/keys/derivation.hpp"
#include "keys-sim/keys/transaction.hpp"
#include "wire/office/field_seal.hpp"
#include "wire/settlement/fee_text.hpp"

namespace ssc::center {

using namespace wire::office;
using settlement::Record;
using settlement::RecordType;

namespace {

constexpr const char* kKid = "KID0000000000001";
constexpr const char* kHistorical = "00815453548699999900000001";  // of card A
constexpr std::uint16_t kFirstCounter = 1;

std::string hashOf(const std::string& text) {
  return crypto::toLowerHex(crypto::sm3(crypto::bytesOf(text)).value());
}

}  // namespace

OfflineTerminal::OfflineTerminal(CenterRig& center, std::string dev) : rig(center), devNo(std::move(dev)) {
  const std::string point = crypto::toHex(signKey.publicKey().value().point());
  rig.run("UPDATE terminals SET sign_key = '" + point + "' WHERE dev_no = '" + devNo + "'");
  auto key = rig.inCall(
      [&](const Call& call) -> Answered<LogKey> {
        auto made = logKeyFor(call.services, call.sql, devNo);
        const auto sealed = call.services.keys.store.seal(
            sessionKey_.reveal(), crypto::bytesOf(std::string_view(kKid)), call.services.random);
        long long known = 0;
        call.sql << "SELECT COUNT(*) FROM session_keys WHERE dev_no = :dev", soci::use(devNo),
            soci::into(known);
        if (known == 0)
          addSignOn(call.sql, devNo, {"S1", call.at() + 1'000'000, kKid, crypto::toBase64(*sealed)},
                    call.at());
        if (auto roots = importTestRoots(call.services, call.sql, "SSC-TEST-ROOT/1"); !roots)
          return tl::unexpected(roots.error());
        return made;
      },
      devNo);
  logKey_ = given(key).key.clone();
  link_ = sentLink_ = genesis();
}

settlement::Link OfflineTerminal::genesis() const {
  return settlement::genesis(devNo, 1).value();
}

settlement::Tac OfflineTerminal::codeOf(const Record& record) {
  const auto place = sim::cardPlace("999900", *crypto::fromHex(kHistorical));
  const auto key = sim::cardKey(sim::TestRoots(), cardspec::Algorithm::sm4, *place, "DTK-1");
  return sim::transactionCode(cardspec::Algorithm::sm4, *key, *purchaseText(record)).value();
}

Record OfflineTerminal::purchase(std::uint64_t total) {
  Record record;
  record.terminalId = devNo;
  record.institution = institution;
  record.type = RecordType::settled;
  record.holder = {"999900", "T00000028", kHolderA.card, "1339dc1ee221"};
  record.cardSequence = static_cast<std::uint16_t>(kFirstCounter + last_);
  record.time = wire::compactSeconds(rig.clock.now());
  record.amounts = {total, 0, total, 0};
  record.feeDigest = settlement::emptyFeeDigest();
  record.reason = "N21";
  record.policyVersion = rig.text("SELECT MAX(version) FROM offline_policies");
  record.operatorId = "op0007";
  record.terminalSequence = 100 + last_;
  record.visit = "V" + std::to_string(last_);
  record.tac = codeOf(record);
  return record;
}

Record OfflineTerminal::exception() {
  Record record = purchase();
  record.type = RecordType::exception;
  record.holder = {};
  record.cardSequence = 0;
  record.terminalSequence = 0;
  record.amounts = {3000, 0, 0, 3000};
  record.tac.reset();
  return record;
}

void OfflineTerminal::write(Record record, std::string fees) {
  record.sequence = ++last_;
  waiting_.push_back({std::move(record), std::move(fees)});
}

/// Links and MACs over the lines as they stand; header and head of them.
void OfflineTerminal::refit(Sent& sent, bool withMacs) const {
  auto hash = settlement::ChainHash::make().value();
  auto mac = crypto::HmacSm3::make(logKey_).value();
  settlement::Link link = sentLink_;
  std::vector<RecordType> types;
  sent.header.sumSettled = 0;
  for (auto& line : sent.lines) {
    link = hash.next(link, line.canonical).value();
    line.link = link;
    if (withMacs) line.mac = settlement::recordMac(mac, link).value();
    const auto record = settlement::parseRecord(line.canonical).value();
    types.push_back(record.type);
    if (record.type == RecordType::settled) sent.header.sumSettled += record.amounts.total;
    sent.header.last = record.sequence;
  }
  sent.header.counts = settlement::countsOf(types);
  if (!withMacs) return;  // whoever has no log key has no signing key either
  const settlement::Head head{devNo, 1, sent.header.last, link, wire::compactSeconds(rig.clock.now())};
  sent.header.head = settlement::headText(head);
  sent.header.headSignature = crypto::toBase64(*signKey.sign(crypto::bytesOf(sent.header.head)));
}

OfflineTerminal::Sent OfflineTerminal::batch() {
  Sent sent;
  ++uploads_;
  const std::string msgid = "UPLOAD000000000000000000000" + std::to_string(100 + uploads_);
  const auto sealer = crypto::FieldSealer::fromSessionKey(sessionKey_).value();
  const auto seal = [&](char member, std::uint32_t sequence, std::string_view value) {
    if (value.empty()) return std::string();
    return sealField(sealer, {devNo, msgid}, settlement::sealedName(member, sequence), value,
                     rig.services.random)
        ->text;
  };
  for (const Kept& kept : waiting_) {
    settlement::BatchLine line;
    line.canonical = settlement::canonical(kept.record).value();
    line.fees = seal('f', kept.record.sequence, kept.fees);
    const auto person = settlement::encodePerson({kHolderA.number, "张三"});
    if (!kept.record.holder.cardId.empty())
      line.person = seal('p', kept.record.sequence,
                         {reinterpret_cast<const char*>(person.reveal().data()), person.size()});
    sent.lines.push_back(std::move(line));
  }
  std::string number = std::to_string(++batches_);
  number.insert(0, 4 - number.size(), '0');
  sent.header.batchNo = devNo + "20260105" + number;
  sent.header.fileMsgid = msgid;
  sent.header.previousSm3 = lastSm3_;
  sent.header.first = waiting_.front().record.sequence;
  refit(sent, true);
  return sent;
}

Answered<BatchTaken> OfflineTerminal::handIn(Sent sent) {
  std::string text;
  for (const auto& line : sent.lines)
    text += settlement::batchLine(line);
  sent.header.fileSm3 = hashOf(text);
  const auto stored = rig.inCall(
      [&](const Call& call) {
        Request request = call.request;
        request.head.msgid = sent.header.fileMsgid;
        Terminal terminal = call.terminal;
        terminal.signOn = SignOn{"S1", call.at() + 1000, kKid, {}};
        Message message{call.services, request, terminal, call.sealer, call.now, crypto::bytesOf(text)};
        return uploadFile(Call{message, call.sql, std::nullopt},
                          UploadFile{"offlineBatch", static_cast<std::uint32_t>(text.size()), hashOf(text)});
      },
      devNo);
  sent.header.fileNo = given(stored).fileNo;
  sent_ = sent;
  auto taken = rig.send(sent.header, devNo);
  if (taken) lastSm3_ = taken->fileSm3;
  return taken;
}

Answered<BatchTaken> OfflineTerminal::send(const std::function<void(Sent&)>& cheat) {
  Sent sent = batch();
  if (cheat) cheat(sent);
  auto taken = handIn(std::move(sent));
  if (!taken) return taken;
  sentLink_ = sent_.lines.back().link;
  waiting_.clear();
  return taken;
}

Answered<BatchTaken> OfflineTerminal::sendAgain() {
  return rig.send(sent_.header, devNo);
}

std::vector<settlement::AckLine> OfflineTerminal::acknowledged(std::uint64_t after) {
  const auto answer = rig.send(AskAcknowledgement{after}, devNo);
  if (given(answer).file.empty()) return {};
  return settlement::parseAcknowledgement(answer->file).value().lines;
}

std::string OfflineTerminal::fate(std::uint32_t sequence) {
  std::string fate;
  for (const auto& line : acknowledged())
    if (line.sequence == sequence)
      fate = static_cast<char>(line.result) + (line.code == 0 ? std::string() : std::to_string(line.code));
  return fate;
}

}  // namespace ssc::center
