// What all functions of libSSCardDriver share, function by function: parameters, buffers, texts, twins.
#include <algorithm>

#include "tests/unit/hostlib/c_functions.hpp"

using namespace ssc::test;

TEST_CASE("a good call where there is no service, session or certificate application says exactly that") {
  const Machine machine;
  REQUIRE_EQ(functions().size(), 25);
  for (const Function& function : functions()) {
    CAPTURE(function.name);
    const Said said = say(function, {});
    CHECK_EQ(said.result, function.withoutService);
    checkFailureText(said);
  }
}

TEST_CASE("an iType that is none of the four is -14, and no service is asked for") {
  const Machine machine("[pki]\nenabled = true\n");
  for (const Function& function : functions()) {
    if (isStep(function)) continue;
    CAPTURE(function.name);
    for (const int type : {0, 5, -1, 257, INT32_MAX, INT32_MIN}) {
      Arguments arguments;
      arguments.type = type;
      const Said said = say(function, arguments);
      CHECK_EQ(said.result, kBadParameter);
      CHECK_NE(said.text.find("iType"), Text::npos);
      checkFailureText(said);
    }
  }
}

TEST_CASE("a NULL buffer and a NULL length are -14, and nothing is written") {
  const Machine machine;
  for (const Function& function : functions()) {
    CAPTURE(function.name);
    Arguments arguments;
    Large buffer;
    CHECK_EQ(function.standard(arguments, nullptr), kBadParameter);
    CHECK_EQ(function.twin(arguments, buffer.data(), nullptr), kBadParameter);
    CHECK(buffer.intactFrom(0));
  }
}

TEST_CASE("a twin speaks UTF-8, returns the same number, and says how much it wrote") {
  const Machine machine;
  for (const Function& function : functions()) {
    CAPTURE(function.name);
    Arguments arguments;
    Large buffer;
    auto size = static_cast<std::uint32_t>(buffer.bytes.size());
    CHECK_EQ(function.twin(arguments, buffer.data(), &size), function.withoutService);
    CHECK_EQ(size, buffer.text().size() + 1);
    CHECK(buffer.intactBehindNul());
    CHECK_LE(size, 256);
    const Said said = say(function, {});
    CHECK_EQ(std::optional(buffer.text().substr(0, 60)), utf8Of(said.text).value_or("").substr(0, 60));
  }
}

TEST_CASE("a twin refuses capacities that may not do, names one that will, and goes on at exactly that") {
  const Machine machine;
  for (const Function& function : functions()) {
    if (isStep(function)) continue;  // without a session there is nothing to reply
    CAPTURE(function.name);
    Arguments arguments;
    std::uint32_t needed = 0;
    CHECK_EQ(function.twin(arguments, nullptr, &needed), kBadParameter);
    REQUIRE_GE(needed, 1);
    for (const std::uint32_t capacity : {0U, 1U, needed - 1}) {
      if (capacity >= needed) continue;
      CAPTURE(capacity);
      Large buffer;
      std::uint32_t size = capacity;
      CHECK_EQ(function.twin(arguments, buffer.data(), &size), kBadParameter);
      CHECK_EQ(size, needed);
      CHECK(buffer.intactFrom(capacity == 0 ? 0 : 1));
      if (capacity > 0) CHECK_EQ(buffer.bytes[0], '\0');
    }
    Large buffer;
    std::uint32_t size = needed;
    CHECK_EQ(function.twin(arguments, buffer.data(), &size), function.withoutService);
    CHECK(buffer.intactFrom(needed));
  }
}

TEST_CASE("a class can be lowered for each function, and no text is longer than that") {
  for (const Function& function : functions()) {
    CAPTURE(function.name);
    for (const std::size_t cap : {std::size_t{1}, std::size_t{2}, std::size_t{40}, function.bufferClass}) {
      const Machine machine("[out_cap]\n" + Text(function.name) + " = " + std::to_string(cap) + "\n");
      Arguments arguments;
      Large buffer;
      CHECK_LT(function.standard(arguments, buffer.data()), 0);
      CHECK_LT(buffer.text().size(), cap);
      CHECK(buffer.intactFrom(cap));
      CHECK(utf8Of(buffer.text()).has_value());
    }
    const Machine machine("[out_cap]\n" + Text(function.name) + " = " +
                          std::to_string(function.bufferClass + 1) + "\n");
    const Said said = say(function, {});
    CHECK_EQ(said.result, kBadParameter);
    CHECK_NE(said.text.find(Text("out_cap.") + function.name), Text::npos);
  }
}

