// What the card holds of its holder, in groups that a person understands. Nothing of it comes from a center.
#pragma once

#include <QVariantList>
#include <vector>

#include "crypto/secret.hpp"
#include "hostlib/flows/read_card.hpp"
#include "kiosk-app/models/view.hpp"

namespace ssc::kiosk {

/// How a value is shown.
enum class StoredKind : std::uint8_t { plain, date, birthday, code, name, number, address };

/// A value that people ask for: the card's own names for file and field; what it is called here.
struct StoredRow {
  catalogue::Text group;
  std::string_view df;
  std::uint16_t fid;
  std::string_view field;  ///< of card-spec
  catalogue::Text label;
  StoredKind kind = StoredKind::plain;
  std::string_view codes;  ///< list of card-spec; kind code
};
std::span<const StoredRow> storedRows();

struct StoredValue {
  const StoredRow* row = nullptr;
  crypto::Personal text;  ///< UTF-8; never blank
};
using StoredData = std::vector<StoredValue>;

/// The card proves itself, the holder enters the PIN, the files are read as far as they let themselves be
/// read: one that this card does not have is left out.
flows::Outcome<StoredData> readStored(flows::Visit& visit, flows::CardInterface interface);

/// A block for each group, as Answer shows them; values of which nobody else should know are masked.
QVariantList blocksOf(const StoredData& data, const View& view);

}  // namespace ssc::kiosk
