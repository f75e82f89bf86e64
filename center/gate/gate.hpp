// The way of a terminal's message through the center: is it whole, whose is it, is it new, may it, then the
// handler, then a signed answer. Nothing is done for a message that fails one of the questions before.
#pragma once

#include <memory>
#include <string>

#include "center/gate/answers.hpp"
#include "center/gate/call.hpp"
#include "center/gate/log.hpp"
#include "center/gate/senders.hpp"
#include "center/http/message.hpp"

namespace ssc::center {

class RateLimiter;
struct Built;

/// Thread-safe.
class Gate {
 public:
  Gate(const Services& services, Log& log);
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  ~Gate();

  /// One message over mutual TLS.
  HttpAnswer handle(const HttpRequest& http);
  /// The same with a file beside it, or beside its answer (wire/office/file_message.hpp).
  HttpAnswer handleWithFile(const HttpRequest& http);
  /// 9020, the one message of a terminal that has no certificate yet.
  HttpAnswer handleRegistration(const HttpRequest& http);

 private:
  struct Admitted;  // the message may be worked on, or is answered already
  struct Remote;

  /// How a message came.
  enum class Door : std::uint8_t { office, files, registration };
  HttpAnswer answer(const HttpRequest& http, Door door);
  wire::office::Reply replyTo(const HttpRequest& http, const wire::office::Request& request,
                              crypto::ByteView file, Door door);
  Answered<void> checkSignature(const Sender& sender, const wire::office::Request& request);
  Answered<void> checkForm(const wire::office::Request& request) const;
  Answered<Admitted> read(const Sender& sender, const wire::office::Request& request,
                          crypto::ByteView file) const;
  Answered<void> admit(const Sender& sender, const wire::office::Request& request, Admitted& admitted);
  std::optional<Refusal> admitIn(soci::session& sql, const Sender& sender,
                                 const wire::office::Request& request, Admitted& admitted);
  static std::optional<Refusal> claimIn(soci::session& sql, Admitted& admitted);
  Answered<void> takeKey(Admitted& admitted) const;
  std::optional<wire::office::Reply> answerAtOnce(const Sender& sender, const wire::office::Request& request,
                                                  Admitted& admitted, const wire::office::Reply& stamps);
  wire::office::Reply finish(const Admitted& admitted, const wire::office::Request& request,
                             const wire::office::Reply& stamps);
  Answered<wire::office::Reply> work(const Admitted& admitted, const Built& built, const Remote& remote,
                                     const wire::office::Reply& stamps);
  Answered<wire::office::Reply> workIn(soci::session& sql, const Built& built, const Remote& remote,
                                       const wire::office::Reply& stamps);
  wire::office::Reply leave(const Admitted& admitted, const wire::office::Reply& stamps,
                            const Refusal& refusal);
  void countBadSignature(const Sender& sender);

  const Services& services_;
  Log& log_;
  Senders senders_;
  std::unique_ptr<RateLimiter> limiter_;
};

}  // namespace ssc::center