TEST_CASE("a class below the reply is -14 with the needed size in the text; the debit list is cut instead") {
  struct Row {
    const char* name;
    unsigned least;
  };
  for (const Row& row : {Row{"iReadCardBas", 221}, Row{"iDoDebit", 109}, Row{"iReadCardBas_HSM_Step1", 156},
                         Row{"iReadCard_HSM_Step1", 55}, Row{"iDoDebit_HSM_Step1", 83}}) {
    CAPTURE(row.name);
    const auto& function = *std::find_if(functions().begin(), functions().end(),
                                         [&](const Function& f) { return Text(f.name) == row.name; });
    const auto cap = [&](unsigned bytes) {
      return "[out_cap]\n" + Text(row.name) + " = " + std::to_string(bytes) + "\n";
    };
    {
      const Machine machine(cap(row.least));
      CHECK_EQ(say(function, {}).result, kNoService);
    }
    const Machine machine(cap(row.least - 1));
    const Said said = say(function, {});
    CHECK_EQ(said.result, kBadParameter);
    if (row.least > 100) CHECK_NE(said.text.find(std::to_string(row.least)), Text::npos);
  }
  const Machine machine("[out_cap]\niReadDebitRecord = 1\n");
  Large buffer;
  CHECK_EQ(iReadDebitRecord(1, buffer.data()), kNoService);
}

TEST_CASE("what a read may need follows from its request; it is -14 when the class is smaller") {
  const Machine machine("[out_cap]\niReadCard = 200\n");
  Arguments arguments;
  const auto& read = functions()[1];
  CHECK_EQ(say(read, arguments).result, kNoService);
  arguments.address = "SSSEEF08|$";  // 4096 bytes, two digits each
  const Said said = say(read, arguments);
  CHECK_EQ(said.result, kBadParameter);
  CHECK_NE(said.text.find("8204"), Text::npos);
  std::uint32_t needed = 0;
  CHECK_EQ(read.twin(arguments, nullptr, &needed), kBadParameter);
  CHECK_EQ(needed, 8204);
}

TEST_CASE("every NULL among the texts is -14 and names the argument") {
  const Machine machine("[pki]\nenabled = true\n");
  Arguments a;
  struct Row {
    const char* argument;
    std::function<std::int64_t(char*)> call;
  };
  const std::vector<Row> rows{
      {"pCardInfo", [&](char* o) { return iReadCard(1, 1, nullptr, of(a.address), o); }},
      {"pFileAddr", [&](char* o) { return iReadCard(1, 1, of(a.cardInfo), nullptr, o); }},
      {"pCardInfo", [&](char* o) { return iWriteCard(1, nullptr, of(a.address), of(a.writeData), o); }},
      {"pFileAddr", [&](char* o) { return iWriteCard(1, of(a.cardInfo), nullptr, of(a.writeData), o); }},
      {"pWriteData", [&](char* o) { return iWriteCard(1, of(a.cardInfo), of(a.address), nullptr, o); }},
      {"pCardInfo", [&](char* o) { return iReloadPIN(1, nullptr, o); }},
      {"pCardInfo", [&](char* o) { return iUnblockPIN(1, nullptr, o); }},
      {"pCardInfo", [&](char* o) { return iDoDebit(1, nullptr, of(a.pay), o); }},
      {"pPayInfo", [&](char* o) { return iDoDebit(1, of(a.cardInfo), nullptr, o); }},
      {"pCardInfo", [&](char* o) { return iReadCard_HSM_Step1(1, nullptr, of(a.address), o); }},
      {"pFileAddr", [&](char* o) { return iReadCard_HSM_Step1(1, of(a.cardInfo), nullptr, o); }},
      {"pCardInfo", [&](char* o) { return iWriteCard_HSM_Step1(1, nullptr, of(a.address), o); }},
      {"pFileAddr", [&](char* o) { return iWriteCard_HSM_Step1(1, of(a.cardInfo), nullptr, o); }},
      {"pCardInfo", [&](char* o) { return iReloadPIN_HSM_Step1(1, nullptr, o); }},
      {"pCardInfo", [&](char* o) { return iUnblockPIN_HSM_Step1(1, nullptr, o); }},
      {"pCardInfo", [&](char* o) { return iDoDebit_HSM_Step1(1, nullptr, of(a.pay), o); }},
      {"pPayInfo", [&](char* o) { return iDoDebit_HSM_Step1(1, of(a.cardInfo), nullptr, o); }},
      {"pUserPin", [&](char* o) { return PKI_SignData(nullptr, of(a.base64), 1, o); }},
      {"pInData", [&](char* o) { return PKI_SignData(of(a.pin), nullptr, 1, o); }},
      {"pUserPin",
       [&](char* o) { return PKI_VerifySign(nullptr, of(a.base64), of(a.base64), of(a.base64), 1, o); }},
      {"pCert",
       [&](char* o) { return PKI_VerifySign(of(a.pin), nullptr, of(a.base64), of(a.base64), 1, o); }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.argument);
    Large buffer;
    CHECK_EQ(row.call(buffer.data()), kBadParameter);
    CHECK_NE(buffer.text().find(row.argument), Text::npos);
    CHECK(buffer.intactBehindNul());
  }
}

