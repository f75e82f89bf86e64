#include "hostlib/card/trace_policy.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "card-spec/tables.hpp"

namespace ssc::card {
namespace {

// Values that name nobody stand in EF05 of the environment only. A cyclic record has no identifiers: its
// first bytes may look like one of the open tags (transaction number 021A: tag 02), so of other files no
// value is kept.
constexpr std::uint8_t kShortIdentifier = 0xF8;  // P2 of READ RECORD, ISO/IEC 7816-4 §11.4.2
constexpr std::uint8_t kIssuerFile = 0x05 << 3;

constexpr std::array kRules{
    apdu::KeepRule{0xA4, true, apdu::KeepResponse::all},                                      // SELECT
    apdu::KeepRule{0xB2, false, apdu::KeepResponse::records, kShortIdentifier, kIssuerFile},  // READ RECORD
    apdu::KeepRule{0xB2, false, apdu::KeepResponse::shapes},
};

constexpr std::array kGenerations{cardspec::Generation::one, cardspec::Generation::two,
                                  cardspec::Generation::three};

// A trace does not know which file a record came from, and files use tags again: a tag is open only when it
// is impersonal wherever it occurs.
template <class Visit>
void forEachField(Visit visit) {
  for (const cardspec::Generation generation : kGenerations) {
    for (const cardspec::File& file : cardspec::files(generation)) {
      for (const cardspec::Field& field : file.fields)
        visit(field);
    }
  }
}

std::vector<std::uint8_t> computeOpenTags() {
  std::array<bool, 256> seen{};
  std::array<bool, 256> personal{};
  forEachField([&](const cardspec::Field& field) {
    seen[field.tag] = true;
    personal[field.tag] = personal[field.tag] || field.personal;
  });
  std::vector<std::uint8_t> open;
  for (std::size_t tag = 1; tag < seen.size(); ++tag) {
    if (seen[tag] && !personal[tag]) open.push_back(static_cast<std::uint8_t>(tag));
  }
  return open;
}

}  // namespace

apdu::RedactionPolicy tracePolicy() {
  static const std::vector<std::uint8_t> kOpenTags = computeOpenTags();  // immutable, made once
  return {kRules, kOpenTags, false};
}

}  // namespace ssc::card
