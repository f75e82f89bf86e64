#include "keys-sim/device/t0_device.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <numeric>
#include <utility>

namespace ssc::sim {
namespace {

using apdu::Bytes;
using apdu::Command;
using apdu::Response;
using apdu::StatusWord;

constexpr std::uint8_t kNull = 0x60;
constexpr std::uint8_t kPpss = 0xFF;
constexpr std::uint8_t kGetResponse = 0xC0;
constexpr std::uint8_t kDefaultRate = 0x11;  // PPS1: F = 372, D = 1
constexpr StatusWord kNoData{0x6F00};
// WI = 10 gives 960 · 10 · 372 clocks = 1 s at 3.57 MHz; late is just inside.
constexpr std::chrono::milliseconds kLate{800};

StatusWord withLength(std::uint8_t sw1, std::size_t length) {
  return {sw1, static_cast<std::uint8_t>(length & 0xFF)};
}

// PPSS PPS0 [PPS1] [PPS2] [PPS3] PCK: PPS0 says which are there.
std::size_t ppsLength(const Bytes& request) {
  if (request.size() < 2) return 3;
  std::size_t length = 3;
  for (const unsigned bit : {0x10U, 0x20U, 0x40U})
    length += (request[1] & bit) != 0 ? 1U : 0U;
  return length;
}

std::uint8_t xorOf(const Bytes& bytes) {
  return std::accumulate(bytes.begin(), bytes.end(), std::uint8_t{0}, std::bit_xor<std::uint8_t>());
}

// A damaged request, or one for another protocol, stays unanswered; other rates are declined by leaving PPS1
// out.
Bytes ppsAnswer(const Bytes& request) {
  if (xorOf(request) != 0 || (request[1] & 0x0F) != 0) return {};
  const bool acceptsRate = (request[1] & 0x10) != 0 && request[2] == kDefaultRate;
  Bytes answer = acceptsRate ? Bytes{kPpss, 0x10, kDefaultRate} : Bytes{kPpss, 0x00};
  answer.push_back(xorOf(answer));
  return answer;
}

// Counts down to the exchange a fault is ordered for: true exactly once.
bool isReached(unsigned& exchanges) {
  if (exchanges == 0) return false;
  --exchanges;
  return exchanges == 0;
}

std::optional<unsigned> nullCount(std::string_view text) {
  constexpr std::string_view kPrefix = "null=";
  if (!text.starts_with(kPrefix)) return std::nullopt;
  text.remove_prefix(kPrefix.size());
  unsigned count = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (fault != std::errc() || end != text.data() + text.size() || count < 1 || count > 255)
    return std::nullopt;
  return count;
}

}  // namespace

std::optional<ProcedureMode> ProcedureMode::parse(std::string_view text) {
  if (text == "all") return ProcedureMode{};
  if (text == "single") return ProcedureMode{Transfer::single, 0, {}};
  if (text == "alternate") return ProcedureMode{Transfer::alternate, 0, {}};
  if (text == "late") return ProcedureMode{Transfer::all, 0, kLate};
  if (const auto nulls = nullCount(text)) return ProcedureMode{Transfer::all, *nulls, {}};
  return std::nullopt;
}

LineOutput T0Device::reset() {
  phase_ = Phase::start;
  headerLength_ = 0;
  incoming_.clear();
  pending_.clear();
  correction_.reset();
  answering_ = false;
  return {{{std::chrono::milliseconds(0), chip_.reset()}}, false, true};
}

LineOutput T0Device::receive(std::uint8_t character) {
  if (phase_ == Phase::start) phase_ = character == kPpss ? Phase::pps : Phase::header;
  switch (phase_) {
    case Phase::pps:
      return receivePps(character);
    case Phase::header:
      return receiveHeader(character);
    case Phase::data:
      return receiveData(character);
    case Phase::off:
    case Phase::start:
      break;
  }
  return {};
}

LineOutput T0Device::receivePps(std::uint8_t character) {
  incoming_.push_back(character);
  if (incoming_.size() < ppsLength(incoming_)) return {};
  phase_ = Phase::header;
  Bytes answer = ppsAnswer(std::exchange(incoming_, {}));
  if (answer.empty()) return {};
  return {{{std::chrono::milliseconds(0), std::move(answer)}}, false, true};
}

LineOutput T0Device::receiveHeader(std::uint8_t character) {
  header_[headerLength_++] = character;
  if (headerLength_ < header_.size()) return {};
  headerLength_ = 0;
  answering_ = false;
  return headerComplete();
}

bool T0Device::isGetResponse() const {
  return header_[0] == 0x00 && header_[1] == kGetResponse;
}

bool T0Device::isRepetition() const {
  return correction_ && correction_->header == header() && p3AsLe() == correction_->answer.data().size();
}

LineOutput T0Device::headerComplete() {
  const bool continues = isGetResponse() || isRepetition();
  if (!continues) {
    ++exchanges_;
    answerIsLost_ = isReached(loseAnswer_);
    if (isReached(pullAt_)) return {{}, true};
  }
  if (isGetResponse()) return answerGetResponse();
  pending_.clear();
  if (isRepetition()) return deliver(std::exchange(correction_, std::nullopt)->answer);
  correction_.reset();
  const Direction direction = chip_.direction(header());
  if (direction == Direction::outgoing) return execute(Command(header(), {}, p3AsLe()));
  if (direction == Direction::none || header_[4] == 0) return execute(Command(header()));
  incoming_.clear();
  phase_ = Phase::data;
  LineOutput output = askForData();
  answering_ = true;
  return output;
}

LineOutput T0Device::askForData() {
  const std::size_t remaining = header_[4] - incoming_.size();
  awaited_ = nextChunk(incoming_.size(), remaining);
  Bytes line;
  appendProcedure(line, Bytes{procedureByte(awaited_, remaining)});
  return send(std::move(line));
}

LineOutput T0Device::receiveData(std::uint8_t character) {
  incoming_.push_back(character);
  if (--awaited_ > 0) return {};
  if (incoming_.size() < header_[4]) return askForData();
  phase_ = Phase::header;
  return execute(Command(header(), std::exchange(incoming_, {})));
}

LineOutput T0Device::execute(const Command& command) {
  const Response answer = process(command);
  if (std::exchange(answerIsLost_, false)) return {{}, true};
  if (command.expected()) return deliver(answer);
  if (answer.data().empty()) return deliverPart(answer, 0);
  pending_ = answer.data();
  return deliverPart({{}, withLength(0x61, pending_.size())}, 0);
}

Response T0Device::process(const Command& command) {
  const Working working(moreTime_);
  return chip_.process(command);
}

LineOutput T0Device::answerGetResponse() {
  if (header_[2] != 0 || header_[3] != 0) return deliverPart({{}, apdu::sw::kWrongP1P2}, 0);
  if (pending_.empty()) return deliverPart({{}, kNoData}, 0);
  const std::size_t length = p3AsLe();
  if (length > pending_.size()) return deliverPart({{}, withLength(0x6C, pending_.size())}, 0);
  const auto cut = pending_.begin() + static_cast<std::ptrdiff_t>(length);
  Bytes part(pending_.begin(), cut);
  pending_.erase(pending_.begin(), cut);
  const StatusWord sw = pending_.empty() ? apdu::sw::kOk : withLength(0x61, pending_.size());
  return deliverPart({std::move(part), sw}, length);
}

// Less than asked for: 6Cxx. More: the beginning.
LineOutput T0Device::deliver(const Response& answer) {
  const std::size_t available = answer.data().size();
  if (available == 0 || p3AsLe() <= available) return deliverPart(answer, std::min(p3AsLe(), available));
  correction_ = Correction{header(), answer};
  return deliverPart({{}, withLength(0x6C, available)}, 0);
}

LineOutput T0Device::deliverPart(const Response& answer, std::size_t length) {
  Bytes line;
  for (std::size_t done = 0; done < length;) {
    const std::size_t chunk = nextChunk(done, length - done);
    appendProcedure(line, Bytes{procedureByte(chunk, length - done)});
    apdu::append(line, apdu::ByteView(answer.data()).subspan(done, chunk));
    done += chunk;
  }
  appendProcedure(line, Bytes{answer.sw().sw1(), answer.sw().sw2()});
  return send(std::move(line));
}

std::size_t T0Device::nextChunk(std::size_t done, std::size_t remaining) const {
  const bool one = mode_.transfer == ProcedureMode::Transfer::single ||
                   (mode_.transfer == ProcedureMode::Transfer::alternate && done == 0);
  return one ? 1 : remaining;
}

std::uint8_t T0Device::procedureByte(std::size_t chunk, std::size_t remaining) const {
  const bool rest = chunk == remaining && mode_.transfer != ProcedureMode::Transfer::single;
  return rest ? header_[1] : static_cast<std::uint8_t>(header_[1] ^ 0xFF);
}

void T0Device::appendProcedure(Bytes& line, apdu::ByteView bytes) const {
  line.insert(line.end(), mode_.nulls, kNull);
  apdu::append(line, bytes);
}

LineOutput T0Device::send(Bytes characters) const {
  const auto pause = answering_ ? std::chrono::milliseconds(0) : mode_.latency + delay_;
  return {{{pause, std::move(characters)}}};
}

}  // namespace ssc::sim
