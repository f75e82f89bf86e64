#include "wire/settlement/record.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <vector>

#include "crypto/hex.hpp"
#include "wire/beijing_time.hpp"
#include "wire/settlement/fee_text.hpp"
#include "wire/settlement/symbols.hpp"

namespace ssc::wire::settlement {
namespace {

constexpr std::string_view kVersion = "1";
constexpr std::string_view kTypes = "SAURVE";
constexpr std::size_t kRegion = 6, kCardNumber = 9, kCardId = 32, kTag = 12, kTerminal = 12,
                      kInstitution = 12;
constexpr std::size_t kPolicy = 10, kMostOperator = 20, kMostVisit = 30;
constexpr std::array kReasons{
    OfflineReason{"N01", "读卡器故障", "reader device"},
    OfflineReason{"N11", "读卡器故障（已取号）", "reader, number obtained"},
    OfflineReason{"N21", "网络中断", "network"},
    OfflineReason{"N31", "安全模块故障", "security module"},
    OfflineReason{"N41", "卡片损坏", "bad card"},
    OfflineReason{"N51", "停电", "power"},
    OfflineReason{"N61", "机构信息系统故障", "the institution's system"},
    OfflineReason{"N71", "机构计算机故障", "the institution's computer"},
    OfflineReason{"N81", "中心系统故障", "the center's system"},
    OfflineReason{"N91", "异地中心故障", "another area"},
    OfflineReason{"N99", "其他", "other"},
};

tl::unexpected<BadMessage> bad(std::string_view place, std::string_view what) {
  return tl::unexpected(BadMessage{std::string(place), std::string(what)});
}

using Checked = tl::expected<void, BadMessage>;

Checked require(bool good, std::string_view place, std::string_view what) {
  if (!good) return bad(place, what);
  return {};
}

Checked checkTerminal(const Record& record) {
  const std::string& id = record.terminalId;
  const bool number = consistsOf(id, kDigits, kTerminal) && id.find_first_not_of('0') != std::string::npos;
  if (auto good = require(number, "terminalId", "must be twelve digits, not all zero"); !good) return good;
  if (auto good = require(consistsOf(record.institution, kNumbersAndCapitals, kInstitution), "orgId",
                          "must be twelve digits and capitals");
      !good)
    return good;
  return require(record.sequence != 0, "offlineSeq", "begins with 1");
}

Checked checkHolder(const Record& record) {
  const Holder& holder = record.holder;
  if (record.type == RecordType::exception) {
    const bool none = holder.region.empty() && holder.cardNumber.empty() && holder.cardId.empty();
    if (auto good = require(none, "aaz501", "must be empty in an E"); !good) return good;
    return require(holder.tag.empty() || consistsOf(holder.tag, kLowerHex, kTag), "ssnTag",
                   "must be twelve hexadecimal digits");
  }
  if (auto good = require(consistsOf(holder.region, kDigits, kRegion), "aab301", "must be six digits"); !good)
    return good;
  if (auto good = require(consistsOf(holder.cardNumber, kNumbersAndCapitals, kCardNumber), "aaz500",
                          "must be nine digits and capitals");
      !good)
    return good;
  if (auto good =
          require(consistsOf(holder.cardId, kUpperHex, kCardId), "aaz501", "must be 32 hexadecimal digits");
      !good)
    return good;
  return require(consistsOf(holder.tag, kLowerHex, kTag), "ssnTag", "must be twelve hexadecimal digits");
}

Checked checkAmounts(const Record& record) {
  const Amounts& amounts = record.amounts;
  for (const Fen amount : {amounts.total, amounts.fund, amounts.account, amounts.cash})
    if (amount > kMostFen) return bad("amtTotal", "is more than a card can hold");
  if (amounts.total != amounts.fund + amounts.account + amounts.cash)
    return bad("amtTotal", "is not the sum of its parts");
  if (record.type == RecordType::exception)
    return require(amounts.fund == 0 && amounts.account == 0 && amounts.cash != 0, "amtCash",
                   "must be all of an E");
  if (amounts.fund != 0) return bad("amtFund", "must be 0: personal account only");
  const bool nothing = record.type == RecordType::resolution && amounts.total == 0;
  return require(nothing || amounts.account != 0, "amtAcct", "must not be 0");
}

Checked checkFees(const Record& record) {
  if (record.feeLines > kMostFeeLines) return bad("feeLines", "are more than 300");
  const bool mayHave = record.type == RecordType::settled || record.type == RecordType::unknown ||
                       record.type == RecordType::exception;
  if (!mayHave && record.feeLines != 0) return bad("feeLines", "must be 0 in this type");
  if (record.feeLines == 0 && record.feeDigest != emptyFeeDigest())
    return bad("feeDigest", "must be that of no lines");
  return {};
}

Checked checkProof(const Record& record) {
  const bool settled = record.type == RecordType::settled;
  if (settled != record.tac.has_value()) return bad("tac", "stands in an S and nowhere else");
  const bool booked = settled || record.type == RecordType::unknown;
  if (booked != (record.terminalSequence != 0)) return bad("termSeq", "stands in S and U and nowhere else");
  const bool refers = record.type == RecordType::resolution || record.type == RecordType::reversal;
  if (refers != record.original.has_value()) return bad("origSeq", "stands in R and V and nowhere else");
  if (refers && (*record.original == 0 || *record.original >= record.sequence))
    return bad("origSeq", "must be that of an earlier record");
  return require(record.type != RecordType::exception || record.cardSequence == 0, "cardSeq",
                 "must be 0 in an E");
}

Checked checkRest(const Record& record) {
  if (!parseCompactSeconds(record.time)) return bad("trnTime", "must be yyyyMMddHHmmss");
  if (!isOfflineReason(record.reason)) return bad("reasonCode", "is not in the list");
  if (!consistsOf(record.policyVersion, kDigits, kPolicy)) return bad("policyVer", "must be ten digits");
  const std::string& by = record.operatorId;
  if (by.empty() || by.size() > kMostOperator || !consistsOf(by, kLettersAndNumbers, by.size()))
    return bad("operId", "must be 1 to 20 letters and digits");
  return require(record.visit.size() <= kMostVisit && isOneField(record.visit), "visitNo",
                 "must be at most 30 bytes without '|' or control characters");
}

Checked check(const Record& record) {
  if (kTypes.find(static_cast<char>(record.type)) == std::string_view::npos)
    return bad("recType", "is not one of S A U R V E");
  if (record.business != Business::outpatient && record.business != Business::pharmacy)
    return bad("bizType", "must be 11 or 41");
  return checkTerminal(record)
      .and_then([&] { return checkHolder(record); })
      .and_then([&] { return checkAmounts(record); })
      .and_then([&] { return checkFees(record); })
      .and_then([&] { return checkProof(record); })
      .and_then([&] { return checkRest(record); });
}

/// The fields of a text, one after the other; the first mistake stays.
class Fields {
 public:
  explicit Fields(std::string_view text) : rest_(text) {}

