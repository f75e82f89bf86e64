#include "hostlib/flows/office/print_facts.hpp"

#include <algorithm>
#include <array>

#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "hostlib/catalogue/catalogue.hpp"
#include "wire/office/document.hpp"

namespace ssc::flows {

namespace message = wire::office;

namespace {

/// Records of a year; the other documents are statements.
constexpr std::array<std::string_view, 2> kRightsRecords{"01", "06"};
constexpr std::string_view kPersonBlock = "person", kNumberColumn = "number";

/// nullptr: there is none, or it prints no document.
const catalogue::Item* printNamed(std::string_view item) {
  const catalogue::Item* found = catalogue::find(item);
  return found != nullptr && found->prints() ? found : nullptr;
}

bool isRightsRecord(const catalogue::Item& item) {
  return std::ranges::find(kRightsRecords, item.print->type.id) != kRightsRecords.end();
}

Outcome<message::DocumentData> ask(OfficeDesk& desk, const office::Draft& draft, const std::string& session,
                                   const PrintRequest& request, const office::Scope& scope) {
  if (isRightsRecord(*printNamed(request.item)))
    return lift(desk.client().call(
        draft, message::AskRightsRecord{session, request.item, request.insurance, request.year}, scope));
  return lift(desk.client().call(
      draft, message::AskStatement{session, request.item, request.purpose, request.insurance, request.toArea},
      scope));
}

Outcome<std::vector<PaperBlock>> blocksOf(const office::Draft& draft, const message::DocumentData& data) {
  std::vector<PaperBlock> blocks;
  for (const message::DocumentBlock& given : data.blocks) {
    PaperBlock block{given.id, {}};
    if (auto done = appendRows(draft, given.cols, given.rows, block.table); !done)
      return tl::unexpected(done.error());
    blocks.push_back(std::move(block));
  }
  return blocks;
}

/// Of the document's own table of the person. nullptr: it has none.
const crypto::Personal* numberIn(const std::vector<PaperBlock>& blocks) {
  const auto person = std::ranges::find(blocks, kPersonBlock, &PaperBlock::id);
  if (person == blocks.end() || person->table.rows.empty()) return nullptr;
  const auto& columns = person->table.columns;
  const auto column = std::ranges::find(columns, kNumberColumn, &TableColumn::id);
  if (column == columns.end()) return nullptr;
  return &person->table.rows.front().at(static_cast<std::size_t>(column - columns.begin()));
}

/// The strings that documentBody() reads live here, and are wiped.
class OpenData {
 public:
  OpenData(const message::DocumentData& data, const std::vector<PaperBlock>& blocks) : data_(data) {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      auto& rows = data_.blocks.at(i).rows;
      for (std::size_t r = 0; r < rows.size(); ++r)
        std::ranges::transform(blocks[i].table.rows.at(r), rows[r].cells.begin(), &crypto::Personal::reveal);
    }
  }
  OpenData(const OpenData&) = delete;
  OpenData& operator=(const OpenData&) = delete;
  ~OpenData() {
    for (auto& block : data_.blocks)
      for (auto& row : block.rows)
        for (auto& cell : row.cells)
          crypto::wipe({reinterpret_cast<std::uint8_t*>(cell.data()), cell.size()});
  }

  [[nodiscard]] Outcome<std::string> hash(const crypto::Personal& number) const {
    const crypto::Personal body(documentBody(data_, number.reveal()));
    const auto digest = crypto::sm3(crypto::bytesOf(body.reveal()));
    if (!digest) return tl::unexpected(Failure{Reason::internalError, "SM3", {}});
    return crypto::toHex(*digest);
  }

 private:
  message::DocumentData data_;
};

}  // namespace

bool printsDocument(std::string_view item) {
  return printNamed(item) != nullptr;
}

Outcome<PrintFacts> askPrintFacts(OfficeDesk& desk, const SignedInPerson& person, const PrintRequest& request,
                                  const std::stop_token& stop) {
  if (!printsDocument(request.item)) return tl::unexpected(Failure{Reason::noSuchService, request.item, {}});
  const auto draft = lift(desk.client().draft(stop));
  if (!draft) return tl::unexpected(draft.error());
  const office::Scope scope{request.area.empty() ? person.insuredArea : request.area, stop};
  const auto data = ask(desk, *draft, person.sessionId, request, scope);
  if (!data) return tl::unexpected(data.error());
  auto blocks = blocksOf(*draft, *data);
  if (!blocks) return tl::unexpected(blocks.error());
  const crypto::Personal* own = numberIn(*blocks);
  const crypto::Personal& number = own != nullptr ? *own : request.number;
  if (number.empty()) return tl::unexpected(Failure{Reason::badInput, "social security number", {}});
  auto hash = OpenData(*data, *blocks).hash(number);
  if (!hash) return tl::unexpected(hash.error());
  PaperFacts paper{request.item,
                   data->type,
                   data->from,
                   data->to,
                   data->area,
                   data->asOf,
                   desk.settings().terminal,
                   std::move(*blocks),
                   request.presenter,
                   request.subject};
  return PrintFacts{std::move(paper), data->draftNo, std::move(*hash)};
}

}  // namespace ssc::flows
