#include "keys-sim/card/financial/financial_files.hpp"

#include <array>

#include "keys-sim/card/fci.hpp"

namespace ssc::sim::financial {
namespace {

using apdu::Bytes;
using Kind = cardspec::AccessRule::Kind;

constexpr std::string_view kLabel = "PBOC DEBIT";
constexpr std::uint16_t kDirectoryFile = 0x0001, kApplicationFile = 0x0002;  // SFI 1, SFI 2

// 6219990000000000002: a number no bank gives out, with a right last digit (ISO/IEC 7812-1, annex B).
constexpr std::array<std::uint8_t, 10> kCardNumber{0x62, 0x19, 0x99, 0, 0, 0, 0, 0, 0, 0x2F};
constexpr std::array<std::uint8_t, 3> kExpiry{0x35, 0x12, 0x31};
constexpr std::array<std::uint8_t, 1> kSequence{0x01};
constexpr std::array<std::uint8_t, 1> kPriority{0x01};

Bytes labelAndPriority() {
  return apdu::join({berObject(0x50, apdu::toBytes(kLabel)), berObject(0x87, kPriority)});
}

// 70 { 61 { 4F AID, 50 label, 87 priority } }
Bytes directoryEntry() {
  const auto* debit = cardspec::findApplication("PBOC");
  const Bytes name = berObject(0x4F, debit->name);
  return berObject(0x70, berObject(0x61, apdu::join({name, labelAndPriority()})));
}

Bytes cardData() {
  return berObject(0x70, apdu::join({berObject(0x5A, kCardNumber), berObject(0x5F24, kExpiry),
                                     berObject(0x5F34, kSequence)}));
}

ElementaryFile oneRecord(std::uint16_t fid, Bytes record) {
  ElementaryFile file{fid, cardspec::FileType::variableRecord, {Kind::free, {}}, {Kind::never, {}}, {}, {}};
  file.records.push_back(std::move(record));
  return file;
}

}  // namespace

std::vector<ElementaryFile> makeFiles(std::string_view df) {
  if (df == "PSE" || df == "PPSE") return {oneRecord(kDirectoryFile, directoryEntry())};
  if (df == "PBOC") return {oneRecord(kApplicationFile, cardData())};
  return {};
}

Bytes debitProprietaryData() {
  return berObject(0xA5, labelAndPriority());
}

}  // namespace ssc::sim::financial