  std::string_view next() {
    if (over_) missing_ = true;
    const auto end = rest_.find('|');
    const auto field = rest_.substr(0, end);
    over_ = end == std::string_view::npos;
    rest_ = over_ ? std::string_view() : rest_.substr(end + 1);
    return field;
  }
  std::string text() { return std::string(next()); }
  template <class Number>
  Number number(std::string_view place) {
    const auto field = next();
    Number value = 0;
    const auto [end, fault] = std::from_chars(field.data(), field.data() + field.size(), value);
    const bool whole = fault == std::errc() && end == field.data() + field.size() && !field.empty();
    if (!whole || (field.size() > 1 && field.front() == '0'))
      fail(place, "must be a number without leading zeros");
    return value;
  }
  template <std::size_t N>
  std::array<std::uint8_t, N> bytes(std::string_view place, std::string_view digits) {
    const auto field = next();
    std::array<std::uint8_t, N> value{};
    const auto bytes = consistsOf(field, digits, 2 * N) ? crypto::fromHex(field) : std::nullopt;
    if (bytes)
      std::ranges::copy(*bytes, value.begin());
    else
      fail(place, "must be hexadecimal digits");
    return value;
  }
  [[nodiscard]] bool nextIsEmpty() const { return rest_.starts_with('|'); }
  void fail(std::string_view place, std::string_view what) {
    if (!error_) error_ = BadMessage{std::string(place), std::string(what)};
  }
  [[nodiscard]] std::optional<BadMessage> finish() const {
    if (error_ && !missing_) return error_;
    if (!over_ || missing_) return BadMessage{"", "has not 25 fields"};
    return std::nullopt;
  }

