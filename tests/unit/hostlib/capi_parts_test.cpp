// What the exports of libSSCardDriver stand on: their table, key references, files as requests and replies.
#include <algorithm>
#include <doctest/doctest.h>

#include "card-spec/text.hpp"
#include "crypto/base64.hpp"
#include "hostlib/capi/exports.hpp"
#include "hostlib/capi/file_texts.hpp"
#include "hostlib/capi/hsm_session.hpp"
#include "hostlib/capi/key_reference.hpp"
#include "hostlib/capi/text/debit_text.hpp"
#include "hostlib/capi/text/hsm_text.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"

using namespace ssc;
using namespace ssc::capi;
using cardspec::Generation;
using test::TemporaryFolder;

namespace {

profile::Config configOf(std::string_view toml) {
  const TemporaryFolder folder;
  profile::Config config;
  REQUIRE(profile::readConfigInto(config, folder.write("ssc.toml", toml)).has_value());
  return config;
}

bool isConfig(std::string_view toml) {
  const TemporaryFolder folder;
  profile::Config config;
  return profile::readConfigInto(config, folder.write("ssc.toml", toml)).has_value();
}

std::string capOf(const ExportRow& row, std::uint32_t bytes) {
  return "[out_cap]\n" + std::string(row.name) + " = " + std::to_string(bytes) + "\n";
}

Address addressOf(std::string_view text) {
  auto address = parseAddress(text);
  REQUIRE(address.has_value());
  return std::move(*address);
}

apdu::ByteView bytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

crypto::SecretBytes secret(std::string_view text) {
  return crypto::SecretBytes(bytesOf(text));
}

// One file of a card, as a flow gives it.
flows::FileContent contentOf(std::string_view df, std::uint16_t fid, std::vector<std::string_view> values,
                             std::vector<card::RecordKey> items = {}) {
  flows::FileContent content;
  content.file = cardspec::findFile(Generation::three, df, fid);
  REQUIRE(content.file != nullptr);
  content.items = std::move(items);
  for (const std::string_view value : values)
    content.values.push_back(secret(value));
  return content;
}

}  // namespace

TEST_CASE("each function's class can be lowered by its name, and not raised") {
  for (const ExportRow& row : kExports) {
    CAPTURE(row.name);
    CHECK_EQ(configOf(capOf(row, row.bufferClass)).outCaps.at(std::string(row.name)), row.bufferClass);
    CHECK_EQ(configOf(capOf(row, 1)).outCaps.size(), 1);
    CHECK_FALSE(isConfig(capOf(row, row.bufferClass + 1)));
    CHECK_FALSE(isConfig(capOf(row, 0)));
  }
}

TEST_CASE("every reply of fixed shape fits its class") {
  for (const ExportRow& row : kExports) {
    CAPTURE(row.name);
    CHECK_LE(row.reply.gb18030, row.bufferClass);
    CHECK_GE(row.reply.utf8, row.reply.gb18030);
  }
}

TEST_CASE("the largest replies are as long as their formatters make them") {
  const std::string reference(16, 'K');
  DebitResult debit;
  debit.mac2 = Block4{};
  debit.terminalNumber = std::string(12, '0');
  debit.keyReference = reference;
  CHECK_EQ(debitResult(debit).reveal().size() + 1, kDebitReceipt.utf8);
  DebitStep1 start;
  start.keyReference = reference;
  start.terminalNumber = std::string(12, '0');
  CHECK_EQ(debitStep1(start).reveal().size() + 1, kDebitStart.utf8);
  CHECK_EQ(authenticationStep1(cardspec::Algorithm::sm4, reference, {}).reveal().size() + 1, kKeyStart.utf8);
  SecureMessagingStep2 messaging;
  messaging.keyReference = reference;
  messaging.newPin = crypto::Personal(std::string(12, '1'));
  CHECK_EQ(secureMessagingStep2(messaging).reveal().size() + 1, kMessagingStart.utf8);
  BasicReadStep1 basic;
  basic.region = "999900";
  basic.historicalBytes = apdu::Bytes(15);
  basic.cardId = crypto::Personal(std::string(32, 'F'));
  basic.external = Challenge{};
  basic.terminalNumber = std::string(12, '0');
  CHECK_EQ(basicReadStep1(basic).reveal().size() + 1, kBasicStart.utf8);
  CHECK_EQ(crypto::toBase64(apdu::Bytes(64)).size() + 1, kSignature.utf8);
}

