#include "hostlib/capi/call_frame.hpp"

#include <algorithm>

#include "card-spec/text.hpp"
#include "hostlib/capi/output.hpp"
#include "hostlib/flows/configured_pin_source.hpp"

namespace ssc::capi {
namespace {

using flows::Failure;
using flows::Reason;

// zh for people, then what an integrator needs.
std::string failureText(const Failure& failure) {
  return failure.zh() + " " + failure.technicalText();
}

std::string inGb18030(const std::string& utf8) {
  const auto bytes = cardspec::toGb18030(utf8);
  return bytes ? std::string(bytes->begin(), bytes->end()) : std::string("error");
}

}  // namespace

// A twin may be asked for its size without a buffer, but not without a place for the answer.
Outcome<void> Call::checkPointers() const {
  const bool missing = isTwin() ? used_ == nullptr : out_ == nullptr;
  if (!missing) return {};
  return tl::unexpected(Failure{Reason::badParameter, isTwin() ? "pcbOut" : "pOutInfo", {}});
}

Outcome<void> Call::begin() {
  if (auto usable = checkPointers(); !usable) return usable;
  turn_ = ProcessState::get().turn();
  auto config = profile::loadConfig();
  if (!config) return tl::unexpected(flows::failureFrom(config.error()));
  config_ = std::move(*config);
  // A site with smaller buffers lowers the class, for every text that is written from here on.
  const auto cap = config_.outCaps.find(row_.name);
  if (!isTwin() && cap != config_.outCaps.end()) capacity_ = cap->second;
  return needs(isTwin() ? row_.reply.utf8 : row_.reply.gb18030);
}

Outcome<void> Call::needs(std::size_t bytes) const {
  if (bytes <= capacity_) return {};
  return tl::unexpected(Failure{Reason::outputTooSmall, "", {}, static_cast<unsigned>(bytes)});
}

// Security modules of the back office belong to the caller here: it goes on with the steps itself.
flows::CallOptions Call::options(std::chrono::milliseconds extraTime) const {
  flows::CallOptions options;
  options.modules = flows::ModulePolicy::psamOnly;
  options.pins = flows::pinSourceFor(config_, {});
  options.pinEntries = row_.pinEntries;
  options.extraTime = extraTime;
  return options;
}

// A session that announces no further step is over.
void Call::settleSession() const {
  ProcessState& process = ProcessState::get();
  if (!process.session().goesOn()) {
    process.endSession();
  } else {
    process.keepFor(config_.hsmSession);
  }
}

std::int64_t Call::succeed(const crypto::Personal& reply) {
  settleSession();
  const std::string& text = reply.reveal();
  // The card holds more than the file map of its generation says.
  if (const auto room = needs(text.size() + 1); !room) return fail(room.error());
  writeText(out_, capacity_, text);
  if (isTwin()) *used_ = static_cast<std::uint32_t>(text.size() + 1);
  return 0;
}

std::shared_ptr<flows::DebitMark> Call::watchDebit() {
  debit_ = std::make_shared<flows::DebitMark>();
  return debit_;
}

std::int64_t Call::fail(const Failure& given) {
  const bool isOther = isDebitOpen() && given.reason != Reason::debitUncertain;
  const Failure failure = isOther ? Failure{Reason::debitUncertain, given.where, {}} : given;
  // A call that was refused for its buffer has not happened: an open session waits for its repetition.
  if (failure.reason == Reason::outputTooSmall && isTwin()) {
    writeTooSmall(failure.number);
  } else {
    writeCut(failureText(failure));
  }
  if (failure.reason != Reason::outputTooSmall && turn_) ProcessState::get().endSession();
  return failure.code();
}

void Call::writeTooSmall(std::uint32_t needed) {
  if (capacity_ > 0) *out_ = '\0';
  *used_ = needed;
}

void Call::writeFitting(std::string_view encoded) noexcept {
  if (capacity_ > 0 && out_ != nullptr) {
    encoded = (isTwin() ? cutUtf8 : cutGb18030)(encoded, capacity_ - 1);
    writeText(out_, capacity_, encoded);
  }
  if (used_ != nullptr) *used_ = static_cast<std::uint32_t>(encoded.size() + 1);
}

void Call::writeCut(std::string_view utf8) {
  const std::string text = isTwin() ? std::string(utf8) : inGb18030(std::string(utf8));
  const auto cut = isTwin() ? cutUtf8 : cutGb18030;
  writeFitting(cut(text, kMaxErrorText));
}

std::int64_t Call::failInternally() noexcept {
  const flows::ReasonRow& row = flows::rowOf(isDebitOpen() ? Reason::debitUncertain : Reason::internalError);
  if (turn_) ProcessState::get().endSession();
  writeFitting(row.en);
  return row.code;
}

Reply onCard(Call& call, const Outcome<AskedCard>& asked, Outcome<void> (*flow)(flows::Visit&)) {
  if (!asked) return tl::unexpected(asked.error());
  return call.run<crypto::Personal>([asked = *asked, flow](flows::Visit& visit) -> Reply {
    if (const auto taken = takeCard(visit, asked); !taken) return tl::unexpected(taken.error());
    return flow(visit).map([] { return crypto::Personal(); });
  });
}

}  // namespace ssc::capi
