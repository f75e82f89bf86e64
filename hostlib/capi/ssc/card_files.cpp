// Files of a card: reading, the whole card, writing, taking a write back.
#include "hostlib/capi/ssc/open_card.hpp"
#include "hostlib/flows/dump.hpp"
#include "hostlib/flows/files.hpp"
#include "hostlib/render/item_text.hpp"
#include "hostlib/render/write_text.hpp"

namespace ssc::capi {
namespace {

using flows::AccessOptions;
using flows::Failure;
using flows::FileContent;
using flows::Outcome;
using flows::Reason;
using render::Json;
using render::Shown;

constexpr CardUse kWithPin{1, {}};

tl::unexpected<Failure> badParameter(const char* name) {
  return tl::unexpected(Failure{Reason::badParameter, name, {}});
}

Outcome<AccessOptions> accessBy(int by, const profile::Config& config) {
  if (by != SSC_BY_PIN && by != SSC_BY_KEY) return badParameter("by");
  return AccessOptions{static_cast<flows::AccessBy>(by), config.pinAndKeyOrder};
}

Json filesJson(const std::vector<FileContent>& contents) {
  Json files = Json::array();
  for (const FileContent& content : contents)
    files.push_back(render::file(content, Shown::full));
  return files;
}

// Everything that can be refused without the card is refused in `make`, before the flow.
Outcome<crypto::SecretBytes> read(OpenCard& card, const std::stop_token& stop, const char* items, int by) {
  if (items == nullptr) return badParameter("items");
  const auto access = accessBy(by, card.config());
  if (!access) return tl::unexpected(access.error());
  auto requests = render::parseItems(items);
  if (!requests) return tl::unexpected(requests.error());
  const auto contents = card.run<std::vector<FileContent>>(
      stop, kWithPin, [requests = std::move(*requests), access = *access](flows::Visit& visit) {
        return flows::readFiles(visit, requests, access);
      });
  if (!contents) return tl::unexpected(contents.error());
  return jsonResult(filesJson(*contents));
}

Outcome<crypto::SecretBytes> dump(OpenCard& card, const std::stop_token& stop, int by, int full) {
  const auto access = accessBy(by, card.config());
  if (!access) return tl::unexpected(access.error());
  const auto whole = card.run<flows::Dump>(
      stop, kWithPin, [access = *access](flows::Visit& visit) { return flows::dump(visit, access); });
  if (!whole) return tl::unexpected(whole.error());
  return jsonResult(render::dump(*whole, full == 1 ? Shown::full : Shown::masked));
}

// A write that failed half-way can be taken back too.
struct Written {
  Outcome<void> done;
  Undo undo;
};

Outcome<Written> rememberAndWrite(flows::Visit& visit, const crypto::Personal& values,
                                  profile::PinAndKeyOrder order) {
  const auto writes = render::parseWrites(values.reveal(), visit.identity().generation);
  if (!writes) return tl::unexpected(writes.error());
  auto undo = readBefore(visit, *writes, order);
  if (!undo) return tl::unexpected(undo.error());
  auto done = flows::writeFiles(visit, *writes);
  if (!done && endsStay(done.error().reason)) return tl::unexpected(done.error());
  return Written{std::move(done), std::move(*undo)};
}

Outcome<void> write(OpenCard& card, const std::stop_token& stop, const char* values) {
  if (values == nullptr) return badParameter("values");
  card.undo().reset();
  auto written =
      card.run<Written>(stop, {},
                        [values = crypto::Personal(values), order = card.config().pinAndKeyOrder](
                            flows::Visit& visit) { return rememberAndWrite(visit, values, order); });
  if (!written) return tl::unexpected(written.error());
  card.undo().emplace(std::move(written->undo));
  return std::move(written->done);
}

Outcome<void> undo(OpenCard& card, const std::stop_token& stop) {
  if (!card.undo()) return tl::unexpected(Failure{Reason::noSession, "nothing to undo", {}});
  if (!card.undo()->complete)
    return tl::unexpected(Failure{Reason::notSupported, "undo: not all of it can be brought back", {}});
  // Shared: a flow that is left behind may still be writing.
  const auto before = std::make_shared<const Undo>(std::move(*card.undo()));
  card.undo().reset();
  return card.run<void>(stop, {},
                        [before](flows::Visit& visit) { return flows::writeFiles(visit, before->before); });
}

}  // namespace
}  // namespace ssc::capi

using namespace ssc::capi;

int ssc_card_read(ssc_card* card, const char* items, int by, char* out, size_t* length) {
  return giveOnCard(card, {out, length}, {"ssc_card_read", {items, by}},
                    [&](OpenCard& open, const std::stop_token& stop) { return read(open, stop, items, by); });
}

int ssc_card_dump(ssc_card* card, int by, int full, char* out, size_t* length) {
  return giveOnCard(card, {out, length}, {"ssc_card_dump", {by, full}},
                    [&](OpenCard& open, const std::stop_token& stop) { return dump(open, stop, by, full); });
}

int ssc_card_write(ssc_card* card, const char* values) {
  return callCard(card,
                  [&](OpenCard& open, const std::stop_token& stop) { return write(open, stop, values); });
}

int ssc_card_undo(ssc_card* card) {
  return callCard(card, undo);
}
