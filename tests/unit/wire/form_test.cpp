// What may stand in a form: every shape by a table, then every form of the catalogue with values made of its
// rules.
#include "wire/form/form.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <optional>
#include <set>

#include "tests/unit/wire/form_values.hpp"

using namespace ssc::form;
using ssc::test::kFormDay;
using ssc::test::validValues;
using ssc::test::wrongValues;

namespace {

constexpr std::string_view kCodes[] = {"a", "b_1"};
constexpr std::string_view kMasks[] = {"dd-w*"};

Rule ruleOf(Shape shape) {
  return {"field", shape, true, false, false, 5, kNoMin, kNoMax, {}, {}};
}

/// "ok", or the fault's number.
std::optional<Fault> faultOf(const Rule& rule, const std::string& value) {
  const Form form{"X", 2, "self", true, true, std::span(&rule, 1), {}};
  const Value values[] = {{"field", value}};
  const auto problems = check(form, values, kFormDay);
  REQUIRE(problems.size() <= 1);
  return problems.empty() ? std::nullopt : std::optional(problems.front().fault);
}

struct Row {
  Shape shape;
  const char* value;
  std::optional<Fault> fault;
};

}  // namespace

TEST_CASE("a value has the form of its shape") {
  const std::vector<Row> rows{
      {Shape::text, "一二三四五", std::nullopt},
      {Shape::text, "一二三四五六", Fault::tooLong},
      {Shape::text, "a\x01", Fault::form},
      {Shape::text, "a\nb", std::nullopt},
      {Shape::text, " \n ", Fault::missing},
      {Shape::text, "", Fault::missing},
      {Shape::code, "b_1", std::nullopt},
      {Shape::code, "B", Fault::form},
      {Shape::count, "0", std::nullopt},
      {Shape::count, "12", std::nullopt},
      {Shape::count, "-1", Fault::form},
      {Shape::count, "1.5", Fault::form},
      {Shape::count, "1234567890123", Fault::form},
      {Shape::decimal, "12", std::nullopt},
      {Shape::decimal, "12.5", std::nullopt},
      {Shape::decimal, "12.55", std::nullopt},
      {Shape::decimal, "12.555", Fault::form},
      {Shape::decimal, "12.", Fault::form},
      {Shape::decimal, ".5", Fault::form},
      {Shape::decimal, "1,5", Fault::form},
      {Shape::date, "2026-02-28", std::nullopt},
      {Shape::date, "2024-02-29", std::nullopt},
      {Shape::date, "2026-02-29", Fault::form},
      {Shape::date, "2026-13-01", Fault::form},
      {Shape::date, "1899-12-31", Fault::form},
      {Shape::date, "2026-1-1", Fault::form},
      {Shape::month, "2026-12", std::nullopt},
      {Shape::month, "2026-00", Fault::form},
      {Shape::year, "2026", std::nullopt},
      {Shape::year, "26", Fault::form},
      {Shape::time, "2026-01-05 23:59", std::nullopt},
      {Shape::time, "2026-01-05 24:00", Fault::form},
      {Shape::time, "2026-01-05 09:60", Fault::form},
      {Shape::time, "2026-01-05", Fault::form},
  };
  for (const Row& row : rows) {
    CAPTURE(static_cast<int>(row.shape));
    CAPTURE(row.value);
    CHECK(faultOf(ruleOf(row.shape), row.value) == row.fault);
  }
}

TEST_CASE("lists, bounds, masks and today bound a value") {
  Rule rule = ruleOf(Shape::code);
  rule.codes = kCodes;
  CHECK_FALSE(faultOf(rule, "a").has_value());
  CHECK(faultOf(rule, "c") == Fault::notListed);
  rule = ruleOf(Shape::decimal);
  rule.min = 100;
  rule.max = 200;
  CHECK_FALSE(faultOf(rule, "1").has_value());
  CHECK_FALSE(faultOf(rule, "2.00").has_value());
  CHECK(faultOf(rule, "0.99") == Fault::tooSmall);
  CHECK(faultOf(rule, "2.01") == Fault::tooLarge);
  rule = ruleOf(Shape::text);
  rule.masks = kMasks;
  CHECK_FALSE(faultOf(rule, "12-aB").has_value());
  CHECK_FALSE(faultOf(rule, "12-").has_value());
  CHECK(faultOf(rule, "1-ab") == Fault::form);
  CHECK(faultOf(rule, "12-a b") == Fault::tooLong);
  CHECK(faultOf(rule, "12-,") == Fault::form);
  rule = ruleOf(Shape::date);
  rule.past = true;
  CHECK_FALSE(faultOf(rule, std::string(kFormDay)).has_value());
  CHECK(faultOf(rule, "2026-01-06") == Fault::inFuture);
}

TEST_CASE("a form says everything that is wrong, in its order") {
  const Form* form = findForm("LP-OT-051");
  REQUIRE(form != nullptr);
  const Value values[] = {{"area", "nowhere"}, {"nonsense", "1"},  {"from_date", "2026-02-01"},
                          {"area", "999999"},  {"contact", "123"}, {"reason", "转诊"}};
  const auto problems = check(*form, values, kFormDay);
  std::vector<std::pair<std::string, Fault>> said;
  for (const Problem& problem : problems)
    said.emplace_back(problem.field, problem.fault);
  CHECK(said == std::vector<std::pair<std::string, Fault>>{{"nonsense", Fault::unknown},
                                                           {"area", Fault::twice},
                                                           {"request_kind", Fault::missing},
                                                           {"area", Fault::notListed},
                                                           {"contact", Fault::form}});
}

TEST_CASE("the end of a time is not before its beginning") {
  const Form* form = findForm("LP-HR-041");
  REQUIRE(form != nullptr);
  auto values = validValues(*form);
  const auto set = [&](const char* field, const char* value) {
    std::ranges::find(values, field, &Value::id)->value = value;
  };
  set("leave_from", "2026-02-01");
  set("leave_to", "2026-01-31");
  const auto problems = check(*form, values, kFormDay);
  REQUIRE_EQ(problems.size(), 1);
  CHECK(problems.front().fault == Fault::order);
  CHECK_EQ(problems.front().field, "leave_to");
  set("leave_to", "2026-02-01");
  CHECK(check(*form, values, kFormDay).empty());
}

TEST_CASE("every form of the catalogue takes values made of its rules, and none that breaks one") {
  CHECK_EQ(forms().size(), 72);
  std::set<Fault> met;
  for (const Form& form : forms()) {
    CAPTURE(form.item);
    REQUIRE_FALSE(form.fields.empty());
    CHECK(check(form, validValues(form), kFormDay).empty());
    for (const auto& wrong : wrongValues(form)) {
      CAPTURE(wrong.field);
      CAPTURE(static_cast<int>(wrong.fault));
      const auto problems = check(form, wrong.values, kFormDay);
      REQUIRE_FALSE(problems.empty());
      CHECK(problems.front().fault == wrong.fault);
      CHECK_EQ(problems.front().field, wrong.field);
      met.insert(wrong.fault);
    }
  }
  CHECK_EQ(met.size(), 10);  // every fault has been provoked in some form
}
