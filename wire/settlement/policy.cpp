#include "wire/settlement/policy.hpp"

#include <array>

#include "wire/beijing_time.hpp"
#include "wire/object_codec.hpp"
#include "wire/settlement/symbols.hpp"

namespace ssc::wire::settlement {
namespace {

constexpr std::size_t kMostText = std::size_t{64} * 1024;  // bytes
constexpr std::size_t kPoint = 128, kMostCode = 40, kMostName = 20, kMostKey = 256;
constexpr std::uint32_t kWeek = 7 * 24 * 60, kGreatest = 0xFFFF'FFFF;

template <std::size_t Length>
bool isDigits(std::string_view text) {
  return consistsOf(text, kDigits, Length);
}
bool isTime(std::string_view text) {
  return parseCompactSeconds(text).has_value();
}
bool isHex(std::string_view text) {
  return text.size() <= kMostKey && text.size() % 2 == 0 && consistsOf(text, kUpperHex, text.size());
}
bool isCode(std::string_view text) {
  return !text.empty() && text.size() <= kMostCode && isOneField(text);
}
bool isName(std::string_view text) {
  return !text.empty() && text.size() <= kMostName && consistsOf(text, kLettersAndNumbers, text.size());
}
bool isPoint(std::string_view text) {
  return consistsOf(text, kUpperHex, kPoint);
}

struct Number {
  std::string_view name;
  std::uint32_t Limits::* value;
  std::uint32_t least, most;
};
constexpr std::array kNumbers{
    Number{"listMinutes", &Limits::listMinutes, 1, kWeek},
    Number{"outageMinutes", &Limits::outageMinutes, 1, kWeek},
    Number{"lateMinutes", &Limits::lateMinutes, 1, kWeek},
    Number{"mostOne", &Limits::mostOne, 1, kGreatest},
    Number{"mostOneLate", &Limits::mostOneLate, 1, kGreatest},
    Number{"mostCard", &Limits::mostCard, 1, 99'999'999},  // EF06-92 holds eight digits
    Number{"mostCardCount", &Limits::mostCardCount, 1, 99},
    Number{"mostCardCountLate", &Limits::mostCardCountLate, 1, 99},
    Number{"mostWaiting", &Limits::mostWaiting, 1, 100'000},
    Number{"mostWaitingSum", &Limits::mostWaitingSum, 1, kGreatest},
    Number{"driftSeconds", &Limits::driftSeconds, 1, 3600},
};

/// The same for writer and reader.
template <class Visitor, class P>
void members(Visitor& visitor, P& policy) {
  visitor.text("policyVer", policy.version, {isDigits<10>, "must be ten digits"});
  visitor.text("issued", policy.issued, {isTime, "must be yyyyMMddHHmmss"});
  visitor.text("area", policy.area, {isDigits<6>, "must be six digits"});
  visitor.number("listVersion", policy.listVersion, 0, kGreatest);
  visitor.text("pseudonymKeyId", policy.pseudonymKeyId, {isDigits<4>, "must be a year"});
  visitor.optionalText("pseudonymKey", policy.pseudonymKey, {isHex, "must be hexadecimal digits"});
  for (const Number& row : kNumbers)
    visitor.number(row.name, policy.limits.*row.value, row.least, row.most);
  visitor.list("prices", policy.prices, Policy::kMostPriceRules, [](auto& inside, auto& rule) {
    inside.text("code", rule.code, {isCode, "must be 1 to 40 bytes"});
    inside.number("most", rule.most, 0, kGreatest);
  });
  visitor.list("chiefs", policy.chiefs, Policy::kMostChiefs, [](auto& inside, auto& chief) {
    inside.text("id", chief.id, {isName, "must be 1 to 20 letters and digits"});
    inside.text("publicKey", chief.publicKey, {isPoint, "must be 128 hexadecimal digits"});
  });
}

}  // namespace

tl::expected<std::string, BadMessage> encodePolicy(const Policy& policy) {
  ObjectWriter writer;
  members(writer, policy);
  const auto bytes = writer.finish(kMostText);
  std::string text(bytes.reveal().begin(), bytes.reveal().end());
  // The writer does not judge; who reads does.
  if (auto read = decodePolicy(text); !read) return tl::unexpected(read.error());
  return text;
}

tl::expected<Policy, BadMessage> decodePolicy(std::string_view text) {
  auto reader = ObjectReader::parse(crypto::bytesOf(text), kMostText);
  if (!reader) return tl::unexpected(reader.error());
  Policy policy;
  members(*reader, policy);
  if (auto error = reader->finish()) return tl::unexpected(std::move(*error));
  return policy;
}

tl::expected<Policy, BadMessage> readSignedPolicy(std::string_view text,
                                                  const crypto::Sm2Signature& signature,
                                                  const crypto::Sm2PublicKey& center) {
  if (!center.verify(crypto::bytesOf(text), signature))
    return tl::unexpected(BadMessage{"signature", "is not the center's"});
  return decodePolicy(text);
}

}  // namespace ssc::wire::settlement