TEST_CASE("a step without a session is -12, whatever its key") {
  const Machine machine;
  for (const Function& function : functions()) {
    if (!isStep(function)) continue;
    CAPTURE(function.name);
    for (const Text& key : {Text(), Text(32, 'x'), Text(4000, '0')}) {
      Arguments arguments;
      arguments.key = key;
      CHECK_EQ(say(function, arguments).result, kNoSession);
    }
  }
}

TEST_CASE("texts that do not follow their grammar are -23 and say where, before any service is asked for") {
  const Machine machine;
  struct Row {
    const char* function;
    Text Arguments::* argument;
    Text value;
    const char* named;
  };
  const std::vector<Row> rows{
      {"iReadCard", &Arguments::cardInfo, "", "pCardInfo"},
      {"iReadCard", &Arguments::cardInfo, "999900D15600000500000001E692B037|T00000028", "pCardInfo"},
      {"iReadCard", &Arguments::cardInfo, Text(64, '0'), "pCardInfo"},
      {"iReadCard", &Arguments::address, "SSSEEF06|09|", "pFileAddr"},
      {"iReadCard", &Arguments::address, "SSSEEF06||09|$", "pFileAddr"},
      {"iReadCard", &Arguments::address, Text(4096, 'A'), "pFileAddr"},
      {"iWriteCard", &Arguments::writeData, "SSSEEF06|A|B|$", "pWriteData"},
      {"iWriteCard", &Arguments::writeData, "SSSEEF05|A|$", "pWriteData"},
      {"iWriteCard", &Arguments::writeData, Text(65536, 'A'), "pWriteData"},
      {"iDoDebit", &Arguments::pay, "42949672.96|0|20250102030405|", "pPayInfo"},
      {"iDoDebit", &Arguments::pay, "-1|0|20250102030405|", "pPayInfo"},
      {"iDoDebit", &Arguments::pay, "1.234|0|20250102030405|", "pPayInfo"},
      {"iDoDebit", &Arguments::pay, "1|0|20230230030405|", "pPayInfo"},
      {"iDoDebit", &Arguments::pay, Text(128, '1'), "pPayInfo"},
      {"iDoDebit_HSM_Step1", &Arguments::pay, "1e3|0|20250102030405|", "pPayInfo"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.function);
    CAPTURE(row.value);
    const auto& function = *std::find_if(functions().begin(), functions().end(),
                                         [&](const Function& f) { return Text(f.name) == row.function; });
    Arguments arguments;
    CHECK_EQ(say(function, arguments).result, kNoService);
    arguments.*row.argument = row.value;
    const Said said = say(function, arguments);
    CHECK_EQ(said.result, -23);
    CHECK_NE(said.text.find(row.named), Text::npos);
    checkFailureText(said);
  }
}

TEST_CASE("a request of the longest length is taken, a longer one is not") {
  const Machine machine;
  Arguments arguments;
  arguments.address.clear();
  for (int i = 0; i < 315; ++i)
    arguments.address += "SSSEEF06|09|$";
  REQUIRE_EQ(arguments.address.size(), 4095);
  CHECK_EQ(say(functions()[1], arguments).result, kNoService);
  arguments.address = "SSSEEF06|09|0A|$" + arguments.address.substr(13);
  REQUIRE_GT(arguments.address.size(), 4095);
  CHECK_EQ(say(functions()[1], arguments).result, -23);
}

TEST_CASE("the PIN of the certificate functions has 4 to 12 digits, and bytes are Base64") {
  const Machine machine("[pki]\nenabled = true\n");
  const Function& sign = functions()[23];
  Arguments arguments;
  CHECK_EQ(say(sign, arguments).result, kNoService);
  for (const char* pin : {"", "123", "1234567890123", "12a4", "１２３４"}) {
    CAPTURE(pin);
    arguments.pin = pin;
    CHECK_EQ(say(sign, arguments).result, -33);
  }
  arguments = Arguments();
  for (const char* data : {"YWJ", "YW Jj", "YWJ=YWJj", "YWJ\xD5"}) {
    CAPTURE(data);
    arguments.base64 = data;
    CHECK_EQ(say(sign, arguments).result, -23);
  }
}

TEST_CASE("a configuration that cannot be used is -14 for every function, and names the key") {
  const Machine machine("colour = 1\n");
  for (const Function& function : functions()) {
    CAPTURE(function.name);
    const Said said = say(function, {});
    CHECK_EQ(said.result, kBadParameter);
    CHECK_NE(said.text.find("colour"), Text::npos);
  }
}
