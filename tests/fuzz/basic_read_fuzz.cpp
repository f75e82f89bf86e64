// The whole basic read over a card and a PSAM that answer anything: it ends, and what it gives is bounded.
//
// Input: one byte (bit 0: the terminal draws its randoms in the order of generation 3), then the answers of
// card and PSAM in the order they are asked for, each with two bytes of length before it. A length from FF00
// on is a channel error of that number instead. When the input ends, the card is gone.
#include <algorithm>
#include <array>

#include "hostlib/flows/basic_fields.hpp"
#include "hostlib/flows/read_card.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using namespace ssc;
using fuzz::require;

constexpr std::size_t kMostAnswer = 258;
constexpr std::size_t kMostField = 2 * 256;  // a name of two records, each no longer than a response
constexpr unsigned kChannelErrors = static_cast<unsigned>(apdu::ChannelError::internal) + 1;

class Answers {
 public:
  explicit Answers(apdu::ByteView bytes) : left_(bytes) {}

  tl::expected<std::size_t, apdu::ChannelError> next(apdu::MutableByteView out) {
    if (left_.size() < 2) return tl::unexpected(apdu::ChannelError::cardRemoved);
    const unsigned length = static_cast<unsigned>(left_[0]) << 8 | left_[1];
    left_ = left_.subspan(2);
    if (length >= 0xFF00) return tl::unexpected(static_cast<apdu::ChannelError>(length % kChannelErrors));
    const std::size_t count = std::min({std::size_t{length}, left_.size(), out.size(), kMostAnswer});
    std::copy_n(left_.begin(), count, out.begin());
    left_ = left_.subspan(count);
    return count;
  }

 private:
  apdu::ByteView left_;
};

class AnswerChannel final : public apdu::Channel {
 public:
  AnswerChannel(Answers& answers, int& open) : answers_(answers), open_(open) { ++open_; }
  ~AnswerChannel() override { --open_; }
  tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView command,
                                                         apdu::MutableByteView out) override {
    require(command.size() >= 4 && command.size() <= 261, "a command is a short APDU");
    require(out.size() >= kMostAnswer, "there is room for any short answer");
    return answers_.next(out);
  }

 private:
  Answers& answers_;
  int& open_;
};

class AnswerTerminal final : public flows::Terminal {
 public:
  explicit AnswerTerminal(Answers& answers) : answers_(answers) {}
  flows::Outcome<flows::PoweredCard> powerCard(flows::CardInterface) override { return power(); }
  flows::Outcome<flows::PoweredCard> powerSam() override { return power(); }
  [[nodiscard]] int open() const { return open_; }

 private:
  flows::PoweredCard power() {
    constexpr std::array<std::uint8_t, 17> kAtr{0x3B, 0x6D, 0x00, 0x00, 0x00, 0x81, 0x54, 0x53, 0x54,
                                                0x86, 0x99, 0x99, 0x99, 0x00, 0x00, 0x00, 0x01};
    return {std::make_unique<AnswerChannel>(answers_, open_), *apdu::Atr::parse(kAtr)};
  }
  Answers& answers_;
  int open_ = 0;
};

// The randoms of the published vectors, so that the seeds pass internal authentication.
class VectorRandom final : public crypto::RandomSource {
 public:
  explicit VectorRandom(bool second) : second_(second) {}
  tl::expected<void, crypto::CryptoError> fill(crypto::MutableByteView out) override {
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = static_cast<std::uint8_t>(second_ ? 0xA1 + i : 0x11 * (i + 1));
    second_ = !second_;
    return {};
  }

 private:
  bool second_;
};

void checkFailure(const flows::Failure& failure) {
  require(failure.code() < 0, "a failure is negative");
  require(failure.exitCode() > 0, "a failure ends the program with more than 0");
  require(!failure.where.empty() && failure.where.size() < 64, "a failure names its place");
  require(failure.technicalText().size() < 512, "a failure's text is short");
}

void checkCard(const flows::BasicCard& card) {
  using flows::BasicField;
  const flows::BasicFields fields(card, "SIM-TERM-0001");
  for (std::size_t i = 0; i < flows::kBasicFieldCount; ++i) {
    const auto field = static_cast<BasicField>(i);
    require(fields[field].reveal().size() <= kMostField, "a field is bounded");
    require(fields.utf8(field).reveal().size() <= 3 * kMostField, "a field in UTF-8 is bounded");
  }
  require(fields[BasicField::region].reveal().size() == 6, "a region has six digits");
  require(fields[BasicField::terminalNumber].reveal().size() == 12, "a terminal number has twelve digits");
  require(fields[BasicField::cardNumber].reveal().size() <= 9, "nine characters of the card number count");
  require(fields.joined().reveal().ends_with('|'), "every field ends with a bar");
  require(!fields.joinedUtf8().reveal().empty(), "there is always a readable form");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  Answers answers({data + 1, size - 1});
  AnswerTerminal terminal(answers);
  VectorRandom random((data[0] & 1) != 0);
  const auto outcome = flows::ReadCard(terminal, random).run(flows::CardInterface::contact);
  require(terminal.open() == 0, "card and module are released on every path");
  if (outcome) {
    checkCard(*outcome);
  } else {
    checkFailure(outcome.error());
  }
  return 0;
}
