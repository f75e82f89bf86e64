#include "tests/settle/chip_side.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <stdexcept>
#include <sys/wait.h>

#include "card-spec/text.hpp"
#include "hostlib/flows/settle/card_sums.hpp"
#include "keys-sim/psam/terminal_sequence.hpp"

namespace ssc::tests {
namespace {

constexpr std::array<std::string_view, 8> kKinds{
    "none",      "kill",      "power cut", "power cut in the disk",
    "disk full", "card torn", "card gone", "reader gone"};

/// As a reader passes them on: whole answers.
apdu::Bytes processed(sim::Chip& chip, const apdu::Bytes& bytes) {
  const auto command = apdu::Command::decode(bytes);
  if (!command) throw std::runtime_error("no command");
  apdu::Response response = chip.process(*command);
  const auto sw = response.sw();
  apdu::Bytes data = std::move(response).takeData();
  if (!command->expected() && !data.empty()) return {0x61, static_cast<std::uint8_t>(data.size())};
  data.resize(std::min(data.size(), command->expected().value_or(0)));
  data.push_back(sw.sw1());
  data.push_back(sw.sw2());
  return data;
}

std::uint32_t numberAt(const apdu::Bytes& bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i)
    number = number << 8U | bytes.at(at + i);
  return number;
}

std::string hexAt(const apdu::Bytes& bytes, std::size_t at, std::size_t count) {
  return apdu::toHex(apdu::ByteView(bytes).subspan(at, count));
}

/// A terminal whose card slot holds one chip: for what the center would do.
class OneCard final : public flows::Terminal {
 public:
  OneCard(sim::Chip& card, sim::Chip& psam) : card_(card), psam_(psam) {}
  flows::Outcome<flows::PoweredCard> powerCard(flows::CardInterface /*interface*/) override {
    return power(card_);
  }
  flows::Outcome<flows::PoweredCard> powerSam() override { return power(psam_); }

 private:
  class Line final : public apdu::Channel {
   public:
    explicit Line(sim::Chip& chip) : chip_(chip) {}
    tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView command,
                                                           apdu::MutableByteView response) override {
      const auto answer = processed(chip_, apdu::Bytes(command.begin(), command.end()));
      std::ranges::copy(answer, response.begin());
      return answer.size();
    }

   private:
    sim::Chip& chip_;
  };
  static flows::Outcome<flows::PoweredCard> power(sim::Chip& chip) {
    return flows::PoweredCard{std::make_unique<Line>(chip), *apdu::Atr::parse(chip.reset())};
  }
  sim::Chip& card_;
  sim::Chip& psam_;
};

}  // namespace

std::string_view toText(Fault::Kind kind) {
  return kKinds.at(static_cast<std::size_t>(kind));
}

ChipSide::ChipSide(const std::vector<std::string>& cards) {
  auto psam = sim::loadPsamProfile("keys-sim/samples/psam-full.toml");
  auto made = psam ? sim::PsamOs::make(std::move(*psam), random_, psamStore_)
                   : tl::unexpected(std::string("profile"));
  if (!made) throw std::runtime_error("PSAM: " + made.error());
  psam_ = std::move(*made);
  for (const std::string& name : cards) {
    auto profile = sim::loadCardProfile("keys-sim/samples/" + name);
    Card& card = cards_[name];
    auto os = profile ? sim::CardOs::make(std::move(*profile), random_, card.store)
                      : tl::unexpected(std::string("profile"));
    if (!os) throw std::runtime_error(name + ": " + os.error());
    card.os = std::move(*os);
    resetSums(name);
  }
}

void ChipSide::insert(const std::string& card) {
  inserted_ = card;
}

/// One process and what happens to it.
struct ChipSide::Served {
  ChipSide& chips;
  int process;
  const ChipLink& link;
  const Fault& fault;
  unsigned commands = 0;
  bool isTorn = false, isGone = false, isReaderGone = false;
  std::string point;

  /// True: the process is gone.
  bool end(bool withPower) {
    if (withPower) {
      static_cast<void>(link.send(static_cast<std::uint8_t>(ChipAnswer::powerCut), {}));
      return true;
    }
    ::kill(process, SIGKILL);
    return true;
  }
  bool answer(ChipAnswer kind, apdu::ByteView bytes = {}) const {
    return !link.send(static_cast<std::uint8_t>(kind), bytes);
  }
  [[nodiscard]] bool isLethal() const {
    return fault.kind == Fault::Kind::kill || fault.kind == Fault::Kind::powerCut;
  }