TEST_CASE("the list of debits has room for thirty of the largest records") {
  const cardspec::File& file = *cardspec::findFile(Generation::three, "DF04", 0xEF08);
  apdu::Bytes record(0x1C, 0xFF);
  record[2] = '2';
  std::fill(record.begin() + 3, record.begin() + 16, std::uint8_t{0x99});
  const std::vector<apdu::ByteView> records(30, record);
  const auto list = debitRecords(file, records, kDebitList.utf8 - 1);
  REQUIRE(list.has_value());
  CHECK_EQ(list->reveal().size() + 1, kDebitList.utf8);
  CHECK_LT(kDebitList.utf8, kListClass);
}

TEST_CASE("a key's reference is that of the longest beginning of the region that names it") {
  profile::Config config;
  CHECK(keyReference(config, "999901", "PUK").empty());
  config.hsm.emplace();
  config.hsm->keys["99"] = {{"PUK", "A"}, {"DPK", "B"}, {"DTK", "C"}};
  config.hsm->keys["9999"] = {{"PUK", "D"}, {"DPK", "E"}};
  config.hsm->keys["999901"] = {{"PUK", "F"}};
  CHECK_EQ(keyReference(config, "999901", "PUK"), "F");
  CHECK_EQ(keyReference(config, "999901", "DPK"), "E");
  CHECK_EQ(keyReference(config, "999901", "DTK"), "C");
  CHECK_EQ(keyReference(config, "999902", "PUK"), "D");
  CHECK_EQ(keyReference(config, "110000", "PUK"), "");
  CHECK_EQ(keyReference(config, "999901", "UKSSSE"), "");
}

TEST_CASE("a session goes on with the step that was announced, and with no other") {
  HsmSession session;
  CHECK_FALSE(session.goesOn());
  CHECK_FALSE(session.expected<UnblockCommandNext>().has_value());
  session.announce(ReloadCommandNext{cardspec::Algorithm::sm4});
  CHECK(session.goesOn());
  CHECK_EQ(session.expected<UnblockCommandNext>().error().code(), -12);
  REQUIRE(session.expected<ReloadCommandNext>().has_value());
  CHECK(session.expected<ReloadCommandNext>()->algorithm == cardspec::Algorithm::sm4);
  session.end();
  CHECK_EQ(session.expected<ReloadCommandNext>().error().code(), -12);
}

TEST_CASE("addresses that a generation does not have are told apart") {
  struct Row {
    const char* address;
    int code;
  };
  for (const Row& row :
       {Row{"SSSEEF06|09|$", 0}, Row{"SSSEEF08|$", 0}, Row{"DF04EF08|$", 0}, Row{"DF04EF08:03|$", 0},
        Row{"DF01EF15|40:03|$", 0}, Row{"DF01EF15|40:04|$", -27267}, Row{"SSSEEF06|77|$", -27267},
        Row{"SSSEEF77|09|$", -27266}, Row{"SSSEEF08|09|$", -27267}, Row{"SSSEEF06:01|09|$", -23},
        Row{"SSSEEF06|$", -23}, Row{"SSSEEF06|09|$DF01EF99|01|$", -27266}}) {
    CAPTURE(row.address);
    const auto checked = checkAddress(addressOf(row.address), Generation::three);
    CHECK_EQ(checked ? 0 : checked.error().code(), row.code);
  }
}

TEST_CASE("a write of a file that the card alone writes is refused before its values are looked at") {
  const Address address = addressOf("DF04EF08|$");
  const std::vector<FileValues> values{{crypto::Personal("nonsense")}};
  const auto writes = writesFor(address, values, Generation::three);
  REQUIRE_FALSE(writes.has_value());
  CHECK_EQ(writes.error().code(), -27010);
}

