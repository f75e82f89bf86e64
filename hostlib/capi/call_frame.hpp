// What is around every call of the C interface: the caller's buffer and encoding, the turn among other calls,
// the configuration, and the way back as a number and a text. Nothing thrown leaves it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

#include "crypto/secret.hpp"
#include "hostlib/capi/arguments.hpp"
#include "hostlib/capi/exports.hpp"
#include "hostlib/capi/hsm_session.hpp"
#include "hostlib/capi/process_state.hpp"
#include "hostlib/capi/text/encoding.hpp"
#include "hostlib/flows/call.hpp"
#include "hostlib/flows/debit_mark.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::capi {

/// The text of a reply, in the call's encoding.
using Reply = Outcome<crypto::Personal>;

class Call {
 public:
  /// A standard export: GB 18030; `out` has its row's class of bytes, or fewer where the site says so.
  Call(Export id, char* out)
      : row_(rowOf(id)), out_(out), capacity_(row_.bufferClass), encoding_(Encoding::gb18030) {}
  /// Its twin: UTF-8; `*used` is the capacity on entry, what was used or is needed on return.
  Call(Export id, char* out, std::uint32_t* used)
      : row_(rowOf(id)),
        out_(out),
        used_(used),
        capacity_(used == nullptr || out == nullptr ? 0 : *used),
        encoding_(Encoding::utf8) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  /// Runs the body and hands its reply or failure to the caller; the result of the export.
  template <class... Expected, class... Given>
  std::int64_t answer(Reply (*body)(Call&, Expected...), Given... given) noexcept {
    try {
      const auto ready = begin();
      const Reply reply = ready ? body(*this, given...) : Reply(tl::unexpected(ready.error()));
      return reply ? succeed(*reply) : fail(reply.error());
    } catch (...) {
      return failInternally();
    }
  }

  // For bodies.
  [[nodiscard]] const profile::Config& config() const { return config_; }
  [[nodiscard]] Encoding encoding() const { return encoding_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] HsmSession& session() { return ProcessState::get().session(); }
  /// Refuses what might not fit, before a card is touched.
  [[nodiscard]] Outcome<void> needs(std::size_t bytes) const;

  /// For a debit's flow. From the moment it is sent on, every failure of this call is debitUncertain.
  [[nodiscard]] std::shared_ptr<flows::DebitMark> watchDebit();

  /// Runs a flow of its own on the card; a session of steps that is open ends.
  template <class T>
  Outcome<T> run(std::function<Outcome<T>(flows::Visit&)> flow, std::chrono::milliseconds extraTime = {}) {
    ProcessState::get().endSession();
    auto called = flows::call<T>(config_, options(extraTime), std::move(flow));
    if (!called) return tl::unexpected(called.error());
    return std::move(called->value);
  }
  /// The first step of a session: its flow takes the card.
  template <class T>
  Outcome<T> open(std::function<Outcome<T>(flows::Visit&)> step) {
    return session().open<T>(config_, options(), std::move(step));
  }
  /// A later step, on the card that is held.
  template <class T>
  Outcome<T> go(std::function<Outcome<T>(flows::Visit&)> step, std::chrono::milliseconds extraTime = {}) {
    return session().go<T>(options(extraTime), std::move(step));
  }

 private:
  Outcome<void> begin();
  [[nodiscard]] Outcome<void> checkPointers() const;
  std::int64_t succeed(const crypto::Personal& reply);
  std::int64_t fail(const flows::Failure& given);
  std::int64_t failInternally() noexcept;
  [[nodiscard]] bool isDebitOpen() const { return debit_ && debit_->isOpen(); }
  void settleSession() const;
  void writeCut(std::string_view utf8);
  void writeTooSmall(std::uint32_t needed);
  /// What fits of a text that is in the call's encoding, and how much that was.
  void writeFitting(std::string_view encoded) noexcept;
  [[nodiscard]] flows::CallOptions options(std::chrono::milliseconds extraTime = {}) const;
  [[nodiscard]] bool isTwin() const { return encoding_ == Encoding::utf8; }

  const ExportRow& row_;
  char* out_;
  std::uint32_t* used_ = nullptr;
  std::uint32_t capacity_;
  Encoding encoding_;
  profile::Config config_;
  std::shared_ptr<flows::DebitMark> debit_;
  std::unique_lock<std::mutex> turn_;
};

/// Takes the card, lets a flow do its work, and answers with an empty text.
Reply onCard(Call& call, const Outcome<AskedCard>& asked, Outcome<void> (*flow)(flows::Visit&));

}  // namespace ssc::capi
