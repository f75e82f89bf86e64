#include "hostlib/journal/verify.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include "crypto/digest.hpp"
#include "hostlib/journal/export.hpp"
#include "hostlib/journal/sqlite.hpp"

namespace ssc::journal {
namespace {

using settlement::Link;

constexpr std::uint64_t kProgressEvery = 10'000;

struct Name {
  Problem problem;
  std::string_view text;
};
constexpr std::array kNames{
    Name{Problem::missing, "missing"},
    Name{Problem::unchained, "unchained"},
    Name{Problem::unreadable, "unreadable"},
    Name{Problem::mac, "mac"},
    Name{Problem::head, "head"},
    Name{Problem::fees, "fees"},
    Name{Problem::number, "number"},
};

struct Epoch {
  std::uint32_t number;
  std::uint32_t first;
};

/// One pass over a journal that is not changed meanwhile: everything is read in one transaction.
class Pass {
 public:
  Pass(Database& database, const VerifyKeys& keys, settlement::ChainHash chain)
      : database_(database), keys_(keys), chain_(std::move(chain)) {}

  Result<Report> run(const std::function<void(std::uint64_t)>& progress) {
    auto done = database_.run("BEGIN")
                    .and_then([&] { return readIdentity(); })
                    .and_then([&] { return readEpochs(); })
                    .and_then([&] { return useLogKey(); })
                    .and_then([&] { return readRecords(progress); })
                    .and_then([&] { return readHeads(); })
                    .and_then([&] { return readNumbers(); });
    if (!done) return tl::unexpected(done.error());
    return std::move(report_);
  }

 private:
  void find(Problem problem, std::uint32_t sequence) {
    if (report_.findings.size() < Report::kMostFindings) report_.findings.push_back({problem, sequence});
  }

  /// Calls `each` for every row.
  template <class Each>
  Result<void> forEach(std::string_view sql, const Each& each) {
    auto statement = database_.prepare(sql);
    if (!statement) return tl::unexpected(statement.error());
    for (;;) {
      const auto row = statement->step();
      if (!row) return tl::unexpected(row.error());
      if (!*row) return {};
      if (Result<void> done = each(*statement); !done) return done;
    }
  }

  Result<void> readIdentity() {
    return forEach("SELECT terminal_id, institution FROM identity",
                   [&](const Statement& row) -> Result<void> {
                     report_.identity = {row.text(0), row.text(1)};
                     return {};
                   });
  }

  Result<void> readEpochs() {
    return forEach("SELECT epoch, first_seq FROM epochs ORDER BY epoch",
                   [&](const Statement& row) -> Result<void> {
                     epochs_.push_back({static_cast<std::uint32_t>(row.number(0)),
                                        static_cast<std::uint32_t>(row.number(1))});
                     return {};
                   })
        .and_then([&]() -> Result<void> {
          if (epochs_.empty()) return failed(Fault::broken, "the journal has no epoch");
          report_.epochs = static_cast<std::uint32_t>(epochs_.size());
          return {};
        });
  }

  Result<void> useLogKey() {
    if (keys_.log == nullptr) return {};
    auto key = crypto::HmacSm3::make(*keys_.log);
    if (!key) return failed(Fault::crypto, crypto::toText(key.error()));
    logKey_ = std::move(*key);
    return {};
  }

  Result<void> readRecords(const std::function<void(std::uint64_t)>& progress) {
    auto done =
        forEach("SELECT seq, epoch, type, term_seq, canonical, link, mac, fees FROM records ORDER BY seq",
                [&](const Statement& row) -> Result<void> {
                  if (progress && report_.records % kProgressEvery == 0) progress(report_.records);
                  return readRecord(row);
                });
    if (done && progress) progress(report_.records);
    return done;
  }

  Result<void> readRecord(const Statement& row) {
    const auto sequence = static_cast<std::uint32_t>(row.number(0));
    const auto expected = report_.records == 0 ? 1 : report_.last + 1;
    if (sequence != expected) find(Problem::missing, expected);
    if (report_.records == 0) report_.first = sequence;
    report_.last = sequence;
    ++report_.records;
    const auto epoch = static_cast<std::uint32_t>(row.number(1));
    if (auto begun = beginEpochs(sequence); !begun) return begun;
    const auto link = chain_.next(at_, row.view(4));
    if (!link) return failed(Fault::crypto, crypto::toText(link.error()));
    if (!std::ranges::equal(row.byteView(5), *link)) find(Problem::unchained, sequence);
    if (epoch != epochs_[epoch_].number || epochs_[epoch_].first > sequence)
      find(Problem::unreadable, sequence);
    // What follows is judged by what stands there, so that one change is found once.
    if (row.byteView(5).size() == at_.size()) std::ranges::copy(row.byteView(5), at_.begin());
    links_.push_back(at_);
    return readInside(row, sequence);
  }

  /// A chain begins anew where an epoch does.
  Result<void> beginEpochs(std::uint32_t sequence) {
    const bool isFirst = links_.empty();
    std::size_t now = epoch_;
    while (now + 1 < epochs_.size() && epochs_[now + 1].first <= sequence)
      ++now;
    if (!isFirst && now == epoch_) return {};
    epoch_ = now;
    const auto start = settlement::genesis(report_.identity.terminalId, epochs_[now].number);
    if (!start) return failed(Fault::crypto, crypto::toText(start.error()));
    at_ = *start;
    return {};
  }

