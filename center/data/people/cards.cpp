// Cards: mostly usable ones, and every other state of the card application.
#include <array>

#include "center/data/people/numbers.hpp"
#include "center/data/people/person.hpp"

namespace ssc::center {
namespace {

constexpr RowSet kCards{
    "cards",
    "aaz501, aaz500, aac002, aab301, aaz502, aaz508, reset_info, algorithm, issued, expires, kzt, "
    "bank_code, bank_account, initial_pin, pin_tries"};

struct Generation {
  std::uint32_t perCent;
  std::string_view version, algorithm, historicalBytes;
  int firstYearsAgo, lastYearsAgo;
};

constexpr std::array kGenerations{Generation{70, "3.00", "SM4", "008154534586999999000", 0, 5},
                                  Generation{25, "2.00", "3DES", "008154534486999999000", 5, 9},
                                  Generation{5, "1.00", "3DES", "008154534486999999000", 10, 14}};

struct StateShare {
  std::uint32_t perMille;
  std::string_view state;
};

constexpr std::array kStates{StateShare{900, "1"}, StateShare{30, "0"}, StateShare{20, "2"},
                             StateShare{20, "3"},  StateShare{20, "4"}, StateShare{10, "9"}};
constexpr std::array<std::string_view, 3> kBanks{"901", "902", "903"};  // banks of the simulation

constexpr std::uint32_t kFirstSerial = 0x1000'0000;  // the sample cards have the low ones
constexpr std::uint32_t kFirstReplacement = 0x6000'0000;
constexpr int kValidYears = 10;
constexpr int kFullTries = 6;

const Generation& aGeneration(Dice& dice) {
  auto share = dice.below(100);
  for (const auto& row : kGenerations) {
    if (share < row.perCent) return row;
    share -= row.perCent;
  }
  return kGenerations.front();
}

std::string_view aState(Dice& dice) {
  auto share = dice.below(1000);
  for (const auto& row : kStates) {
    if (share < row.perMille) return row.state;
    share -= row.perMille;
  }
  return kStates.front().state;
}

std::string lastDigits(std::uint32_t value, std::size_t width) {
  auto text = std::to_string(value);
  if (text.size() > width) return text.substr(text.size() - width);
  return std::string(width - text.size(), '0') + text;
}

void writeCard(const Making& making, const Generation& generation, std::string_view state, char series,
               std::uint32_t firstSerial) {
  auto& dice = making.dice;
  const auto& person = making.person;
  const auto issued =
      making.today - std::chrono::days(dice.below(360)) -
      std::chrono::days(
          365 * (generation.firstYearsAgo +
                 static_cast<int>(dice.below(
                     static_cast<std::uint32_t>(generation.lastYearsAgo - generation.firstYearsAgo) + 1))));
  const auto serial = lastDigits(person.serial, 7);
  const bool pinIsInitial = state == "0" || dice.percent(15);
  making.rows.plainRow(
      kCards,
      cardIdentification(person.area, firstSerial + person.serial, static_cast<std::uint32_t>(dice.next())),
      cardNumber(series, person.serial), person.number, person.area, state, generation.version,
      std::string(generation.historicalBytes) + serial.substr(2), generation.algorithm, dayText(issued),
      dayText(yearsLater(issued, kValidYears)), state == "1" && dice.percent(80) ? "1" : "0",
      dice.pick(kBanks), "621999" + person.area.substr(4) + (series < 'R' ? "10" : "20") + "00" + serial,
      pinIsInitial ? "1" : "0", state == "3" ? 0 : kFullTries);
}

}  // namespace

void writeCards(const Making& making) {
  const auto state = aState(making.dice);
  const bool local = making.person.area == "999900";
  writeCard(making, aGeneration(making.dice), state, local ? 'P' : 'Q', kFirstSerial);
  // Half of those whose card was cancelled have another one.
  if (state == "9" && making.dice.percent(50))
    writeCard(making, kGenerations.front(), "1", local ? 'R' : 'U', kFirstReplacement);
}

}  // namespace ssc::center
