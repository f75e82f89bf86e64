#include "hostlib/journal/export.hpp"

#include <charconv>
#include <functional>
#include <string>
#include <vector>

#include "crypto/hex.hpp"
#include "hostlib/journal/migration.hpp"
#include "wire/settlement/record.hpp"

namespace ssc::journal {
namespace {

constexpr std::size_t kLongestLine = 4096;

struct Section {
  std::string_view select;
  std::function<void(const Statement&, std::ostream&)> write;
};

std::string hexOf(const Statement& row, int column) {
  return crypto::toHex(row.byteView(column));
}

const std::vector<Section>& sections() {
  static const std::vector<Section> kSections{
      {"SELECT terminal_id, institution FROM identity",
       [](const Statement& row, std::ostream& out) {
         out << kExportTitle << row.view(0) << '|' << row.view(1);
       }},
      {"SELECT epoch, first_seq, began FROM epochs ORDER BY epoch",
       [](const Statement& row, std::ostream& out) {
         out << "epoch|" << row.number(0) << '|' << row.number(1) << '|' << row.view(2);
       }},
      {"SELECT epoch, link, mac, canonical FROM records ORDER BY seq",
       [](const Statement& row, std::ostream& out) {
         out << "record|" << row.number(0) << '|' << hexOf(row, 1) << '|' << hexOf(row, 2) << '|'
             << row.view(3);
       }},
      {"SELECT signature, text FROM heads ORDER BY id",
       [](const Statement& row, std::ostream& out) {
         out << "head|" << hexOf(row, 0) << '|' << row.view(1);
       }},
      {"SELECT number, use, time, reference FROM module_numbers ORDER BY number",
       [](const Statement& row, std::ostream& out) {
         out << "number|" << row.number(0) << '|' << row.view(1) << '|' << row.view(2) << '|' << row.view(3);
       }},
      {"SELECT COUNT(*) FROM records",
       [](const Statement& row, std::ostream& out) { out << "end|" << row.number(0); }},
  };
  return kSections;
}

/// `count` fields in front, and what stands behind them.
std::vector<std::string_view> fieldsOf(std::string_view line, std::size_t count) {
  std::vector<std::string_view> fields;
  while (fields.size() < count) {
    const auto end = line.find('|');
    if (end == std::string_view::npos) break;
    fields.push_back(line.substr(0, end));
    line.remove_prefix(end + 1);
  }
  fields.push_back(line);
  return fields;
}

std::optional<std::int64_t> numberIn(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

class Import {
 public:
  static Result<Import> make() {
    Import import;
    auto opened = Database::open("", Database::Mode::write, nullptr);
    if (!opened) return tl::unexpected(opened.error());
    import.database_ = std::move(*opened);
    for (const Migration& step : migrations())
      for (const auto statement : step.statements)
        if (auto done = import.database_.run(statement); !done) return tl::unexpected(done.error());
    // What is missing is verify()'s to say.
    if (auto done = import.database_.run("DROP TRIGGER records_follow"); !done)
      return tl::unexpected(done.error());
    return import;
  }

  Result<Database> read(std::istream& in) {
    if (auto begun = database_.begin(); !begun) return tl::unexpected(begun.error());
    std::string line;
    while (!isEnded_ && std::getline(in, line)) {
      ++number_;
      const bool good = line.size() <= kLongestLine && take(line);
      if (!good) return failed(Fault::broken, "line " + std::to_string(number_));
    }
    if (!isEnded_ || in.peek() != std::istream::traits_type::eof())
      return failed(Fault::broken, isEnded_ ? "something stands behind the end" : "it ends too early");
    if (auto done = database_.commit(); !done) return tl::unexpected(done.error());
    return std::move(database_);
  }

 private:
  bool take(std::string_view line) {
    if (number_ == 1) return takeTitle(line);
    if (line.starts_with("epoch|")) return takeEpoch(line);
    if (line.starts_with("record|")) return takeRecord(line);
    if (line.starts_with("head|")) return takeHead(line);
    if (line.starts_with("number|")) return takeNumber(line);
    if (line.starts_with("end|")) {
      isEnded_ = true;
      return numberIn(line.substr(4)) == records_;
    }
    return false;
  }

  /// A statement kept under its text, with what is bound to it.
  template <class... Values>
  bool insert(Statement& statement, std::string_view sql, const Values&... values) {
    if (!statement) {
      auto made = database_.prepare(sql);
      if (!made) return false;
      statement = std::move(*made);
    }
    int place = 0;
    (statement.bind(++place, values), ...);
    return statement.run().has_value();
  }

  bool takeTitle(std::string_view line) {
    const auto fields = fieldsOf(line, 3);
    if (!line.starts_with(kExportTitle) || fields.size() != 4) return false;
    return insert(identity_,
                  "INSERT INTO identity (one, terminal_id, institution, made) VALUES (1, ?1, ?2, '')",
                  fields[2], fields[3]);
  }
  bool takeEpoch(std::string_view line) {
    const auto fields = fieldsOf(line, 3);
    if (fields.size() != 4) return false;
    const auto epoch = numberIn(fields[1]), first = numberIn(fields[2]);
    return epoch && first &&
           insert(epochs_, "INSERT INTO epochs (epoch, first_seq, began) VALUES (?1, ?2, ?3)", *epoch, *first,
                  fields[3]);
  }
  bool takeRecord(std::string_view line) {
    const auto fields = fieldsOf(line, 4);
    if (fields.size() != 5) return false;
    const auto epoch = numberIn(fields[1]);
    const auto link = crypto::fromHex(fields[2]), mac = crypto::fromHex(fields[3]);
    const auto canonical = fields[4];
    const auto record = wire::settlement::parseRecord(canonical);
    if (!epoch || !link || !mac || !record) return false;
    ++records_;
    const char type = static_cast<char>(record->type);
    return insert(record_,
                  "INSERT INTO records (seq, epoch, type, term_seq, canonical, link, mac, fees, person) "
                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, x'', x'')",
                  std::int64_t{record->sequence}, *epoch, std::string_view(&type, 1),
                  std::int64_t{record->terminalSequence}, canonical, crypto::ByteView(*link),
                  crypto::ByteView(*mac));
  }
  bool takeHead(std::string_view line) {
    const auto fields = fieldsOf(line, 2);
    if (fields.size() != 3) return false;
    const auto signature = crypto::fromHex(fields[1]);
    const auto parts = fieldsOf(fields[2], 4);
    const auto sequence = parts.size() == 5 ? numberIn(parts[3]) : std::nullopt;
    return signature && sequence &&
           insert(head_, "INSERT INTO heads (seq, text, signature) VALUES (?1, ?2, ?3)", *sequence, fields[2],
                  crypto::ByteView(*signature));
  }
  bool takeNumber(std::string_view line) {
    const auto fields = fieldsOf(line, 4);
    if (fields.size() != 5) return false;
    const auto number = numberIn(fields[1]);
    return number &&
           insert(module_,
                  "INSERT INTO module_numbers (number, use, time, reference) VALUES (?1, ?2, ?3, ?4)",
                  *number, fields[2], fields[3], fields[4]);
  }

  Database database_;
  Statement identity_, epochs_, record_, head_, module_;
  std::size_t number_ = 0;
  std::int64_t records_ = 0;
  bool isEnded_ = false;
};

}  // namespace

Result<void> exportTo(const std::filesystem::path& file, std::ostream& out) {
  auto database = Database::open(file.string(), Database::Mode::read, nullptr);
  if (!database) return tl::unexpected(database.error());
  if (auto begun = database->run("BEGIN"); !begun) return begun;
  for (const Section& section : sections()) {
    auto rows = database->prepare(section.select);
    if (!rows) return tl::unexpected(rows.error());
    for (;;) {
      const auto row = rows->step();
      if (!row) return tl::unexpected(row.error());
      if (!*row) break;
      section.write(*rows, out);
      out << '\n';
    }
  }
  out.flush();
  if (!out) return failed(Fault::full, "the export cannot be written");
  return {};
}

Result<Database> importFrom(std::istream& in) {
  auto import = Import::make();
  if (!import) return tl::unexpected(import.error());
  return import->read(in);
}

}  // namespace ssc::journal