  Result<void> readInside(const Statement& row, std::uint32_t sequence) {
    const auto record = settlement::parseRecord(row.view(4));
    const bool fits = record && record->sequence == sequence &&
                      record->terminalId == report_.identity.terminalId &&
                      record->institution == report_.identity.institution &&
                      row.view(2) == std::string_view(reinterpret_cast<const char*>(&record->type), 1) &&
                      row.number(3) == std::int64_t{record->terminalSequence};
    if (!fits) return find(Problem::unreadable, sequence), Result<void>();
    if (record->terminalSequence != 0) numbers_.push_back(record->terminalSequence);
    if (logKey_ && epoch_ + 1 == epochs_.size()) {
      const auto mac = settlement::recordMac(*logKey_, at_);
      if (!mac) return failed(Fault::crypto, crypto::toText(mac.error()));
      if (!crypto::equalInConstantTime(row.byteView(6), *mac)) find(Problem::mac, sequence);
    }
    if (keys_.storage != nullptr && !feesFit(row.byteView(7), *record)) find(Problem::fees, sequence);
    return {};
  }

  bool feesFit(crypto::ByteView sealed, const settlement::Record& record) const {
    crypto::Bytes plain;
    if (!sealed.empty()) {
      const auto place = sealedPlace("fees", record.terminalId, record.sequence);
      const auto opened = keys_.storage->open(sealed, crypto::bytesOf(place));
      if (!opened) return false;
      plain.assign(opened->reveal().begin(), opened->reveal().end());
    }
    const auto digest = crypto::sm3(plain);
    return digest && *digest == record.feeDigest;
  }

  Result<void> readHeads() {
    std::uint32_t newest = 0;
    auto done = forEach("SELECT seq, text, signature FROM heads ORDER BY id",
                        [&](const Statement& row) -> Result<void> {
                          ++report_.heads;
                          const auto sequence = static_cast<std::uint32_t>(row.number(0));
                          newest = std::max(newest, sequence);
                          if (!headFits(row, sequence)) find(Problem::head, sequence);
                          return {};
                        });
    report_.unsignedTail = report_.last - std::min(newest, report_.last);
    return done;
  }

  bool headFits(const Statement& row, std::uint32_t sequence) const {
    const auto head = settlement::parseHead(row.view(1));
    if (!head || head->sequence != sequence || head->terminalId != report_.identity.terminalId) return false;
    if (sequence != 0) {
      const bool known = sequence >= report_.first && sequence <= report_.last &&
                         sequence - report_.first < links_.size() &&
                         links_[sequence - report_.first] == head->link;
      if (!known) return false;
    }
    if (keys_.terminal == nullptr) return true;
    crypto::Sm2Signature signature{};
    if (row.byteView(2).size() != signature.size()) return false;
    std::ranges::copy(row.byteView(2), signature.begin());
    return keys_.terminal->verify(crypto::bytesOf(row.view(1)), signature).has_value();
  }

  /// Every number of the security module stands for something, and for one thing.
  Result<void> readNumbers() {
    auto done = forEach("SELECT number FROM module_numbers", [&](const Statement& row) -> Result<void> {
      numbers_.push_back(static_cast<std::uint32_t>(row.number(0)));
      return {};
    });
    if (!done) return done;
    // The one that is PREPARED has its number too.
    done = forEach("SELECT canonical FROM open_rows WHERE phase = 'PREPARED'",
                   [&](const Statement& row) -> Result<void> {
                     if (const auto record = settlement::parseRecord(row.view(0)))
                       numbers_.push_back(record->terminalSequence);
                     return {};
                   });
    if (!done) return done;
    std::ranges::sort(numbers_);
    for (std::size_t i = 1; i < numbers_.size(); ++i)
      if (numbers_[i] != numbers_[i - 1] + 1) find(Problem::number, numbers_[i]);
    return {};
  }

  Database& database_;
  const VerifyKeys& keys_;
  settlement::ChainHash chain_;
  std::optional<crypto::HmacSm3> logKey_;
  std::vector<Epoch> epochs_;
  std::size_t epoch_ = 0;
  Link at_{};
  std::vector<Link> links_;
  std::vector<std::uint32_t> numbers_;
  Report report_;
};

}  // namespace

std::string_view toString(Problem problem) {
  const auto row = std::ranges::find_if(kNames, [&](const Name& name) { return name.problem == problem; });
  return row != kNames.end() ? row->text : "?";
}

Result<Report> verify(const std::filesystem::path& file, const VerifyKeys& keys,
                      const std::function<void(std::uint64_t)>& progress) {
  auto chain = settlement::ChainHash::make();
  if (!chain) return failed(Fault::crypto, crypto::toText(chain.error()));
  std::ifstream text(file, std::ios::binary);
  std::string title(kExportTitle.size(), '\0');
  text.read(title.data(), static_cast<std::streamsize>(title.size()));
  const bool isExport = title == kExportTitle;
  text.clear();
  text.seekg(0);
  auto database = isExport ? importFrom(text) : Database::open(file.string(), Database::Mode::read, nullptr);
  if (!database) return tl::unexpected(database.error());
  VerifyKeys used = keys;
  if (isExport) used.storage = nullptr;  // no fees in it
  return Pass(*database, used, std::move(*chain)).run(progress);
}

}  // namespace ssc::journal
