#include "center/data/people/person.hpp"

#include <array>

#include "center/data/people/numbers.hpp"
#include "center/data/people/population.hpp"

namespace ssc::center {
namespace {

struct AgeBand {
  int from, to;            // years, to is outside
  std::uint32_t perMille;  // of all people
};

// From the oldest to the youngest: numbers rise with the birth date.
constexpr std::array kAges{AgeBand{80, 96, 40},  AgeBand{60, 80, 190}, AgeBand{40, 60, 320},
                           AgeBand{23, 40, 250}, AgeBand{16, 23, 80},  AgeBand{0, 16, 120}};

constexpr std::array<std::string_view, 24> kSurnames{"王", "李", "张", "刘", "陈", "杨", "赵", "黄",
                                                     "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
                                                     "何", "郭", "马", "罗", "梁", "宋", "郑", "谢"};
constexpr std::array<std::string_view, 32> kGiven{
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明",
    "超", "秀", "霞", "平", "刚", "桂", "英", "华", "文", "玉", "建", "国", "春", "梅", "琳", "晨"};
constexpr std::array<std::string_view, 8> kTrades{"软件", "机械", "服装", "食品",
                                                  "建筑", "物流", "电子", "商贸"};

constexpr std::uint32_t kFirstOrder = 101;  // those before belong to the sample cards
constexpr int kWorkingAge = 16, kGraduateAge = 23, kRetirementMen = 60, kRetirementWomen = 55;

// Person `index` as a day: bands share the people, a band's days share its people evenly.
struct Birth {
  Day day;
  std::uint32_t orderOfDay = 0;  // from 0
};

Birth spread(std::uint64_t position, std::uint64_t people, Day first, Day end) {
  const auto days = static_cast<std::uint64_t>((end - first).count());
  const auto day = position * days / people;
  const auto firstOfDay = (day * people + days - 1) / days;
  return {first + std::chrono::days(day), static_cast<std::uint32_t>(position - firstOfDay)};
}

Birth birthOf(std::uint64_t index, std::uint64_t people, Day today) {
  std::uint64_t perMille = 0, begin = 0;
  for (const auto& band : kAges) {
    perMille += band.perMille;
    const auto end = people * perMille / 1000;
    if (index < end)
      return spread(index - begin, end - begin, yearsLater(today, -band.to), yearsLater(today, -band.from));
    begin = end;
  }
  return {today, 0};  // not reached: the shares add up to 1000
}

Situation workingSituation(Dice& dice) {
  const auto share = dice.below(100);
  if (share < 52) return Situation::worker;
  if (share < 58) return Situation::publicServant;
  if (share < 68) return Situation::flexible;
  if (share < 94) return Situation::farmer;
  return Situation::unemployed;
}

Situation situationOf(int age, bool woman, Dice& dice) {
  if (age < 6) return Situation::child;
  if (age < kWorkingAge) return Situation::student;
  if (age < kGraduateAge && dice.percent(60)) return Situation::student;
  if (age >= (woman ? kRetirementWomen : kRetirementMen)) return Situation::pensioner;
  return workingSituation(dice);
}

// Of the old a part has died, in the last three years.
std::string deathOf(int age, Day today, Dice& dice) {
  const bool died = age >= 80 ? dice.percent(15) : age >= 60 ? dice.percent(2) : dice.below(1000) < 1;
  return died ? dayText(today - std::chrono::days(dice.below(1000) + 1)) : std::string();
}

std::string nameOf(Dice& dice) {
  std::string name = "测试";
  name += dice.pick(kSurnames);
  name += dice.pick(kGiven);
  if (dice.percent(60)) name += dice.pick(kGiven);
  return name;
}

std::string compactDate(Day day) {
  auto text = dayText(day);
  std::erase(text, '-');
  return text;
}

}  // namespace

std::string_view toString(Situation situation) {
  static constexpr std::array<std::string_view, 8> kNames{
      "child", "student", "worker", "public_servant", "flexible", "farmer", "unemployed", "pensioner"};
  return kNames[static_cast<std::size_t>(situation)];
}

Resident makePerson(const PopulationPlan& plan, Day today, std::uint32_t index, Dice& dice) {
  const auto birth = birthOf(index, plan.people, today);
  const bool woman = dice.percent(50);
  const auto order = kFirstOrder + 2 * birth.orderOfDay + (woman ? 1 : 0);  // odd for men
  const int age = ageOn(birth.day, today);
  auto number = citizenNumber(plan.area, compactDate(birth.day), order);
  auto name = nameOf(dice);
  const auto situation = situationOf(age, woman, dice);
  return {plan.area, index, std::move(number), std::move(name),          woman,
          birth.day, age,   situation,         deathOf(age, today, dice)};
}

Employer anEmployer(Dice& dice) {
  const auto which = dice.below(400);
  return {"9999" + std::to_string(10000 + which),
          "示例" + std::string(kTrades[which % kTrades.size()]) + std::to_string(which) + "号有限公司"};
}

bool isEmployed(const Resident& person) {
  return person.situation == Situation::worker || person.situation == Situation::publicServant;
}

void writePerson(const Making& making) {
  const auto& person = making.person;
  auto mobile = "100" + std::to_string(10'000'000 + making.dice.below(89'999'999));  // 100: no mobile network
  making.rows.person(person.number, person.name, person.woman ? "2" : "1", dayText(person.born), mobile,
                     "示例省测试市示例区测试路" + std::to_string(making.dice.below(300) + 1) + "号",
                     toString(person.situation), person.deadOn);
}

}  // namespace ssc::center
