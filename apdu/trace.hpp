// A record of every exchange with a card, fit to be kept and sent: what could be a PIN, a key or a person's
// data is replaced by zeros of the same length before it is stored. Only what an allow-list names is stored
// as it was; headers, lengths, tags and status words always are. The list comes from whoever knows the card's
// files.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"

namespace ssc::apdu {

/// What of the response to one instruction may be stored.
enum class KeepResponse : std::uint8_t {
  nothing,  ///< zeros
  all,
  records,  ///< simple TLVs: tags and lengths, and the values of the open tags
  shapes,   ///< simple TLVs: tags and lengths
};

/// One row of the allow-list: what may be stored of commands with this instruction byte and, where a mask is
/// given, these bits of P2 (the file that a short identifier names). The first row that fits decides.
struct KeepRule {
  std::uint8_t ins = 0;
  bool commandData = false;
  KeepResponse response = KeepResponse::nothing;
  std::uint8_t p2Mask = 0;
  std::uint8_t p2 = 0;
};

struct RedactionPolicy {
  std::span<const KeepRule> rules;         ///< instructions without a row keep nothing
  std::span<const std::uint8_t> openTags;  ///< record tags whose values name nobody
  bool everything = false;                 ///< full traces: sample cards only
};

struct Exchange {
  Bytes command;
  Bytes response;    ///< empty when the exchange failed
  std::string peer;  ///< who was spoken to ("card", "psam"); may be empty
  std::string note;  ///< what the caller was about to do; may be empty
};

class Trace {
 public:
  /// What `policy` refers to outlives the trace.
  explicit Trace(RedactionPolicy policy) : policy_(policy) {}

  void record(ByteView command, ByteView response, std::string_view peer = {});
  /// A line about the next exchange ("internal authentication"); never data of a card.
  void note(std::string text) { nextNote_ = std::move(text); }
  [[nodiscard]] const std::vector<Exchange>& exchanges() const { return exchanges_; }
  [[nodiscard]] bool redacted() const { return !policy_.everything; }
  /// The same exchanges under another policy: a full trace that must not leave as it is.
  [[nodiscard]] Trace under(RedactionPolicy policy) const;

  /// Text form: a first line `# ssc-trace 1 redacted` or `# ssc-trace 1 full`, then `> command` and `<
  /// response` in hexadecimal, one pair per exchange; `< -` for an exchange that failed. Other lines starting
  /// with # are notes.
  void write(std::ostream& out) const;

 private:
  [[nodiscard]] Bytes keptCommand(ByteView command) const;
  [[nodiscard]] Bytes keptResponse(KeepResponse keep, ByteView response) const;
  [[nodiscard]] KeepResponse keepFor(ByteView command, std::string_view peer) const;
  [[nodiscard]] const KeepRule* ruleFor(ByteView command) const;

  RedactionPolicy policy_;
  std::vector<Exchange> exchanges_;
  std::string nextNote_;
};

/// A trace read back from its text form.
struct RecordedTrace {
  bool redacted = true;
  std::vector<Exchange> exchanges;
};

/// `offset` of an error is the line number, counted from 1.
tl::expected<RecordedTrace, ParseError> readTrace(std::istream& in);

}  // namespace ssc::apdu