  bool onMoment(std::string_view moment) {
    if (!isLethal() || fault.moment != moment) return answer(ChipAnswer::done);
    point = moment;
    return end(fault.kind == Fault::Kind::powerCut);
  }
  bool onPower(bool isCard) {
    if (isReaderGone) return answer(ChipAnswer::reader);
    if (isCard && (isGone || chips.inserted_.empty())) return answer(ChipAnswer::removed);
    if (isCard) isTorn = false;
    return answer(ChipAnswer::done, chip(isCard).reset());
  }
  bool onCommand(bool isCard, const apdu::Bytes& bytes) {
    if (isReaderGone) return answer(ChipAnswer::reader);
    if (isCard && (isTorn || isGone)) return answer(ChipAnswer::removed);
    ++commands;
    const bool isNow = fault.moment.empty() && fault.at == commands;
    if (!isNow) return answer(ChipAnswer::done, processed(chip(isCard), bytes));
    return disturb(isCard, bytes);
  }
  bool disturb(bool isCard, const apdu::Bytes& bytes) {
    using Kind = Fault::Kind;
    const bool isDisturbed = isLethal() || fault.kind == Kind::cardTorn || fault.kind == Kind::cardGone ||
                             fault.kind == Kind::readerGone;
    if (!isDisturbed) return answer(ChipAnswer::done, processed(chip(isCard), bytes));
    if (fault.isCarriedOut) static_cast<void>(processed(chip(isCard), bytes));
    point = "command";
    if (isLethal()) return end(fault.kind == Kind::powerCut);
    isReaderGone = fault.kind == Kind::readerGone;
    isTorn = fault.kind == Kind::cardTorn;
    isGone = fault.kind == Kind::cardGone;
    return answer(isReaderGone || !isCard ? ChipAnswer::reader : ChipAnswer::removed);
  }
  [[nodiscard]] sim::Chip& chip(bool isCard) const {
    return isCard ? static_cast<sim::Chip&>(*chips.cards_.at(chips.inserted_).os) : *chips.psam_;
  }
};

std::string ChipSide::serve(int process, const ChipLink& link, const Fault& fault) {
  Served served{*this, process, link, fault, 0, false, false, false, {}};
  for (bool isOver = false; !isOver;) {
    const auto message = link.receive();
    if (!message) break;
    switch (static_cast<ChipCall>(message->kind)) {
      case ChipCall::powerCard:
        isOver = served.onPower(true);
        break;
      case ChipCall::powerSam:
        isOver = served.onPower(false);
        break;
      case ChipCall::card:
        isOver = served.onCommand(true, message->bytes);
        break;
      case ChipCall::sam:
        isOver = served.onCommand(false, message->bytes);
        break;
      case ChipCall::moment:
        isOver =
            served.onMoment({reinterpret_cast<const char*>(message->bytes.data()), message->bytes.size()});
        break;
    }
  }
  return served.point;
}

const sim::Image* ChipSide::image(const std::string& card, const std::string& part) const {
  const auto& images = cards_.at(card).os->durable().images;
  const auto found = images.find(part);
  return found == images.end() ? nullptr : &found->second;
}

std::vector<CardDebit> ChipSide::debits(const std::string& card) const {
  constexpr std::size_t kRecord = 28;
  constexpr std::uint8_t kSettlement = 0x32;
  std::vector<CardDebit> debits;
  const auto* records = image(card, "DF04/EF08");
  if (records == nullptr) return debits;
  for (const apdu::Bytes& record : *records) {
    if (record.size() != kRecord || record[2] != kSettlement) continue;
    debits.push_back({static_cast<std::uint16_t>(record[0] << 8U | record[1]), hexAt(record, 3, 6),
                      hexAt(record, 9, 7), numberAt(record, 20), numberAt(record, 24)});
  }
  return debits;
}

ChipSide::Sums ChipSide::sums(const std::string& card) const {
  Sums sums;
  const auto* records = image(card, "DF04/EF06");
  if (records == nullptr) return sums;
  for (const apdu::Bytes& record : *records) {
    if (record.size() == 6 && record[0] == 0x92)
      sums.sum = static_cast<std::uint32_t>(std::stoul(hexAt(record, 2, 4)));
    if (record.size() == 4 && record[0] == 0x93)
      sums.count = static_cast<std::uint32_t>((record[2] - '0') * 10 + (record[3] - '0'));
  }
  return sums;
}

void ChipSide::resetSums(const std::string& card) {
  OneCard terminal(*cards_.at(card).os, *psam_);
  flows::Visit visit({terminal, random_, flows::ModulePolicy::psamOnly, nullptr, {}, nullptr});
  if (!visit.take(flows::CardInterface::contact)) throw std::runtime_error("the card cannot be read");
  const auto written = flows::resetOfflineSums(visit, {true, 0, 0});
  if (!written) throw std::runtime_error("the card's sums: " + written.error().technicalText());
}

std::uint32_t ChipSide::nextModuleNumber() const {
  return sim::terminalSequence(psam_->durable());
}

}  // namespace ssc::tests
