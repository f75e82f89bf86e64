#include "center/identity/test_clerks.hpp"

#include <array>
#include <string_view>

#include "center/data/people/numbers.hpp"

namespace ssc::center {
namespace {

struct Plan {
  std::string_view name, sex, birthDate, dashedBirthDate, staffNo, role;
  unsigned order;
  std::uint32_t serial;
};
constexpr std::array kPlans{
    Plan{"测试柜员甲", "2", "19800301", "1980-03-01", kTestClerkNumber, "clerk", 998, 9'000'001},
    Plan{"测试主管乙", "1", "19750401", "1975-04-01", kTestSupervisorNumber, "supervisor", 997, 9'000'002},
};

struct Added {
  std::string number, card;
};

Added add(soci::session& sql, const std::string& area, const Plan& plan) {
  Added added{citizenNumber(area, plan.birthDate, plan.order),
              cardIdentification(area, plan.serial, plan.serial)};
  const std::string name(plan.name), sex(plan.sex), born(plan.dashedBirthDate), staffNo(plan.staffNo),
      role(plan.role);
  const std::string number = cardNumber('S', plan.serial);
  sql << "INSERT INTO persons (aac002, aac003, sex, birth_date, situation) VALUES (:number, :name, :sex, "
         ":born, 'worker') "
         "ON CONFLICT DO NOTHING",
      soci::use(added.number), soci::use(name), soci::use(sex), soci::use(born);
  sql << "INSERT INTO cards (aaz501, aaz500, aac002, aab301, aaz502, aaz508, reset_info, algorithm, issued, "
         "expires, kzt, "
         "bank_code, bank_account, initial_pin, pin_tries) VALUES (:id, :no, :number, :area, '1', '3.00', "
         "'', 'SM4', "
         "'2025-01-01', '2035-01-01', '0', '901', '', '0', 6) ON CONFLICT DO NOTHING",
      soci::use(added.card), soci::use(number), soci::use(added.number), soci::use(area);
  sql << "INSERT INTO staff_members (aac002, seq, staff_no, role, state) VALUES (:number, 1, :no, :role, "
         "'active') "
         "ON CONFLICT DO NOTHING",
      soci::use(added.number), soci::use(staffNo), soci::use(role);
  return added;
}

}  // namespace

TestStaff addTestStaff(soci::session& sql, const std::string& area) {
  const Added clerk = add(sql, area, kPlans[0]), supervisor = add(sql, area, kPlans[1]);
  return {clerk.number, clerk.card, supervisor.number, supervisor.card};
}

}  // namespace ssc::center
