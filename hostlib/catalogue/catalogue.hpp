// The services of the card as data: the items of two public catalogues, the flow each of them asks for, and
// whether this project has that flow. The rows come from hostlib/catalogue/data through
// tools/generate_catalogue.py; all views and pointers lead into constant tables that live as long as the
// program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace ssc::catalogue {

/// A text a person reads, UTF-8.
struct Text {
  std::string_view zh, en;
};

/// One word of a small list: class, level, match …
struct Term {
  std::string_view id;
  Text name;
};

enum class Class : std::uint8_t { identity, query, money, settlement, record };
enum class Level : std::uint8_t { L1, L2, L3 };  ///< possession; and PIN, password or face; and a clerk
enum class Party : std::uint8_t { self, agent, unit, family, staff };
enum class Match : std::uint8_t { identical, same, partial, none };
enum class Pays : std::uint8_t {
  none,
  collect,
  disburse
};  ///< the citizen pays; money comes to the card's account
enum class FieldKind : std::uint8_t {
  text,
  person,
  organisation,
  code,
  identifier,
  count,
  measure,
  money,
  percent,
  date,
  month,
  year,
  time,
  area,
  address,
  phone,
  flag,
};
std::span<const Term> classes();  ///< in the order of the enum
const Term& termOf(Class value);
const Term& termOf(Level value);
const Term& termOf(Party value);
const Term& termOf(Match value);
const Term& termOf(Pays value);
const Term& termOf(FieldKind value);

/// What comes out of a printer: "01" … "12".
struct Print {
  Term type;
  bool slip = false;  ///< only confirms; the others are documents with data
};

/// A kind of flow that items ask for.
struct Flow {
  std::string_view id;  ///< "query", "identity_form" …
  Text name;
  std::string_view servedBy;  ///< class of this project
  bool built;
  Text note;  ///< missing: why; built: what it leaves out, or empty
};

struct Catalogue {
  std::string_view id;  ///< "liangping", "yongzhou"
  Text name;
  std::string_view source;  ///< the document, English
  bool printsCards;         ///< false: it names no forms of the card, so both are allowed unless a rule says
                            ///< otherwise
  std::span<const std::string_view> classes;  ///< its printed name of each Class, in their order
};

/// A printed heading of a catalogue.
struct Group {
  std::string_view id;
  Text name;
  const Catalogue* catalogue;
};

struct CodeList;  // codes.hpp

/// Something a person sees or fills in.
struct Field {
  std::string_view id;  ///< "registration_date"
  Text label;
  FieldKind kind;
  const CodeList* codes;  ///< what its values mean; nullptr: they are shown as they are
};

struct Item {
  std::string_view id;        ///< "LP-HR-001", "LP-OT-001", "YZ-001"
  Text name;                  ///< zh as printed
  std::string_view initials;  ///< first pinyin letter of each hanzi of the name
  const Group* group;
  Class cls;
  const Flow* flow;
  Level level;
  std::span<const Party> who;                   ///< who may act, never empty
  std::string_view dataset;                     ///< main data set of the back office
  std::span<const Field> fields;                ///< in the order of screen and form, with this item's labels
  std::span<const Text> papers;                 ///< to bring; may be empty
  std::string_view rule, effect;                ///< English, for who builds and tests the item
  std::span<const std::string_view> cardFiles;  ///< read or written besides the login: "DF03/EF07"
  const Print* print;                           ///< nullptr: nothing on paper
  Pays pays;
  bool physical, electronic;  ///< forms of the card
  bool writesCard;            ///< the catalogue says that information is written to the card
  bool crossRegion;           ///< the catalogue says local and other areas
  bool needsFace;
  bool offline;
  bool byStaff;  ///< staff present their own card
  Text remark;   ///< printed beside the item, or empty
  Text gap;      ///< what the flow of this item leaves out, or empty

  [[nodiscard]] const Catalogue& catalogue() const { return *group->catalogue; }
  /// Its catalogue's name of the class, Chinese.
  [[nodiscard]] std::string_view printedClass() const {
    return catalogue().classes[static_cast<std::size_t>(cls)];
  }
  [[nodiscard]] bool built() const { return flow->built; }
  /// The flow prints a document, not only a slip.
  [[nodiscard]] bool prints() const { return print != nullptr && !print->slip; }
};

std::span<const Catalogue> catalogues();
std::span<const Group> groups();
std::span<const Flow> flows();
std::span<const Print> prints();
/// All fields with their usual labels, in the order of their ids.
std::span<const Field> fields();
/// All items: catalogue by catalogue, in the printed order.
std::span<const Item> items();

/// nullptr when there is none. Letters of an item's id may be small.
const Catalogue* findCatalogue(std::string_view id);
const Flow* findFlow(std::string_view id);
const Item* find(std::string_view id);

/// What an item does in the other catalogue: one row per Yongzhou item. A judgement, printed nowhere.
struct Comparison {
  const Item* item;
  Match match;
  std::span<const Item* const> twins;  ///< of Liangping; empty only for Match::none
};
std::span<const Comparison> comparisons();

}  // namespace ssc::catalogue
