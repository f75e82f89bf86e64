// A terminal that is signed in at a center, composed for measuring: no retries, no files written, each
// message signed and each answer's signature checked. A refusal ends the program with 1.
#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "crypto/random.hpp"
#include "crypto/sealed.hpp"
#include "crypto/signer/sm2_signer.hpp"
#include "tests/bench/http_connection.hpp"
#include "wire/office/body.hpp"
#include "wire/office/envelope.hpp"

namespace ssc::bench {

using nlohmann::json;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;
using Times = std::map<std::string, std::vector<double>>;  // by transaction, milliseconds

[[noreturn]] void giveUp(const std::string& why);

template <class Result>
auto need(Result result, const char* what) {
  if (!result) giveUp(std::string(what) + " cannot be used");
  return std::move(*result);
}

std::string text(const json& from, const char* name);

/// As which the terminal shows itself.
TlsClient clientOf(const json& plan, const json& terminal);

/// Carries an envelope there and its answer back; with mutual TLS, over one connection.
using Post = std::function<std::string(const std::string&)>;
Post postByTls(const json& plan, const json& terminal);

class Terminal {
 public:
  /// `plan`, `own`: what tools/benchlib/center.py wrote of the center and of this terminal.
  Terminal(const json& plan, const json& own, Post post);

  /// For one message.
  std::string newMsgid();
  wire::office::Sealed seal(const std::string& msgid, const char* member, const std::string& value);

  /// There and back; only while `times` is given, its time is kept.
  template <class Body>
  typename Body::Answer ask(const Body& body, const std::string& msgid, Times* times) {
    const auto begun = Clock::now();
    const auto reply = exchange(Body::kInfno, wire::office::encodeBody(body), msgid);
    if (times) (*times)[std::string(Body::kInfno)].push_back(Milliseconds(Clock::now() - begun).count());
    if (reply.infcode != 0)
      giveUp(std::string(Body::kInfno) + " refused: " + std::to_string(reply.infcode) + " " + reply.errMsg);
    return need(wire::office::decodeBody<typename Body::Answer>(reply.output), "answer");
  }

 private:
  wire::office::Reply exchange(std::string_view infno, std::string input, const std::string& msgid);

  std::string devNo_, kid_, signNo_, area_, institution_;
  std::uint64_t counter_;
  int serial_ = 0;
  crypto::Sm2Signer signKey_;
  crypto::FieldSealer sealer_;
  crypto::Sm2PublicKey centerKey_;
  Post post_;
  crypto::SystemRandom random_;
};

}  // namespace ssc::bench
