#include "kiosk-app/models/stored_data.hpp"

#include <algorithm>
#include <array>

#include "hostlib/card/card.hpp"
#include "hostlib/flows/basic_fields.hpp"
#include "hostlib/flows/files.hpp"
#include "hostlib/render/value_text.hpp"
#include "kiosk-app/models/masked.hpp"
#include "kiosk-app/paper/qt_text.hpp"

namespace ssc::kiosk {

using flows::FileContent;
using flows::Outcome;

namespace {

constexpr catalogue::Text kCard{"卡片", "The card"}, kHolder{"持卡人", "Holder"},
    kHome{"户籍与住址", "Household and address"}, kWork{"学历与就业", "Education and work"},
    kPension{"养老保险", "Pension insurance"};
constexpr std::uint16_t kEf05 = 0xEF05, kEf06 = 0xEF06, kEf07 = 0xEF07, kEf08 = 0xEF08, kEf09 = 0xEF09,
                        kEf15 = 0xEF15;
constexpr std::string_view kName = "name", kNameGoesOn = "nameContinuation";

using enum StoredKind;
// A generation that knows no such field has none of it: names are found, not tags, which have changed their
// meaning.
constexpr std::array kRows{
    StoredRow{kCard, "SSSE", kEf05, "cardNumber", {"卡号", "Card number"}, number, {}},
    StoredRow{kCard, "SSSE", kEf05, "specificationVersion", {"规范版本", "Version"}, plain, {}},
    StoredRow{kCard, "SSSE", kEf05, "issueDate", {"发卡日期", "Issued on"}, date, {}},
    StoredRow{kCard, "SSSE", kEf05, "validUntil", {"有效期至", "Valid until"}, date, {}},
    StoredRow{kHolder, "SSSE", kEf06, kName, {"姓名", "Name"}, name, {}},
    StoredRow{kHolder,
              "SSSE",
              kEf06,
              "socialSecurityNumber",
              {"社会保障号码", "Social security number"},
              number,
              {}},
    StoredRow{kHolder, "SSSE", kEf06, "sex", {"性别", "Sex"}, code, "sex"},
    StoredRow{kHolder, "SSSE", kEf06, "ethnicGroup", {"民族", "Ethnic group"}, code, "ethnicGroup"},
    StoredRow{kHolder, "SSSE", kEf06, "birthDate", {"出生日期", "Born on"}, birthday, {}},
    StoredRow{kHome, "DF01", kEf05, "householdClass", {"户口类别", "Household"}, code, "household"},
    StoredRow{kHome, "DF01", kEf05, "householdAddress", {"户口所在地", "Registered at"}, address, {}},
    StoredRow{kHome, "DF01", kEf06, "residenceAddress", {"常住地址", "Lives at"}, address, {}},
    StoredRow{kHome, "DF01", kEf06, "phone", {"联系电话", "Phone"}, number, {}},
    StoredRow{kHome, "DF01", kEf06, "contactName", {"联系人", "Contact"}, name, {}},
    StoredRow{kHome, "DF01", kEf06, "contactPhone", {"联系人电话", "Contact's phone"}, number, {}},
    StoredRow{kHome, "DF01", kEf08, "maritalStatus", {"婚姻状况", "Marital status"}, code, "maritalStatus"},
    StoredRow{kWork, "DF01", kEf07, "employmentStatus", {"就业状态", "Work"}, code, "employmentStatus"},
    StoredRow{kWork, "DF01", kEf09, "employerName", {"单位名称", "Employer"}, plain, {}},
    StoredRow{kWork, "DF01", kEf09, "identityClass", {"身份类别", "Kind of work"}, code, "identityClass"},
    StoredRow{kWork, "DF01", kEf15, "education", {"学历", "Education"}, code, "education"},
    StoredRow{kPension, "DF03", kEf07, "insuranceType", {"险种类型", "Insurance"}, code, "insuranceType"},
    StoredRow{
        kPension, "DF03", kEf07, "accountOpeningDate", {"建立个人账户日期", "Account opened on"}, date, {}},
    StoredRow{kPension, "DF03", kEf07, "retirementDate", {"离退休日期", "Retired on"}, date, {}},
    StoredRow{kPension, "DF03", kEf07, "benefitStartDate", {"待遇开始日期", "Pension since"}, date, {}},
};

const cardspec::Field* fieldNamed(const cardspec::File& file, std::string_view name) {
  const auto field = std::ranges::find(file.fields, name, &cardspec::Field::name);
  return field == file.fields.end() ? nullptr : &*field;
}

/// All fields of a file that some row shows, and the rest of the name.
std::vector<card::RecordKey> wanted(const cardspec::File& file) {
  std::vector<card::RecordKey> items;
  for (const cardspec::Field& field : file.fields) {
    const bool isShown = std::ranges::any_of(kRows, [&](const StoredRow& row) {
      return row.df == file.df && row.fid == file.fid && row.field == field.name;
    });
    const bool isName = file.df == "SSSE" && field.name == kNameGoesOn;
    if (isShown || isName) items.push_back({field.tag, 1});
  }
  return items;
}

card::Records recordsOf(const FileContent& content) {
  card::Records records;
  for (std::size_t i = 0; i < content.items.size() && i < content.values.size(); ++i) {
    const apdu::ByteView value = content.values[i].reveal();
    const std::array head{content.items[i].tag, static_cast<std::uint8_t>(value.size())};
    crypto::SecretBytes record(head.size() + value.size());
    const auto rest = std::ranges::copy(head, record.revealMutable().begin()).out;
    std::ranges::copy(value, rest);
    static_cast<void>(records.add(record.reveal()));
  }
  return records;
}

/// A name may end inside a character where its continuation begins: both are joined before they are read.
crypto::Personal textOf(const card::Records& records, const cardspec::Field& field) {
  if (!records.has(field.tag)) return {};
  if (field.coding == cardspec::Coding::cn) return crypto::Personal(records.digits(field.tag));
  if (field.name == kName) return crypto::Personal(flows::readableText(card::joinedName(records)));
  return crypto::Personal(flows::readableText(records.text(field.tag)));
}

void addRows(StoredData& data, const FileContent& content) {
  const card::Records records = recordsOf(content);
  for (const StoredRow& row : kRows) {
    if (row.df != content.file->df || row.fid != content.file->fid) continue;
    const cardspec::Field* field = fieldNamed(*content.file, row.field);
    if (field == nullptr) continue;
    auto text = textOf(records, *field);
    if (!text.empty()) data.push_back({&row, std::move(text)});
  }
}

/// A file that refuses is left out; a card that is gone ends the reading.
bool endsReading(const flows::Failure& failure) {
  using flows::Reason;
  constexpr std::array kEnds{Reason::cardRemoved, Reason::cardAbsent, Reason::cardMute,
                             Reason::cardReset,   Reason::readerGone, Reason::serviceStopped,
                             Reason::timedOut,    Reason::cancelled};
  return std::ranges::find(kEnds, failure.reason) != kEnds.end();
}

Outcome<void> readFile(flows::Visit& visit, const cardspec::File& file, StoredData& data) {
  const flows::FileRequest request{std::string(file.df), file.fid, std::nullopt, wanted(file)};
  if (request.items.empty()) return {};
  const auto contents = flows::readFiles(visit, std::span(&request, 1),
                                         {flows::AccessBy::pin, profile::PinAndKeyOrder::pinFirst});
  if (contents)
    addRows(data, contents->front());
  else if (endsReading(contents.error()))
    return tl::unexpected(contents.error());
  return {};
}

QString wordsOf(const StoredValue& value, const View& view) {
  const std::string& text = value.text.reveal();
  if (value.row->kind == StoredKind::date || value.row->kind == StoredKind::birthday)
    return toQt(render::dateText(text, view.languageOfFlows()));
  if (value.row->kind != StoredKind::code) return toQt(text);
  const auto codes = cardspec::codeList(value.row->codes);
  const auto found = std::ranges::find(codes, std::string_view(text), &cardspec::Code::code);
  if (found == codes.end()) return toQt(text);
  return view.in({found->zh, found->en.empty() ? found->zh : found->en});
}

QVariantMap cellOf(const StoredValue& value, const View& view) {
  const QString text = wordsOf(value, view);
  QVariantMap cell{{QStringLiteral("text"), text}};
  constexpr qsizetype kOfAddress = 3;
  if (value.row->kind == StoredKind::name || value.row->kind == StoredKind::number ||
      value.row->kind == StoredKind::birthday)
    cell.insert(QStringLiteral("masked"), hidden(text));
  if (value.row->kind == StoredKind::address)
    cell.insert(QStringLiteral("masked"), text.left(kOfAddress) + QStringLiteral("******"));
  return cell;
}

}  // namespace

std::span<const StoredRow> storedRows() {
  return kRows;
}

Outcome<StoredData> readStored(flows::Visit& visit, flows::CardInterface interface) {
  if (auto taken = visit.take(interface); !taken) return tl::unexpected(taken.error());
  if (auto genuine = visit.checkGenuine(); !genuine) return tl::unexpected(genuine.error());
  if (auto verified = visit.verifyPin(); !verified) return tl::unexpected(verified.error());
  StoredData data;
  for (const cardspec::File& file : cardspec::files(visit.identity().generation))
    if (auto read = readFile(visit, file, data); !read) return tl::unexpected(read.error());
  return data;
}

QVariantList blocksOf(const StoredData& data, const View& view) {
  QVariantList blocks;
  for (auto from = kRows.begin(); from != kRows.end();) {
    const auto group = from->group;
    QVariantList columns, cells;
    for (; from != kRows.end() && from->group.zh == group.zh; ++from) {
      const auto value = std::ranges::find(data, &*from, &StoredValue::row);
      if (value == data.end()) continue;
      columns.append(QVariantMap{{QStringLiteral("label"), view.in(from->label)}});
      cells.append(cellOf(*value, view));
    }
    const auto rows = cells.isEmpty() ? QVariantList() : QVariantList{QVariant(cells)};
    blocks.append(QVariantMap{{QStringLiteral("title"), view.in(group)},
                              {QStringLiteral("columns"), columns},
                              {QStringLiteral("rows"), rows}});
  }
  return blocks;
}

}  // namespace ssc::kiosk
