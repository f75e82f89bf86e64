// The card's side of T=0 (ISO/IEC 7816-3 §10): headers, procedure bytes, 61xx, 6Cxx and GET RESPONSE around a
// chip that answers whole APDUs; PPS (§9) as a card answers that offers only the default rate. No sockets, no
// clock.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <vector>

#include "keys-sim/device/chip.hpp"
#include "keys-sim/device/more_time.hpp"

namespace ssc::sim {

/// How the chip hands data over the line: every way is legal, readers must cope with all of them.
struct ProcedureMode {
  enum class Transfer : std::uint8_t {
    all,        ///< ACK (INS): the rest in one go
    single,     ///< INS xor FF: one character at a time
    alternate,  ///< one character, then the rest
  } transfer = Transfer::all;
  unsigned nulls = 0;                    ///< NULL (60) before each procedure byte
  std::chrono::milliseconds latency{0};  ///< before the first character of each answer

  /// `all`, `single`, `alternate`, `null=n` (1…255), `late` (close to the end of the waiting time). Empty:
  /// none of these.
  static std::optional<ProcedureMode> parse(std::string_view text);
};

/// Characters the card sends, after a pause.
struct Emission {
  std::chrono::milliseconds before{0};
  apdu::Bytes characters;
};

/// What the line sees after characters arrived.
struct LineOutput {
  std::vector<Emission> emissions;
  bool pulled = false;   ///< the card leaves the reader instead of answering
  bool opening = false;  ///< what comes before any command: the ATR, the answer to PPS
};

class T0Device {
 public:
  /// `moreTime` keeps the reader waiting while the chip works; none: the reader has all the time there is.
  explicit T0Device(Chip& chip, MoreTime* moreTime = nullptr) : chip_(chip), moreTime_(moreTime) {}

  /// RST rises: the ATR.
  LineOutput reset();
  void powerOff() { phase_ = Phase::off; }
  [[nodiscard]] bool isPowered() const { return phase_ != Phase::off; }
  LineOutput receive(std::uint8_t character);

  void setProcedure(const ProcedureMode& mode) { mode_ = mode; }
  /// Pause before each answer, besides the procedure mode's own.
  void setDelay(std::chrono::milliseconds delay) { delay_ = delay; }
  /// The card is pulled right before the n-th exchange from now is answered (1 = the next); 0 never.
  void pullAt(unsigned exchange) { pullAt_ = exchange; }
  /// The n-th exchange from now (1 = the next) is carried out, then the card is pulled without an answer; 0
  /// never.
  void loseAnswer(unsigned exchange) { loseAnswer_ = exchange; }

  /// Command APDUs so far: GET RESPONSE and the repetition after 6Cxx belong to the APDU they complete.
  [[nodiscard]] std::uint64_t exchanges() const { return exchanges_; }
  void resetExchanges() { exchanges_ = 0; }

 private:
  enum class Phase : std::uint8_t { off, start, header, pps, data };
  /// What 6Cxx promised: a repetition with the right Le gets this answer; the command is not executed twice.
  struct Correction {
    apdu::Header header;
    apdu::Response answer;
  };

  LineOutput receivePps(std::uint8_t character);
  LineOutput receiveHeader(std::uint8_t character);
  LineOutput receiveData(std::uint8_t character);
  LineOutput headerComplete();
  LineOutput askForData();
  LineOutput execute(const apdu::Command& command);
  apdu::Response process(const apdu::Command& command);
  LineOutput answerGetResponse();
  LineOutput deliver(const apdu::Response& answer);
  LineOutput deliverPart(const apdu::Response& answer, std::size_t length);
  [[nodiscard]] bool isGetResponse() const;
  [[nodiscard]] bool isRepetition() const;
  [[nodiscard]] apdu::Header header() const { return {header_[0], header_[1], header_[2], header_[3]}; }
  [[nodiscard]] std::size_t p3AsLe() const { return header_[4] == 0 ? 256U : header_[4]; }
  [[nodiscard]] std::size_t nextChunk(std::size_t done, std::size_t remaining) const;
  [[nodiscard]] std::uint8_t procedureByte(std::size_t chunk, std::size_t remaining) const;
  void appendProcedure(apdu::Bytes& line, apdu::ByteView bytes) const;
  [[nodiscard]] LineOutput send(apdu::Bytes characters) const;

  Chip& chip_;
  MoreTime* moreTime_;
  ProcedureMode mode_;
  std::chrono::milliseconds delay_{0};
  unsigned pullAt_ = 0, loseAnswer_ = 0;
  bool answerIsLost_ = false;  ///< of the exchange under way
  std::uint64_t exchanges_ = 0;
  Phase phase_ = Phase::off;
  std::array<std::uint8_t, 5> header_{};
  std::size_t headerLength_ = 0;
  apdu::Bytes incoming_;
  std::size_t awaited_ = 0;  ///< characters until the next procedure byte
  bool answering_ = false;   ///< a procedure byte of this exchange went out already
  apdu::Bytes pending_;      ///< for GET RESPONSE
  std::optional<Correction> correction_;
};

}  // namespace ssc::sim
