// The medical account: balances, a settlement, whether one happened, the last ones.
#include <chrono>
#include <exception>
#include <memory>

#include "hostlib/capi/ssc/open_card.hpp"
#include "hostlib/flows/debit.hpp"
#include "hostlib/render/settlement.hpp"

namespace ssc::capi {
namespace {

using flows::DebitOrder;
using flows::Failure;
using flows::Outcome;
using flows::Reason;
using Clock = std::chrono::system_clock;

constexpr std::chrono::minutes kToAskAgain{1};  // a card put back in time must still be asked

// Whatever fails once the debit was sent, memory included: the caller must look at the records.
template <class Body>
Outcome<crypto::SecretBytes> unlessUncertain(const flows::DebitMark& mark, const Body& body) {
  std::string where;
  try {
    auto outcome = body();
    if (outcome || !mark.isOpen() || outcome.error().reason == Reason::debitUncertain) return outcome;
    where = std::move(outcome.error().where);
  } catch (const std::exception&) {
    if (!mark.isOpen()) throw;
  }
  return tl::unexpected(Failure{Reason::debitUncertain, std::move(where), {}});
}

Outcome<crypto::SecretBytes> debit(OpenCard& card, const std::stop_token& stop, DebitOrder order,
                                   const char* time) {
  const auto when = render::settlementTime(time == nullptr ? render::beijingTime(Clock::now()) : time);
  if (!when) return tl::unexpected(when.error());
  order.time = *when;
  const auto reinsertWait = card.config().reinsertWait;
  const auto mark = std::make_shared<flows::DebitMark>();
  return unlessUncertain(*mark, [&]() -> Outcome<crypto::SecretBytes> {
    const auto receipt = card.run<flows::DebitReceipt>(
        stop, {1, reinsertWait + kToAskAgain},
        [order, reinsertWait, mark, interface = card.interface()](flows::Visit& visit) {
          return flows::debit(visit, interface, order, reinsertWait, mark.get());
        });
    if (!receipt) return tl::unexpected(receipt.error());
    return jsonResult(render::receipt(*receipt));
  });
}

Outcome<void> check(OpenCard& card, const std::stop_token& stop, std::uint16_t number, int* debited) {
  if (debited == nullptr) return tl::unexpected(Failure{Reason::badParameter, "debited", {}});
  using Proof = std::optional<card::TransactionProof>;
  const auto proof = card.run<Proof>(stop, {}, [number](flows::Visit& visit) {
    return flows::checkDebit(visit, static_cast<card::PurchaseSequence>(number));
  });
  if (!proof) return tl::unexpected(proof.error());
  *debited = proof->has_value() ? 1 : 0;
  return {};
}

Outcome<crypto::SecretBytes> balance(OpenCard& card, const std::stop_token& stop) {
  return card.run<flows::Balances>(stop, {}, flows::readBalances).map([](const flows::Balances& balances) {
    return jsonResult(render::balances(balances));
  });
}

Outcome<crypto::SecretBytes> debits(OpenCard& card, const std::stop_token& stop) {
  using Transactions = std::vector<card::Transaction>;
  return card.run<Transactions>(stop, {1, {}}, flows::readDebits).map([](const Transactions& transactions) {
    return jsonResult(render::transactions(transactions));
  });
}

}  // namespace
}  // namespace ssc::capi

using namespace ssc::capi;

int ssc_card_balance(ssc_card* card, char* out, size_t* length) {
  return giveOnCard(card, {out, length}, {"ssc_card_balance"}, balance);
}

int ssc_card_debit(ssc_card* card, uint32_t total, uint32_t accountAndPool, const char* time, char* out,
                   size_t* length) {
  const ssc::flows::DebitOrder order{total, accountAndPool, {}};
  return giveOnCard(
      card, {out, length}, {"ssc_card_debit", {total, accountAndPool, time}},
      [&](OpenCard& open, const std::stop_token& stop) { return debit(open, stop, order, time); });
}

int ssc_card_debit_check(ssc_card* card, uint16_t cardSequence, int* debited) {
  return callCard(card, [&](OpenCard& open, const std::stop_token& stop) {
    return check(open, stop, cardSequence, debited);
  });
}

int ssc_card_debits(ssc_card* card, char* out, size_t* length) {
  return giveOnCard(card, {out, length}, {"ssc_card_debits"}, debits);
}
