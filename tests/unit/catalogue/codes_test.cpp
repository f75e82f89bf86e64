// What codes mean, by field, item and paper.
#include "hostlib/catalogue/codes.hpp"

#include <doctest/doctest.h>
#include <set>
#include <string>

#include "card-spec/tables.hpp"

namespace ssc::catalogue::test {
namespace {

std::string_view zh(std::string_view item, std::string_view field, std::string_view code) {
  return codeText(*findColumn(*find(item), field), code).zh;
}

}  // namespace

TEST_CASE("a code has its text in both languages") {
  const Text text = codeText("insurance_type", "110");
  CHECK(text.zh == "企业职工基本养老保险");
  CHECK(text.en == "Enterprise pension");
}

TEST_CASE("one code means what the item means by it") {
  CHECK(zh("LP-HR-024", "status", "active") == "正常参保");
  CHECK(zh("LP-HR-012", "status", "active") == "托管中");
  CHECK(zh("LP-HR-083", "state", "active") == "履行中");
  CHECK(zh("LP-HR-080", "grade", "3") == "三级（高级工）");
  CHECK(zh("YZ-052", "grade", "3A") == "三级甲等");
  CHECK(zh("LP-HR-040", "grade", "9") == "九级");
  CHECK(zh("LP-HR-033", "benefit_item", "allowance") == "高龄津贴");
  CHECK(zh("YZ-084", "benefit_item", "allowance") == "生育津贴");
}

TEST_CASE("one code means what the document means by it") {
  CHECK(codeText(*findColumn("01", "state"), "active").zh == "正常参保");
  CHECK(codeText(*findColumn("02", "state"), "none").zh == "未缴费");
  CHECK(codeText(*findColumn("07", "state"), "returned").zh == "银行退回");
  CHECK(codeText(*findColumn("04", "item"), "basic").zh == "基本养老金");
  CHECK(codeText(*findColumn("08", "item"), "medical_refund").zh == "医疗费报销");
  CHECK(codeText(*findColumn("03", "sex"), "2").zh == "女");
}

TEST_CASE("a code nobody knows is its own text") {
  for (const Text text : {codeText("insurance_type", "999"), codeText("no_such_field", "999"),
                          codeText(*findColumn(*find("LP-HR-024"), "employer"), "999"),
                          codeText(findCodeList("no_such_list"), "999")}) {
    CHECK(text.zh == "999");
    CHECK(text.en == "999");
  }
  CHECK(codeText("insurance_type", "").zh.empty());
}

TEST_CASE("a column that nobody has is nowhere") {
  CHECK(findColumn(*find("LP-HR-024"), "no_such_field") == nullptr);
  CHECK(findColumn("01", "no_such_field") == nullptr);
  CHECK(findColumn(*find("LP-OT-036"), "holder")->label.zh == "持证人");
}

TEST_CASE("every text of every list is there, and no code twice") {
  std::set<std::string_view> lists;
  for (const CodeList& list : codeLists()) {
    CHECK_MESSAGE(lists.insert(list.id).second, std::string(list.id));
    std::set<std::string_view> codes;
    for (const Term& term : list.codes) {
      CAPTURE(std::string(list.id));
      CAPTURE(std::string(term.id));
      CHECK(codes.insert(term.id).second);
      CHECK(!term.name.zh.empty());
      CHECK(!term.name.en.empty());
    }
    CHECK(!codes.empty());
  }
  CHECK(lists.size() > 60);
}

TEST_CASE("the official codes have the card's wording") {
  for (const auto& [list, card] : {std::pair{"insurance_type", "insuranceType"},
                                   {"support_policy", "supportPolicy"},
                                   {"injury_conclusion", "recognitionConclusion"},
                                   {"sex", "sex"}}) {
    CHECK(!cardspec::codeList(card).empty());
    for (const auto& code : cardspec::codeList(card))
      CHECK(codeText(findCodeList(list), code.code).zh == code.zh);
  }
}

TEST_CASE("areas have the names of the district profiles") {
  CHECK(codeText("area", "999900").zh == "模拟梁平区");
  CHECK(codeText("region", "999999").en == "Simulated Yongzhou");
}

}  // namespace ssc::catalogue::test