 private:
  std::string_view rest_;
  bool over_ = false;     // the last field was taken
  bool missing_ = false;  // another one was asked for
  std::optional<BadMessage> error_;
};

RecordType typeOf(Fields& fields) {
  const auto field = fields.next();
  const bool known = field.size() == 1 && kTypes.find(field.front()) != std::string_view::npos;
  if (!known) fields.fail("recType", "is not one of S A U R V E");
  return known ? static_cast<RecordType>(field.front()) : RecordType::settled;
}

std::optional<Tac> tacOf(Fields& fields) {
  if (fields.nextIsEmpty()) return fields.next(), std::nullopt;
  return fields.bytes<4>("tac", kUpperHex);
}

std::optional<std::uint32_t> originalOf(Fields& fields) {
  if (fields.nextIsEmpty()) return fields.next(), std::nullopt;
  return fields.number<std::uint32_t>("origSeq");
}

}  // namespace

std::span<const OfflineReason> offlineReasons() {
  return kReasons;
}

bool isOfflineReason(std::string_view code) {
  return std::ranges::any_of(kReasons, [&](const OfflineReason& row) { return row.code == code; });
}

tl::expected<std::string, BadMessage> canonical(const Record& record) {
  if (auto good = check(record); !good) return tl::unexpected(good.error());
  std::string text;
  text.reserve(kMostCanonical / 2);
  const auto put = [&](std::string_view field) { text.append(field).push_back('|'); };
  const auto number = [&](std::uint64_t value) { put(std::to_string(value)); };
  put(kVersion);
  put(record.terminalId);
  put(record.institution);
  number(record.sequence);
  put(std::string(1, static_cast<char>(record.type)));
  number(static_cast<std::uint64_t>(record.business));
  put(record.holder.region);
  put(record.holder.cardNumber);
  put(record.holder.cardId);
  put(record.holder.tag);
  number(record.cardSequence);
  put(record.time);
  number(record.amounts.total);
  number(record.amounts.fund);
  number(record.amounts.account);
  number(record.amounts.cash);
  number(record.feeLines);
  put(crypto::toLowerHex(record.feeDigest));
  put(record.reason);
  put(record.policyVersion);
  put(record.operatorId);
  put(record.tac ? crypto::toHex(*record.tac) : std::string());
  put(record.original ? std::to_string(*record.original) : std::string());
  number(record.terminalSequence);
  text.append(record.visit);
  return text;
}

tl::expected<Record, BadMessage> parseRecord(std::string_view text) {
  if (text.size() > kMostCanonical) return bad("", "is too long");
  Fields fields(text);
  if (fields.next() != kVersion) fields.fail("recVer", "must be 1");
  Record record;
  record.terminalId = fields.text();
  record.institution = fields.text();
  record.sequence = fields.number<std::uint32_t>("offlineSeq");
  record.type = typeOf(fields);
  record.business = static_cast<Business>(fields.number<std::uint8_t>("bizType"));
  record.holder = {fields.text(), fields.text(), fields.text(), fields.text()};
  record.cardSequence = fields.number<std::uint16_t>("cardSeq");
  record.time = fields.text();
  record.amounts.total = fields.number<Fen>("amtTotal");
  record.amounts.fund = fields.number<Fen>("amtFund");
  record.amounts.account = fields.number<Fen>("amtAcct");
  record.amounts.cash = fields.number<Fen>("amtCash");
  record.feeLines = fields.number<std::uint16_t>("feeLines");
  record.feeDigest = fields.bytes<32>("feeDigest", kLowerHex);
  record.reason = fields.text();
  record.policyVersion = fields.text();
  record.operatorId = fields.text();
  record.tac = tacOf(fields);
  record.original = originalOf(fields);
  record.terminalSequence = fields.number<std::uint32_t>("termSeq");
  record.visit = fields.text();
  if (auto error = fields.finish()) return tl::unexpected(std::move(*error));
  if (auto good = check(record); !good) return tl::unexpected(good.error());
  return record;
}

}  // namespace ssc::wire::settlement
