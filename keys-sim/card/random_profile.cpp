#include "keys-sim/card/random_profile.hpp"

#include <array>
#include <sstream>

#include "apdu/bytes.hpp"
#include "keys-sim/device/seeded_random.hpp"
#include "keys-sim/keys/identification.hpp"

namespace ssc::sim {
namespace {

constexpr std::string_view kRegion = "999900";
constexpr std::array<std::string_view, 24> kGivenName{"安", "平", "宁", "远", "清", "明", "禾", "川",
                                                      "山", "林", "文", "博", "雅", "晴", "雨", "辰",
                                                      "星", "海", "岚", "溪", "松", "柏", "云", "舟"};
constexpr std::array<std::string_view, 3> kVersions{"1.00", "2.00", "3.00"};

std::string digits(SeededRandom& random, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += static_cast<char>('0' + random.below(10));
  return text;
}

std::string twoDigits(std::uint64_t value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

// Day 1…28 exists in every month.
std::string date(SeededRandom& random, unsigned firstYear, unsigned years) {
  const auto year = firstYear + random.below(years);
  const auto month = 1 + random.below(12);
  return std::to_string(year) + twoDigits(month) + twoDigits(1 + random.below(28));
}

std::string name(SeededRandom& random) {
  std::string text = "测试";
  for (auto left = 1 + random.below(3); left > 0; --left)
    text += kGivenName[random.below(kGivenName.size())];
  return text;
}

struct Person {
  std::string number, name, sex, birthDate;
};

Person person(SeededRandom& random) {
  Person someone;
  someone.birthDate = date(random, 1950, 55);
  const std::string body = std::string(kRegion) + someone.birthDate + digits(random, 3);
  someone.number = body + citizenNumberCheck(body).value_or('0');
  // GB 11643: an odd seventeenth digit is a man.
  someone.sex = (body.back() - '0') % 2 == 1 ? "1" : "2";
  someone.name = name(random);
  return someone;
}

struct Issue {
  unsigned generation{};
  Algorithm algorithm = Algorithm::sm4;
  std::string serial, cardNumber, issued, expires, pin, rootLabel;
};

Issue issue(SeededRandom& random, std::uint64_t seed) {
  Issue made;
  made.generation = 1 + static_cast<unsigned>(random.below(3));
  made.algorithm = made.generation == 3 ? Algorithm::sm4 : Algorithm::tripleDes;
  made.serial = "1" + digits(random, 7);  // the written samples use serials that begin with 0
  const std::string body = "T" + digits(random, 7);
  made.cardNumber = body + cardNumberCheck(body).value_or('0');
  made.issued = date(random, 2012, 12);
  made.expires = std::to_string(std::stoi(made.issued.substr(0, 4)) + 10) + made.issued.substr(4);
  made.pin = digits(random, 6);
  made.rootLabel = "SSC-TEST-ROOT/seed-" + std::to_string(seed);
  return made;
}

CryptoResult<std::string> identificationCode(const Issue& made) {
  const std::string head = std::string(kRegion) + "D156000005" + made.serial;
  const auto packed = apdu::fromHex(head);
  if (!packed) return tl::unexpected(CryptoError::badLength);
  const auto code = authenticationCode(TestRoots(made.rootLabel), made.algorithm, *packed);
  if (!code) return tl::unexpected(code.error());
  return head + apdu::toHex(*code);
}

std::string write(const Issue& made, const Person& holder, const std::string& code, std::uint64_t seed) {
  std::ostringstream out;
  out << "# A random test card (seed " << seed << "). Everything in it is invented.\n"
      << "name = \"random-" << seed << "\"\n"
      << "generation = " << made.generation << "\n"
      << "algorithm = \"" << (made.algorithm == Algorithm::sm4 ? "sm4" : "3des") << "\"\n"
      << "historical-bytes = \"008154535486999999" << made.serial << "\"\n"
      << "pin = \"" << made.pin << "\"\n"
      << "root-label = \"" << made.rootLabel << "\"\n\n"
      << "[files.SSSE.EF05]\n01 = \"" << code << "\"\n02 = \"3\"\n03 = \"" << kVersions[made.generation - 1]
      << "\"\n04 = \"hex:915600000299990099990001\"\n05 = \"" << made.issued << "\"\n06 = \"" << made.expires
      << "\"\n07 = \"" << made.cardNumber << "\"\n\n"
      << "[files.SSSE.EF06]\n08 = \"" << holder.number << "\"\n0A = \"" << holder.sex
      << "\"\n0B = \"01\"\n0C = \"" << kRegion << "\"\n0D = \"" << holder.birthDate << "\"\n\n"
      << "[holder]\nname = \"" << holder.name << "\"\n";
  if (made.generation == 3)
    out << "\n[pki]\nuser-pin = \"" << made.pin << "\"\nadmin-pin = \"12345678\"\npersonalised = true\n";
  return out.str();
}

}  // namespace

CryptoResult<std::string> randomCardProfile(std::uint64_t seed) {
  SeededRandom random(seed);
  const Issue made = issue(random, seed);
  const Person holder = person(random);
  const auto code = identificationCode(made);
  if (!code) return tl::unexpected(code.error());
  return write(made, holder, *code, seed);
}

}  // namespace ssc::sim
