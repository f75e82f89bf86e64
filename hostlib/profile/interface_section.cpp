#include "hostlib/profile/interface_section.hpp"

#include <array>

namespace ssc::profile {
namespace {

constexpr std::int64_t kShortClass = 1024, kListClass = 4096, kLongClass = 32768;

// A buffer can be smaller than what the interface asks of callers, not larger.
struct OutputClass {
  std::string_view function;
  std::int64_t bytes;
};
constexpr std::array kOutputClasses{
    OutputClass{"iReadCardBas", kShortClass},
    OutputClass{"iReadCard", kLongClass},
    OutputClass{"iWriteCard", kShortClass},
    OutputClass{"iVerifyPIN", kShortClass},
    OutputClass{"iChangePIN", kShortClass},
    OutputClass{"iReloadPIN", kShortClass},
    OutputClass{"iUnblockPIN", kShortClass},
    OutputClass{"iDoDebit", kShortClass},
    OutputClass{"iReadDebitRecord", kListClass},
    OutputClass{"iReadCardBas_HSM_Step1", kShortClass},
    OutputClass{"iReadCardBas_HSM_Step2", kShortClass},
    OutputClass{"iReadCard_HSM_Step1", kShortClass},
    OutputClass{"iReadCard_HSM_Step2", kLongClass},
    OutputClass{"iWriteCard_HSM_Step1", kShortClass},
    OutputClass{"iWriteCard_HSM_Step2", kShortClass},
    OutputClass{"iReloadPIN_HSM_Step1", kShortClass},
    OutputClass{"iReloadPIN_HSM_Step2", kShortClass},
    OutputClass{"iReloadPIN_HSM_Step3", kShortClass},
    OutputClass{"iUnblockPIN_HSM_Step1", kShortClass},
    OutputClass{"iUnblockPIN_HSM_Step2", kShortClass},
    OutputClass{"iUnblockPIN_HSM_Step3", kShortClass},
    OutputClass{"iDoDebit_HSM_Step1", kShortClass},
    OutputClass{"iDoDebit_HSM_Step2", kShortClass},
    OutputClass{"PKI_SignData", kShortClass},
    OutputClass{"PKI_VerifySign", kShortClass},
};

}  // namespace

void readOutCap(TableReader& in, Config& config) {
  for (const OutputClass& row : kOutputClasses) {
    if (const auto cap = in.number(row.function, 1, row.bytes))
      config.outCaps[std::string(row.function)] = static_cast<std::uint32_t>(*cap);
  }
}

void readCompat(TableReader& in, Config& config) {
  if (const auto fields = in.number("basic_step1_fields", 8, 9)) config.basicStep1HasTerminal = *fields == 9;
  if (const auto form = in.text("atr_field")) {
    if (*form != "historical" && *form != "whole") in.fail("atr_field", "must be historical or whole");
    config.atrField = *form == "whole" ? AtrField::whole : AtrField::historical;
  }
}

}  // namespace ssc::profile
