#include "tests/unit/flows_settle/settle_rig.hpp"

#include <atomic>
#include <unistd.h>

#include "tests/unit/hostlib/chip_channel.hpp"
#include "tests/unit/hostlib/simulated_chips.hpp"

namespace ssc::test {
namespace {

constexpr const char* kPin = "123456";

class OnePin final : public flows::PinSource {
 public:
  flows::Outcome<crypto::SecretBytes> ask(flows::PinPrompt /*prompt*/) override {
    return crypto::SecretBytes(crypto::bytesOf(std::string_view(kPin)));
  }
};

std::filesystem::path newFolder() {
  static std::atomic<int> count{0};
  auto folder = std::filesystem::temp_directory_path() /
                ("ssc-settle-" + std::to_string(::getpid()) + '-' + std::to_string(++count));
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace

// ---- the chips

class SettleWorld::Line final : public apdu::Channel {
 public:
  Line(SettleWorld& world, sim::Chip& chip, bool isCard) : world_(world), inner_(chip), isCard_(isCard) {}
  tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView command,
                                                         apdu::MutableByteView response) override {
    if (world_.watch_) world_.watch_(command);
    if (!isCard_) return inner_.transmit(command, response);
    if (world_.isTorn_) return tl::unexpected(apdu::ChannelError::cardRemoved);
    ++world_.commands_;
    world_.isTorn_ = world_.commands_ == world_.tearAt_;
    if (world_.isTorn_ && !world_.tearCarriesOut_) return tl::unexpected(apdu::ChannelError::cardRemoved);
    auto answer = inner_.transmit(command, response);
    if (world_.isTorn_) return tl::unexpected(apdu::ChannelError::cardRemoved);
    return answer;
  }

 private:
  SettleWorld& world_;
  ChipChannel inner_;
  bool isCard_;
};

SettleWorld::SettleWorld(const std::string& psam) {
  auto made = sim::PsamOs::make(psamNamed(psam), random, psamStore_);
  REQUIRE(made.has_value());
  psam_ = std::move(*made);
}

void SettleWorld::insert(const std::string& card) {
  inserted_ = card;
  if (card.empty() || cards_.contains(card)) return;
  auto chip = std::make_unique<Chip>();
  auto made = sim::CardOs::make(cardNamed(card), random, chip->store);
  REQUIRE(made.has_value());
  chip->os = std::move(*made);
  cards_.emplace(card, std::move(chip));
}

void SettleWorld::tear(unsigned command, bool isCarriedOut) {
  commands_ = 0;
  tearAt_ = command;
  tearCarriesOut_ = isCarriedOut;
}

flows::Outcome<flows::PoweredCard> SettleWorld::powerCard(flows::CardInterface /*interface*/) {
  if (inserted_.empty())
    return tl::unexpected(flows::Failure{flows::Reason::cardAbsent, "power the card", {}});
  isTorn_ = false;
  return power(card(), true);
}

flows::Outcome<flows::PoweredCard> SettleWorld::powerSam() {
  return power(*psam_, false);
}

flows::Outcome<flows::PoweredCard> SettleWorld::power(sim::Chip& chip, bool isCard) {
  auto atr = apdu::Atr::parse(chip.reset());
  REQUIRE(atr.has_value());
  return flows::PoweredCard{std::make_unique<Line>(*this, chip, isCard), std::move(*atr)};
}

// ---- the terminal

SettleRig::SettleRig() : folder(newFolder()) {
  flows::settlement::Policy policy;
  policy.version = "2026010501";
  policy.issued = "20260105080000";
  policy.area = "999900";
  policy.listVersion = 1;
  policy.pseudonymKeyId = "2026";
  permit.policy = std::move(policy);
  permit.pseudonymKey = crypto::Key(crypto::Bytes(16, 0xD0));
  permit.fetched = std::chrono::floor<std::chrono::milliseconds>(clock.now()) - std::chrono::hours(1);
  world.insert("card-a.toml");
  reopen();
}

SettleRig::~SettleRig() {
  journal.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

void SettleRig::reopen(const char* vfs) {
  journal.reset();
  auto opened = journal::Journal::open(
      file, {SettleWorld::kTerminal, "SIMH00000001"},
      {logKey, storage, [this](crypto::ByteView text) { return signKey.sign(text); }, world.random},
      std::chrono::floor<std::chrono::milliseconds>(clock.now()), {vfs});
  REQUIRE_MESSAGE(opened.has_value(), (opened ? std::string() : opened.error().what));
  journal.emplace(std::move(*opened));
}

flows::SettlementStation SettleRig::station() {
  return {*journal, permit, clock, SettleWorld::kTerminal, "SIMH00000001", "999900", "op0007"};
}

void SettleRig::declareOffline() {
  const auto declared = flows::declareOffline(station(), "N21", {});
  REQUIRE_MESSAGE(declared.has_value(), (declared ? std::string() : declared.error().technicalText()));
}

flows::SettleOrder SettleRig::order(flows::settlement::Fen total, flows::settlement::Fen account) {
  flows::SettleOrder order;
  order.visit = "SIMV202601050042";
  order.total = total;
  order.account = account;
  return order;
}

flows::Outcome<flows::SettleReceipt> SettleRig::settle(const flows::SettleOrder& order,
                                                       flows::SettleMoment moment) {
  return settleAt(station(), order, std::move(moment));
}

flows::Outcome<flows::SettleReceipt> SettleRig::settleAt(const flows::SettlementStation& here,
                                                         const flows::SettleOrder& order,
                                                         flows::SettleMoment moment) {
  OnePin pin;
  flows::Visit visit({world, world.random, flows::ModulePolicy::psamOnly, &pin, {}, nullptr});
  flows::Settle flow(here,
                     [this](const flows::SettleView&) {
                       ++confirmations;
                       return holderAgrees;
                     },
                     {});
  flow.at(std::move(moment));
  return flow.run(visit, flows::CardInterface::contact, order, std::chrono::milliseconds(0));
}

flows::Outcome<flows::Recovered> SettleRig::recover() {
  const auto here = station();
  flows::Visit visit({world, world.random, flows::ModulePolicy::psamOnly, nullptr, {}, nullptr});
  return flows::recoverSettlement(here, visit, flows::CardInterface::contact, {});
}

void SettleRig::permitCard() {
  flows::Visit visit({world, world.random, flows::ModulePolicy::psamOnly, nullptr, {}, nullptr});
  REQUIRE(visit.take(flows::CardInterface::contact).has_value());
  const auto written = flows::resetOfflineSums(visit, {true, 0, 0});
  REQUIRE_MESSAGE(written.has_value(), (written ? std::string() : written.error().technicalText()));
}

flows::OfflineSums SettleRig::sumsOfCard() {
  OnePin pin;
  flows::Visit visit({world, world.random, flows::ModulePolicy::psamOnly, &pin, {}, nullptr});
  REQUIRE(visit.take(flows::CardInterface::contact).has_value());
  const auto sums = flows::readOfflineSums(visit);
  REQUIRE_MESSAGE(sums.has_value(), (sums ? std::string() : sums.error().technicalText()));
  return *sums;
}

std::vector<card::Transaction> SettleRig::debitsOfCard() {
  OnePin pin;
  flows::Visit visit({world, world.random, flows::ModulePolicy::psamOnly, &pin, {}, nullptr});
  REQUIRE(visit.take(flows::CardInterface::contact).has_value());
  auto debits = flows::readDebits(visit);
  REQUIRE(debits.has_value());
  return std::move(*debits);
}

}  // namespace ssc::test
