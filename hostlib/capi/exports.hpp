// The functions of the standard interface as data: one row for each, which its length-aware twin shares.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ssc::capi {

/// Bytes that a caller of a standard export provides, NUL included.
inline constexpr std::uint32_t kShortClass = 1024;  ///< short replies, and every failure text
inline constexpr std::uint32_t kListClass = 4096;   ///< the debit list
inline constexpr std::uint32_t kLongClass = 32768;  ///< card reads

/// The largest reply, NUL included; 0 where it depends on what is asked for.
struct ReplySize {
  std::uint32_t gb18030 = 0, utf8 = 0;
};
constexpr ReplySize sameSize(std::uint32_t bytes) {
  return {bytes, bytes};
}

// Sums of fields, their bars, and the NUL.
inline constexpr ReplySize kNothing = sameSize(1);
/// Region 6, algorithm 2, card id 32, historical bytes 30, four blocks 64, a ninth field 12.
inline constexpr ReplySize kBasicStart = sameSize(6 + 30 + 2 + 32 + 64 + 12 + 9 + 1);
/// Algorithm 2, key reference 16, two blocks 32.
inline constexpr ReplySize kKeyStart = sameSize(2 + 16 + 32 + 4 + 1);
/// Algorithm 2, key reference 16, block 16, header 10, PIN 12.
inline constexpr ReplySize kMessagingStart = sameSize(2 + 16 + 16 + 10 + 12 + 5 + 1);
/// Algorithm 2, key reference 16, random 8, sequence 4, amounts 16, type 2, terminal 12, time 14.
inline constexpr ReplySize kDebitStart = sameSize(2 + 16 + 8 + 4 + 16 + 2 + 12 + 14 + 8 + 1);
/// TAC 8, MAC2 8, sequences 4 and 8, amounts 24, type 2, terminal 12, time 14, algorithm 2, key reference 16.
inline constexpr ReplySize kDebitReceipt = sameSize(8 + 8 + 4 + 24 + 2 + 12 + 8 + 14 + 2 + 16 + 10 + 1);
/// The standard export cuts the list between records; the twin has room for the 30 that cards keep at least,
/// of 5 + 1 + 12 + 14 + 3 × 11 characters, six joints and a bar.
inline constexpr ReplySize kDebitList{1, 30 * 72 + 1};
/// 64 bytes in Base64.
inline constexpr ReplySize kSignature = sameSize(88 + 1);

enum class Export : std::uint8_t {
  readCardBas,
  readCard,
  writeCard,
  verifyPin,
  changePin,
  reloadPin,
  unblockPin,
  doDebit,
  readDebitRecord,
  readCardBasStep1,
  readCardBasStep2,
  readCardStep1,
  readCardStep2,
  writeCardStep1,
  writeCardStep2,
  reloadPinStep1,
  reloadPinStep2,
  reloadPinStep3,
  unblockPinStep1,
  unblockPinStep2,
  unblockPinStep3,
  doDebitStep1,
  doDebitStep2,
  signData,
  verifySign,
};

struct ExportRow {
  Export id;
  std::string_view name;
  std::uint32_t bufferClass;
  unsigned pinEntries;  ///< how often the holder may be asked for a PIN
  ReplySize reply;
};

inline constexpr std::array kExports{
    ExportRow{Export::readCardBas, "iReadCardBas", kShortClass, 0, {}},
    ExportRow{Export::readCard, "iReadCard", kLongClass, 1, {}},
    ExportRow{Export::writeCard, "iWriteCard", kShortClass, 0, kNothing},
    ExportRow{Export::verifyPin, "iVerifyPIN", kShortClass, 1, kNothing},
    ExportRow{Export::changePin, "iChangePIN", kShortClass, 3, kNothing},
    ExportRow{Export::reloadPin, "iReloadPIN", kShortClass, 2, kNothing},
    ExportRow{Export::unblockPin, "iUnblockPIN", kShortClass, 0, kNothing},
    ExportRow{Export::doDebit, "iDoDebit", kShortClass, 1, kDebitReceipt},
    ExportRow{Export::readDebitRecord, "iReadDebitRecord", kListClass, 1, kDebitList},
    ExportRow{Export::readCardBasStep1, "iReadCardBas_HSM_Step1", kShortClass, 0, kBasicStart},
    ExportRow{Export::readCardBasStep2, "iReadCardBas_HSM_Step2", kShortClass, 0, {}},
    ExportRow{Export::readCardStep1, "iReadCard_HSM_Step1", kShortClass, 1, kKeyStart},
    ExportRow{Export::readCardStep2, "iReadCard_HSM_Step2", kLongClass, 0, {}},
    ExportRow{Export::writeCardStep1, "iWriteCard_HSM_Step1", kShortClass, 0, kKeyStart},
    ExportRow{Export::writeCardStep2, "iWriteCard_HSM_Step2", kShortClass, 0, kNothing},
    ExportRow{Export::reloadPinStep1, "iReloadPIN_HSM_Step1", kShortClass, 0, kKeyStart},
    ExportRow{Export::reloadPinStep2, "iReloadPIN_HSM_Step2", kShortClass, 2, kMessagingStart},
    ExportRow{Export::reloadPinStep3, "iReloadPIN_HSM_Step3", kShortClass, 0, kNothing},
    ExportRow{Export::unblockPinStep1, "iUnblockPIN_HSM_Step1", kShortClass, 0, kKeyStart},
    ExportRow{Export::unblockPinStep2, "iUnblockPIN_HSM_Step2", kShortClass, 0, kMessagingStart},
    ExportRow{Export::unblockPinStep3, "iUnblockPIN_HSM_Step3", kShortClass, 0, kNothing},
    ExportRow{Export::doDebitStep1, "iDoDebit_HSM_Step1", kShortClass, 1, kDebitStart},
    ExportRow{Export::doDebitStep2, "iDoDebit_HSM_Step2", kShortClass, 0, kDebitReceipt},
    ExportRow{Export::signData, "PKI_SignData", kShortClass, 0, kSignature},
    ExportRow{Export::verifySign, "PKI_VerifySign", kShortClass, 0, kNothing},
};

constexpr const ExportRow& rowOf(Export id) {
  return kExports.at(static_cast<std::size_t>(id));
}

static_assert([] {
  for (const ExportRow& row : kExports) {
    if (&rowOf(row.id) != &row) return false;
  }
  return true;
}());

}  // namespace ssc::capi
