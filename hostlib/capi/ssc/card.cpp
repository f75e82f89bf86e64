// A card's handle: opening, closing, cancelling, its last failure, the basic read.
#include "hostlib/capi/ssc/open_card.hpp"
#include "hostlib/capi/ssc/open_terminal.hpp"
#include "hostlib/flows/basic_fields.hpp"
#include "hostlib/flows/read_card.hpp"

namespace ssc::capi {
namespace {

using flows::CardInterface;
using flows::Failure;
using flows::Outcome;
using flows::Reason;

Outcome<CardInterface> interfaceFrom(int number) {
  if (number < SSC_CONTACT || number > SSC_CONTACTLESS_FIRST)
    return tl::unexpected(Failure{Reason::badParameter, "cardInterface", {}});
  return static_cast<CardInterface>(number);
}

Outcome<void> openCard(OpenTerminal& terminal, int number, const std::stop_token& stop, ssc_card** out) {
  if (out == nullptr) return tl::unexpected(Failure{Reason::badParameter, "out", {}});
  *out = nullptr;
  const auto interface = interfaceFrom(number);
  if (!interface) return tl::unexpected(interface.error());
  auto handle = std::make_unique<ssc_card>();
  handle->card = std::make_shared<OpenCard>(terminal.config(), *interface, terminal.desk());
  if (auto taken = handle->card->take(stop); !taken) return taken;
  terminal.keep(handle->card);
  *out = handle.release();
  return {};
}

Outcome<crypto::SecretBytes> readBasic(OpenCard& card, const std::stop_token& stop) {
  const auto basic = card.run<flows::BasicCard>(stop, {}, flows::ReadCard::again);
  if (!basic) return tl::unexpected(basic.error());
  const flows::BasicFields fields(*basic, card.config().deviceNumber, card.config().atrField);
  return jsonResult(
      render::basic(fields, basic->identity.generation, basic->identity.algorithm, render::Shown::full));
}

}  // namespace
}  // namespace ssc::capi

using namespace ssc::capi;

int ssc_card_open(ssc_terminal* terminal, int cardInterface, ssc_card** out) {
  return callTerminal(terminal, [&](OpenTerminal& open, const std::stop_token& stop) {
    return openCard(open, cardInterface, stop, out);
  });
}

void ssc_card_close(ssc_card** card) {
  if (card == nullptr || *card == nullptr) return;
  (*card)->card->letGo();
  delete *card;
  *card = nullptr;
}

void ssc_card_cancel(ssc_card* card) {
  if (card != nullptr) card->card->handle().cancel();
}

int ssc_card_error(const ssc_card* card, int language, char* out, size_t* length) {
  return tellLast(card == nullptr ? nullptr : &card->card->handle(), language, {out, length});
}

int ssc_card_error_details(const ssc_card* card, char* out, size_t* length) {
  if (card == nullptr) return refuse(ssc::flows::Reason::badParameter);
  return card->card->handle().tell({out, length}, failureJson);
}

int ssc_card_basic(ssc_card* card, char* out, size_t* length) {
  return giveOnCard(card, {out, length}, {"ssc_card_basic"}, readBasic);
}