TEST_CASE("values become the bytes that the card keeps, and what does not fit is -23 with file and item") {
  const Address address = addressOf("SSSEEF06|09|0B|$");
  const auto writes = writesFor(
      address, std::vector<FileValues>{{crypto::Personal("A"), crypto::Personal("5")}}, Generation::three);
  REQUIRE(writes.has_value());
  REQUIRE_EQ(writes->size(), 1);
  CHECK_EQ(writes->front().where.df, "SSSE");
  REQUIRE_EQ(writes->front().values.size(), 2);
  CHECK_EQ(writes->front().values[0].size(), 0x1E);
  CHECK_EQ(writes->front().values[0].reveal()[1], 0x00);
  CHECK_EQ(writes->front().values[1].reveal()[0], 0x5F);
  const auto tooLong = writesFor(
      address, std::vector<FileValues>{{crypto::Personal(std::string(31, 'A')), crypto::Personal("5")}},
      Generation::three);
  REQUIRE_FALSE(tooLong.has_value());
  CHECK_EQ(tooLong.error().code(), -23);
  CHECK_NE(tooLong.error().where.find("SSSEEF06|09"), std::string::npos);
  CHECK_EQ(tooLong.error().where.find("AAAA"), std::string::npos);
}

TEST_CASE("a reply mirrors the request, in the caller's encoding") {
  const Address address = addressOf("mfef06|09|$DF02EF16:01|$");
  std::vector<flows::FileContent> contents;
  contents.push_back(contentOf("SSSE", 0xEF06, {"\xD5\xC5\xC8\xFD"}, {{0x09, 1}}));
  contents.push_back(contentOf(
      "DF02", 0xEF16,
      {std::string_view("\x30\x31\x30\x20\x25\x01\x01\x20\x25\x01\x01\xFF\xFF\xFF\xFF\x99\x99\x00", 18)}));
  const auto gb = readReply(address, contents, Encoding::gb18030);
  REQUIRE(gb.has_value());
  CHECK_EQ(gb->reveal(), "mfef06|\xD5\xC5\xC8\xFD|$DF02EF16:01|010^20250101^20250101^^999900|$");
  const auto utf8 = readReply(address, contents, Encoding::utf8);
  REQUIRE(utf8.has_value());
  CHECK_EQ(utf8->reveal(), "mfef06|张三|$DF02EF16:01|010^20250101^20250101^^999900|$");
}

TEST_CASE(
    "places of a cyclic file that were never written to are left out of a list, not of a single record") {
  const std::string blank(18, '\xFF');
  for (const std::string& never : {blank, std::string(18, '\0')}) {
    std::vector<flows::FileContent> contents;
    contents.push_back(contentOf("DF02", 0xEF16, {never}));
    const auto list = readReply(addressOf("DF02EF16|$"), contents, Encoding::gb18030);
    REQUIRE(list.has_value());
    CHECK_EQ(list->reveal(), "DF02EF16|$");
  }
  std::vector<flows::FileContent> contents;
  contents.push_back(contentOf("DF02", 0xEF16, {blank}));
  const auto one = readReply(addressOf("DF02EF16:01|$"), contents, Encoding::gb18030);
  REQUIRE(one.has_value());
  CHECK_EQ(one->reveal(), "DF02EF16:01|^^^^|$");
}

TEST_CASE("a template that breaks off is the card's fault: -23, with the file, without its data") {
  std::vector<flows::FileContent> contents;
  contents.push_back(contentOf("DF01", 0xEF15, {"\x57\x03Z"}, {{0x40, 1}}));
  const auto reply = readReply(addressOf("DF01EF15|40|$"), contents, Encoding::gb18030);
  REQUIRE_FALSE(reply.has_value());
  CHECK(reply.error().reason == flows::Reason::cardData);
  CHECK_NE(reply.error().where.find("DF01EF15"), std::string::npos);
  CHECK_EQ(reply.error().where.find('Z'), std::string::npos);
}

TEST_CASE("what people are told can be written in GBK: two bytes a character, whatever the reason") {
  for (const flows::ReasonRow& row : flows::kReasonRows) {
    CAPTURE(row.cause);
    const auto bytes = cardspec::toGb18030(std::string(row.zh) + std::string(row.cause));
    REQUIRE(bytes.has_value());
    for (std::size_t i = 0; i < bytes->size(); ++i) {
      if ((*bytes)[i] >= 0x80) CHECK_GE((*bytes)[++i], 0x40);
    }
  }
}
