// An invented person: who, and in which situation of life. Everything else about the person follows from it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "center/data/people/calendar.hpp"
#include "center/data/people/dice.hpp"
#include "center/data/people/row_writer.hpp"

namespace ssc::center {

enum class Situation : std::uint8_t {
  child,
  student,
  worker,
  publicServant,
  flexible,
  farmer,
  unemployed,
  pensioner
};

std::string_view toString(Situation situation);

struct Resident {
  std::string area;
  std::uint32_t serial;  ///< from 0, in the area
  std::string number;
  std::string name;
  bool woman;
  Day born;
  int age;  ///< today, or at death
  Situation situation;
  std::string deadOn;  ///< empty: lives
};

/// Where a person's rows are made: one function per group of sets fills it.
struct Making {
  const Resident& person;
  Day today;
  Dice& dice;
  RowWriter& rows;
};

struct PopulationPlan;

/// Person `index` of the plan. Numbers rise with the index, so rows are appended in the order of their
/// keys.
Resident makePerson(const PopulationPlan& plan, Day today, std::uint32_t index, Dice& dice);

/// An employer of the area: a number of nine digits and a name.
struct Employer {
  std::string number, name;
};
Employer anEmployer(Dice& dice);

bool isEmployed(const Resident& person);

// The groups of sets, each in its own file.
void writePerson(const Making& making);
void writeCards(const Making& making);
void writeWork(const Making& making);
void writeInsurance(const Making& making);
void writeInjury(const Making& making);
void writeHealth(const Making& making);
void writeLearning(const Making& making);
void writeDisputes(const Making& making);
void writeEverydayLife(const Making& making);

}  // namespace ssc::center
