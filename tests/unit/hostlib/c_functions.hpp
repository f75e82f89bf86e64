// All functions of libSSCardDriver as a table: each with its twin, good arguments, and what a good call gives
// on a machine without smart-card service.
#pragma once

#include <doctest/doctest.h>
#include <functional>
#include <vector>

#include "SSCardDriver.h"
#include "tests/unit/hostlib/c_caller.hpp"

namespace ssc::test {

using Text = std::string;

// Arguments of a good call.
struct Arguments {
  int type = 1;
  Text cardInfo = "999900D15600000500000001E692B037|T00000028|";
  Text address = "SSSEEF06|09|$";
  Text writeData = "SSSEEF06|A|$";
  Text pay = "100.00|80.00|20250102030405|";
  Text key = Text(32, '0');
  Text pin = "123456";
  Text base64 = "YWJj";
};

inline char* of(Text& text) {
  return text.data();
}

struct Function {
  const char* name;
  std::function<std::int64_t(Arguments&, char*)> standard;
  std::function<std::int64_t(Arguments&, char*, std::uint32_t*)> twin;
  std::size_t bufferClass;
  std::int64_t withoutService;  // what a good call gives where there is no service and no session
};

inline constexpr std::int64_t kNoService = -11, kNoSession = -12, kNotEnabled = -13, kBadParameter = -14;

inline const std::vector<Function>& functions() {
  static const std::vector<Function> rows{
      {"iReadCardBas", [](Arguments& a, char* o) { return iReadCardBas(a.type, o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iReadCardBas(a.type, o, n); }, SSC_OUT_SHORT,
       kNoService},
      {"iReadCard",
       [](Arguments& a, char* o) { return iReadCard(a.type, 2, of(a.cardInfo), of(a.address), o); },
       [](Arguments& a, char* o, std::uint32_t* n) {
         return ssc_iReadCard(a.type, 2, of(a.cardInfo), of(a.address), o, n);
       },
       SSC_OUT_LONG, kNoService},
      {"iWriteCard",
       [](Arguments& a, char* o) {
         return iWriteCard(a.type, of(a.cardInfo), of(a.address), of(a.writeData), o);
       },
       [](Arguments& a, char* o, std::uint32_t* n) {
         return ssc_iWriteCard(a.type, of(a.cardInfo), of(a.address), of(a.writeData), o, n);
       },
       SSC_OUT_SHORT, kNoService},
      {"iVerifyPIN", [](Arguments& a, char* o) { return iVerifyPIN(a.type, o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iVerifyPIN(a.type, o, n); }, SSC_OUT_SHORT,
       kNoService},
      {"iChangePIN", [](Arguments& a, char* o) { return iChangePIN(a.type, o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iChangePIN(a.type, o, n); }, SSC_OUT_SHORT,
       kNoService},
      {"iReloadPIN", [](Arguments& a, char* o) { return iReloadPIN(a.type, of(a.cardInfo), o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iReloadPIN(a.type, of(a.cardInfo), o, n); },
       SSC_OUT_SHORT, kNoService},
      {"iUnblockPIN", [](Arguments& a, char* o) { return iUnblockPIN(a.type, of(a.cardInfo), o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iUnblockPIN(a.type, of(a.cardInfo), o, n); },
       SSC_OUT_SHORT, kNoService},
      {"iDoDebit", [](Arguments& a, char* o) { return iDoDebit(a.type, of(a.cardInfo), of(a.pay), o); },
       [](Arguments& a, char* o, std::uint32_t* n) {
         return ssc_iDoDebit(a.type, of(a.cardInfo), of(a.pay), o, n);
       },
       SSC_OUT_SHORT, kNoService},
      {"iReadDebitRecord", [](Arguments& a, char* o) { return iReadDebitRecord(a.type, o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iReadDebitRecord(a.type, o, n); },
       SSC_OUT_LIST, kNoService},
      {"iReadCardBas_HSM_Step1", [](Arguments& a, char* o) { return iReadCardBas_HSM_Step1(a.type, o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iReadCardBas_HSM_Step1(a.type, o, n); },
       SSC_OUT_SHORT, kNoService},
      {"iReadCardBas_HSM_Step2", [](Arguments& a, char* o) { return iReadCardBas_HSM_Step2(of(a.key), o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iReadCardBas_HSM_Step2(of(a.key), o, n); },
       SSC_OUT_SHORT, kNoSession},
      {"iReadCard_HSM_Step1",
       [](Arguments& a, char* o) { return iReadCard_HSM_Step1(a.type, of(a.cardInfo), of(a.address), o); },
       [](Arguments& a, char* o, std::uint32_t* n) {
         return ssc_iReadCard_HSM_Step1(a.type, of(a.cardInfo), of(a.address), o, n);
       },
       SSC_OUT_SHORT, kNoService},
      {"iReadCard_HSM_Step2", [](Arguments& a, char* o) { return iReadCard_HSM_Step2(of(a.key), o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iReadCard_HSM_Step2(of(a.key), o, n); },
       SSC_OUT_LONG, kNoSession},
      {"iWriteCard_HSM_Step1",
       [](Arguments& a, char* o) { return iWriteCard_HSM_Step1(a.type, of(a.cardInfo), of(a.address), o); },
       [](Arguments& a, char* o, std::uint32_t* n) {
         return ssc_iWriteCard_HSM_Step1(a.type, of(a.cardInfo), of(a.address), o, n);
       },
       SSC_OUT_SHORT, kNoService},
      {"iWriteCard_HSM_Step2",
       [](Arguments& a, char* o) { return iWriteCard_HSM_Step2(of(a.key), of(a.writeData), o); },
       [](Arguments& a, char* o, std::uint32_t* n) {
         return ssc_iWriteCard_HSM_Step2(of(a.key), of(a.writeData), o, n);
       },
       SSC_OUT_SHORT, kNoSession},
      {"iReloadPIN_HSM_Step1",
       [](Arguments& a, char* o) { return iReloadPIN_HSM_Step1(a.type, of(a.cardInfo), o); },
       [](Arguments& a, char* o, std::uint32_t* n) {
         return ssc_iReloadPIN_HSM_Step1(a.type, of(a.cardInfo), o, n);
       },
       SSC_OUT_SHORT, kNoService},
      {"iReloadPIN_HSM_Step2", [](Arguments& a, char* o) { return iReloadPIN_HSM_Step2(of(a.key), o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iReloadPIN_HSM_Step2(of(a.key), o, n); },
       SSC_OUT_SHORT, kNoSession},
      {"iReloadPIN_HSM_Step3", [](Arguments& a, char* o) { return iReloadPIN_HSM_Step3(of(a.key), o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iReloadPIN_HSM_Step3(of(a.key), o, n); },
       SSC_OUT_SHORT, kNoSession},
      {"iUnblockPIN_HSM_Step1",
       [](Arguments& a, char* o) { return iUnblockPIN_HSM_Step1(a.type, of(a.cardInfo), o); },
       [](Arguments& a, char* o, std::uint32_t* n) {
         return ssc_iUnblockPIN_HSM_Step1(a.type, of(a.cardInfo), o, n);
       },
       SSC_OUT_SHORT, kNoService},
      {"iUnblockPIN_HSM_Step2", [](Arguments& a, char* o) { return iUnblockPIN_HSM_Step2(of(a.key), o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iUnblockPIN_HSM_Step2(of(a.key), o, n); },
       SSC_OUT_SHORT, kNoSession},
      {"iUnblockPIN_HSM_Step3", [](Arguments& a, char* o) { return iUnblockPIN_HSM_Step3(of(a.key), o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iUnblockPIN_HSM_Step3(of(a.key), o, n); },
       SSC_OUT_SHORT, kNoSession},
      {"iDoDebit_HSM_Step1",
       [](Arguments& a, char* o) { return iDoDebit_HSM_Step1(a.type, of(a.cardInfo), of(a.pay), o); },
       [](Arguments& a, char* o, std::uint32_t* n) {
         return ssc_iDoDebit_HSM_Step1(a.type, of(a.cardInfo), of(a.pay), o, n);
       },
       SSC_OUT_SHORT, kNoService},
      {"iDoDebit_HSM_Step2", [](Arguments& a, char* o) { return iDoDebit_HSM_Step2(of(a.key), o); },
       [](Arguments& a, char* o, std::uint32_t* n) { return ssc_iDoDebit_HSM_Step2(of(a.key), o, n); },
       SSC_OUT_SHORT, kNoSession},
      {"PKI_SignData", [](Arguments& a, char* o) { return PKI_SignData(of(a.pin), of(a.base64), a.type, o); },
       [](Arguments& a, char* o, std::uint32_t* n) {
         return ssc_PKI_SignData(of(a.pin), of(a.base64), a.type, o, n);
       },
       SSC_OUT_SHORT, kNotEnabled},
      {"PKI_VerifySign",
       [](Arguments& a, char* o) {
         return PKI_VerifySign(of(a.pin), of(a.base64), of(a.base64), of(a.base64), a.type, o);
       },
       [](Arguments& a, char* o, std::uint32_t* n) {
         return ssc_PKI_VerifySign(of(a.pin), of(a.base64), of(a.base64), of(a.base64), a.type, o, n);
       },
       SSC_OUT_SHORT, kNotEnabled},
  };
  return rows;
}

inline bool isStep(const Function& function) {
  return function.withoutService == kNoSession;
}

using Large = BufferOf<SSC_OUT_LONG + 64>;

struct Said {
  std::int64_t result = 0;
  Text text;
};

// A standard call whose buffer is exactly its class: the text lies inside it, and is GB 18030 of two bytes a
// character, which callers that know GBK only can read.
inline Said say(const Function& function, Arguments arguments) {
  Large buffer;
  Said said{function.standard(arguments, buffer.data()), buffer.text()};
  CHECK(buffer.intactBehindNul());
  CHECK_LT(said.text.size(), function.bufferClass);
  CHECK_EQ(said.result, std::int64_t{static_cast<std::int32_t>(said.result)});
  return said;
}

inline void checkFailureText(const Said& said) {
  CHECK_FALSE(said.text.empty());
  CHECK_LE(said.text.size(), 255);
  CHECK(utf8Of(said.text).has_value());
  for (std::size_t i = 0; i + 1 < said.text.size(); ++i) {
    if (static_cast<unsigned char>(said.text[i]) < 0x80) continue;
    CHECK_GE(static_cast<unsigned char>(said.text[++i]), 0x40);  // a digit there begins four bytes
  }
}

}  // namespace ssc::test
