#include "hostlib/office/delivery.hpp"

#include <algorithm>
#include <array>

#include "crypto/base64.hpp"
#include "hostlib/office/jitter.hpp"
#include "wire/beijing_time.hpp"
#include "wire/office/file_message.hpp"

namespace ssc::office {
namespace {

using wire::office::Kind;
using wire::office::Limits;
using wire::office::Reply;
using Retry = Limits::Retry;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kBeforeResend{1};
constexpr std::array kAskAt{seconds(2), seconds(5), seconds(10), seconds(30)};
constexpr std::array kBackOff{seconds(30),  seconds(60),  seconds(120), seconds(240),
                              seconds(480), seconds(960), seconds(1800)};
constexpr std::uint32_t kJitterPercent = 20;
constexpr std::size_t kMostPieces = 8;  // of an answer that is asked for

/// Which system of the center a transaction is for: by the longest beginning of its number.
struct TargetRow {
  std::string_view beginning, system;
};
constexpr std::array kTargets{TargetRow{"9", "FLEET"}, TargetRow{"88", "BANK"}, TargetRow{"86", "MED"},
                              TargetRow{"8", "HRSS"}, TargetRow{"", "MED"}};

std::string targetOf(std::string_view infno) {
  return std::string(std::find_if(kTargets.begin(), kTargets.end(), [&](const TargetRow& row) {
                       return infno.starts_with(row.beginning);
                     })->system);
}

// Another attempt may go better. Where something may have been done, an answer nobody can believe is none.
bool isWorthAnother(const Error& error, const Outgoing& message) {
  if (error.fault == Fault::offline || error.fault == Fault::late) return true;
  const bool noAnswer = error.fault == Fault::badAnswer || error.fault == Fault::notTrusted;
  return noAnswer && message.mayBeDone && hasEffect(message.transaction->kind);
}

/// An error of this message.
Error errorAt(const Outgoing& message, Fault fault, std::string where) {
  return {fault, std::move(where), 0, {}, message.msgid, message.mayBeDone};
}

/// The last word on a message that found no answer.
Error finalError(const Outgoing& message, Error error) {
  error.msgid = message.msgid;
  error.mayBeDone = message.mayBeDone;
  const bool stays = error.fault == Fault::cancelled || error.fault == Fault::badFiles;
  if (message.mayBeDone && !stays && hasEffect(message.transaction->kind)) error.fault = Fault::resultUnknown;
  return error;
}

std::string nonEmpty(const std::string& text, const std::string& otherwise) {
  return text.empty() ? otherwise : text;
}

}  // namespace

bool hasEffect(Kind kind) {
  constexpr std::array kWithEffect{Kind::write, Kind::payment, Kind::file, Kind::settle};
  return std::find(kWithEffect.begin(), kWithEffect.end(), kind) != kWithEffect.end();
}

Result<std::string> Delivery::envelope(const Outgoing& message, const std::stop_token& stop) const {
  const auto counter = station_.numbers.counter(stop);
  if (!counter) return tl::unexpected(counter.error());
  const Settings& own = station_.settings;
  wire::office::Request request;
  wire::office::Head& head = request.head;
  head.infno = message.transaction->infno;
  head.msgid = message.msgid;
  head.mdtrtareaAdmvs = own.area;
  head.insuplcAdmdvs = message.insuredArea;
  head.recerSysCode = targetOf(head.infno);
  head.devNo = own.terminal;
  head.devSafeInfo = encode(wire::office::SafeInfo{message.kid, *counter, own.version, own.tamper});
  head.opterType = own.operatorType;
  head.opter = nonEmpty(own.operatorId, own.terminal);
  head.opterName = nonEmpty(own.operatorName, own.terminal);
  head.infTime = wire::headTime(std::chrono::floor<milliseconds>(station_.clock.now()));
  head.fixmedinsCode = own.institution;
  head.fixmedinsName = own.institutionName;
  head.signNo = message.signNo;
  request.input = message.input;
  if (auto done = sign(request, station_.signKey); !done)
    return tl::unexpected(errorAt(message, Fault::badFiles, "signing: " + std::string(toText(done.error()))));
  return encode(request);
}

Delivery::Outcome Delivery::opened(Outgoing& message, const crypto::SecretBytes& text) const {
  const crypto::ByteView bytes = text.reveal();
  wire::office::FileMessage parts{{reinterpret_cast<const char*>(bytes.data()), bytes.size()}, {}};
  if (message.withFile) parts = wire::office::splitFile(parts.envelope);
  message.received = parts.file;
  auto reply = wire::office::decodeReply(crypto::bytesOf(parts.envelope));
  if (!reply) return tl::unexpected(errorAt(message, Fault::badAnswer, reply.error().text()));
  return checked(message, std::move(*reply));
}

Delivery::Outcome Delivery::checked(const Outgoing& message, Reply reply) const {
  if (!verify(reply, message.msgid, station_.centerKey))
    return tl::unexpected(errorAt(message, Fault::notTrusted, "the answer's signature"));
  return reply;
}

Delivery::Outcome Delivery::attempt(Outgoing& message, const std::stop_token& stop) const {
  if (stop.stop_requested()) return tl::unexpected(errorAt(message, Fault::cancelled, ""));
  auto text = envelope(message, stop);
  if (!text) return tl::unexpected(finalError(message, text.error()));
  if (message.withFile) text = wire::office::joinFile(std::move(*text), message.file);
  const auto answer = station_.transport.post(*text, limitsOf(message.transaction->kind), stop);
  if (!answer) {
    message.mayBeDone = message.mayBeDone || answer.error().mayHaveArrived;
    return tl::unexpected(errorAt(message, answer.error().fault, answer.error().what));
  }
  auto reply = opened(message, *answer);
  if (!reply) message.mayBeDone = true;
  return reply;
}

Result<Reply> Delivery::deliver(Outgoing& message, const std::stop_token& stop) const {
  struct Way {
    Retry retry;
    Outcome (Delivery::*go)(Outgoing&, const Error&, const std::stop_token&) const;
  };
  constexpr std::array kWays{
      Way{Retry::resend, &Delivery::resend}, Way{Retry::askThenResend, &Delivery::askThenResend},
      Way{Retry::askOnly, &Delivery::askOnly}, Way{Retry::backOff, &Delivery::backOff}};
  auto first = attempt(message, stop);
  const Retry retry = limitsOf(message.transaction->kind).retry;
  const auto* way = std::find_if(kWays.begin(), kWays.end(), [&](const Way& w) { return w.retry == retry; });
  if (!first && way != kWays.end() && isWorthAnother(first.error(), message))
    first = (this->*way->go)(message, first.error(), stop);
  if (!first) return tl::unexpected(finalError(message, first.error()));
  return first;
}

Delivery::Outcome Delivery::resend(Outgoing& message, const Error& /*first*/,
                                   const std::stop_token& stop) const {
  if (!station_.clock.wait(kBeforeResend, stop))
    return tl::unexpected(errorAt(message, Fault::cancelled, ""));
  return attempt(message, stop);
}

// The message's id makes the second arrival harmless; asking first tells a lost answer from a lost message.
Delivery::Outcome Delivery::askThenResend(Outgoing& message, const Error& /*first*/,
                                          const std::stop_token& stop) const {
  auto answer = askAfter(message, stop);
  if (answer || answer.error().fault == Fault::cancelled) return answer;
  return resend(message, answer.error(), stop);
}

Delivery::Outcome Delivery::askOnly(Outgoing& message, const Error& first,
                                    const std::stop_token& stop) const {
  if (!message.mayBeDone) return tl::unexpected(first);
  Error last = first;
  seconds passed{0};
  for (const seconds at : kAskAt) {
    if (!station_.clock.wait(at - passed, stop))
      return tl::unexpected(errorAt(message, Fault::cancelled, ""));
    passed = at;
    auto answer = askAfter(message, stop);
    if (answer || answer.error().fault == Fault::cancelled) return answer;
    last = answer.error();
  }
  return tl::unexpected(last);
}

Delivery::Outcome Delivery::backOff(Outgoing& message, const Error& first,
                                    const std::stop_token& stop) const {
  Outcome outcome = tl::unexpected(first);
  for (const seconds wait : kBackOff) {
    // Terminals that lost the center together do not come back together.
    if (!station_.clock.wait(jittered(wait, kJitterPercent, station_.random), stop))
      return tl::unexpected(errorAt(message, Fault::cancelled, ""));
    outcome = attempt(message, stop);
    if (outcome || !isWorthAnother(outcome.error(), message)) return outcome;
  }
  return outcome;
}

Result<wire::office::Asked> Delivery::askPiece(const Outgoing& message, std::size_t from,
                                               const std::stop_token& stop) const {
  using wire::office::AskAfter;
  Outgoing question;
  question.transaction = wire::office::findTransaction(AskAfter::kInfno);
  auto msgid = station_.numbers.messageId(station_.settings.institution, stop);
  if (!msgid) return tl::unexpected(msgid.error());
  question.msgid = std::move(*msgid);
  question.input = wire::office::encodeBody(AskAfter{message.msgid, static_cast<std::uint32_t>(from)});
  question.kid = message.kid;
  question.signNo = message.signNo;
  const auto reply = attempt(question, stop);
  if (!reply) return tl::unexpected(reply.error());
  auto asked = wire::office::decodeBody<wire::office::Asked>(reply->output);
  if (reply->infcode != 0 || !asked || asked->state != "done")
    return tl::unexpected(errorAt(message, Fault::late, "asked after: not done yet"));
  return std::move(*asked);
}

Delivery::Outcome Delivery::askAfter(const Outgoing& message, const std::stop_token& stop) const {
  std::string output;
  for (std::size_t piece = 0; piece < kMostPieces; ++piece) {
    const auto asked = askPiece(message, output.size(), stop);
    if (!asked) return tl::unexpected(asked.error());
    const auto bytes = crypto::fromBase64(asked->output);
    if (!bytes || output.size() + bytes->size() > asked->size) break;
    output.append(bytes->begin(), bytes->end());
    if (output.size() < asked->size) continue;
    auto reply = wire::office::decodeReply(crypto::bytesOf(asked->answer));
    if (!reply) return tl::unexpected(errorAt(message, Fault::badAnswer, reply.error().text()));
    reply->output = std::move(output);
    return checked(message, std::move(*reply));
  }
  return tl::unexpected(errorAt(message, Fault::badAnswer, "asked after: the pieces do not fit"));
}

}  // namespace ssc::office
