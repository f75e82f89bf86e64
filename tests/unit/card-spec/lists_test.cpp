// Applications, status words and code lists.
#include <algorithm>
#include <doctest/doctest.h>
#include <set>

#include "card-spec/tables.hpp"
#include "card-spec/text.hpp"
#include "tests/unit/card-spec/vector_file.hpp"

namespace ssc::cardspec::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes nameOf(std::string_view df) {
  const auto* application = findApplication(df);
  REQUIRE(application != nullptr);
  return {application->name.begin(), application->name.end()};
}

void appendTlv(Bytes& to, std::uint8_t tag, const Bytes& value) {
  to.push_back(tag);
  to.push_back(static_cast<std::uint8_t>(value.size()));
  to.insert(to.end(), value.begin(), value.end());
}

/// ISO/IEC 7816-4 §12.2.2: a record of EF.DIR.
Bytes directoryRecord(std::string_view df) {
  Bytes content;
  appendTlv(content, 0x4F, nameOf(df));
  appendTlv(content, 0x50, toGb18030(findApplication(df)->label).value_or(Bytes{}));
  Bytes record;
  appendTlv(record, 0x61, content);
  return record;
}

std::string_view firstFit(unsigned sw) {
  for (const auto& row : statusRows()) {
    if ((sw & row.mask) == row.value) return row.meaning;
  }
  return "";
}

}  // namespace

TEST_CASE("application names and labels give the directory records of the specification") {
  CHECK(directoryRecord("DF01") == bytesOf("61184F06D15600000500500EB9ABB9B2D3A6D3C3D0C5CFA2C7F8"));
  CHECK(directoryRecord("DF02") == bytesOf("611A4F06D156000005015010BECDD2B5D3EBCAA7D2B5D0C5CFA2C7F8"));
  CHECK(directoryRecord("DF03") == bytesOf("61194F06D15600000502500FC9E7BBE1B1A3CFD5D0C5CFA2C7F831"));
  CHECK(directoryRecord("DF04") == bytesOf("61194F06D15600000503500FC9E7BBE1B1A3CFD5D0C5CFA2C7F832"));
  CHECK(directoryRecord("DF07") == bytesOf("61184F06D15600000504500EC8CBCAC2C8CBB2C5D0C5CFA2C7F8"));
}

TEST_CASE("the environments have their published names") {
  CHECK(nameOf("SSSE") == toGb18030("sx1.sh.社会保障"));
  CHECK(nameOf("PSAM3DES") == toGb18030("sx1.sh.社会保障"));
  CHECK(nameOf("PSAMSSF33") == toGb18030("sx2.sh.社会保障"));
  CHECK(nameOf("PSAMSM4") == toGb18030("sx3.sh.社会保障"));
  CHECK(nameOf("PKI") == toGb18030("PKI.社会保障"));
  CHECK(nameOf("PKIADF") == toGb18030("SS.CERT.ADF1"));
  CHECK(nameOf("PSE") == toGb18030("1PAY.SYS.DDF01"));
  CHECK(nameOf("PPSE") == toGb18030("2PAY.SYS.DDF01"));
  CHECK(nameOf("PSAMAPP") == bytesOf("D15600000590"));
  CHECK(nameOf("PBOC") == bytesOf("A000000333010101"));
  CHECK(nameOf("TRANSPORT") == bytesOf("A000000632010105"));
}

TEST_CASE("directories have their file identifiers; two of them no name") {
  CHECK(findApplication("MF")->fid == 0x3F00);
  CHECK(findApplication("DF01")->fid == 0xDF01);
  CHECK(findApplication("DF07")->fid == 0xDF07);
  CHECK(findApplication("PSAMSM4")->fid == 0xDDF2);
  CHECK(nameOf("DF05").empty());
  CHECK(nameOf("DF06").empty());
  CHECK(findApplication("DF08") == nullptr);
}

TEST_CASE("every file belongs to an application") {
  for (const auto& file : files(Generation::three))
    CHECK(findApplication(file.df) != nullptr);
}

TEST_CASE("status words of card and PSAM have their meaning") {
  CHECK(firstFit(0x9302) == "transaction MAC invalid");
  CHECK(firstFit(0x9303) == "application permanently blocked");
  CHECK(firstFit(0x9401) == "insufficient balance");
  CHECK(firstFit(0x9402) == "transaction counter at its maximum");
  CHECK(firstFit(0x9403) == "key index not supported");
  CHECK(firstFit(0x9406) == "transaction proof (MAC, TAC) not available");
  CHECK(firstFit(0x63C3) == "authentication failed, x tries left");
  CHECK(firstFit(0x63CF).find("MAC2") != std::string_view::npos);
  CHECK(firstFit(0x6A82) == "file not found");
  CHECK(firstFit(0x6C12) == "wrong Le, xx is the right one");
  CHECK(firstFit(0x9999).empty());
}

TEST_CASE("every status row is reached by its own value and speaks both languages") {
  REQUIRE(statusRows().size() == 34);
  for (const auto& row : statusRows()) {
    CAPTURE(row.meaning);
    CHECK(firstFit(row.value) == row.meaning);
    CHECK((row.value & ~row.mask) == 0);
    CHECK_FALSE(row.meaningZh.empty());
  }
}

TEST_CASE("code lists are complete as published") {
  CHECK(codeList("ethnicGroup").size() == 57);
  CHECK(codeText("ethnicGroup", "01") == "汉族");
  CHECK(codeText("ethnicGroup", "29") == "柯尔克孜族");
  CHECK(codeText("ethnicGroup", "56") == "基诺族");
  CHECK(codeText("ethnicGroup", "99") == "其他");
  CHECK(codeText("sex", "2") == "女");
  CHECK(codeText("household", "34") == "华侨");
  CHECK(codeText("employmentStatus", "3") == "退休");
  CHECK(codeText("maritalStatus", "2") == "已婚");
  CHECK(codeText("identityClass", "54") == "个体经营者");
  CHECK(codeText("political", "13") == "群众");
  CHECK(codeText("education", "21") == "大学本科");
  CHECK(codeText("professionalLevel", "499") == "无职称");
  CHECK(codeText("insuranceType", "210") == "失业保险");
  CHECK(codeText("insuredClass", "32") == "老红军");
  CHECK(codeText("militaryPlacement", "2") == "自主择业");
  CHECK(codeText("rhFactor", "01") == "阴性");
}

TEST_CASE("codes of a list are unique, and unknown lists and codes are empty") {
  std::set<std::string_view> codes;
  for (const auto& row : codeList("ethnicGroup"))
    CHECK(codes.insert(row.code).second);
  CHECK(codeList("noSuchList").empty());
  CHECK(codeText("noSuchList", "01").empty());
  CHECK(codeText("ethnicGroup", "57").empty());
}

}  // namespace ssc::cardspec::test
