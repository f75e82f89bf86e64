#include "keys-sim/card/fci.hpp"

#include "keys-sim/card/file_tree.hpp"
#include "keys-sim/card/financial/financial_files.hpp"

namespace ssc::sim {
namespace {

using apdu::Bytes;
using apdu::ByteView;

constexpr std::uint8_t kDirSfi = 0x1E;
constexpr std::uint8_t kPseDirSfi = 0x01;  // JR/T 0025

Bytes sfiObject(std::uint8_t sfi) {
  return berObject(0x88, Bytes{sfi});
}

// Before generation 3 the FCI did not name the algorithm: hosts take it from the region.
Bytes environmentData(const CardProfile& profile) {
  Bytes data = sfiObject(kDirSfi);
  if (profile.generation == cardspec::Generation::three) {
    const auto algorithm = static_cast<std::uint8_t>(profile.announcedAlgorithm);
    apdu::append(data, berObject(0x9F0C, berObject(0x86, Bytes{algorithm})));
  }
  return data;
}

Bytes proprietaryData(const Directory& directory, const CardProfile& profile) {
  if (directory.df == "SSSE") return berObject(0xA5, environmentData(profile));
  if (directory.df == "PBOC") return financial::debitProprietaryData();
  if (directory.df == "PSE" || directory.df == "PPSE") return berObject(0xA5, sfiObject(kPseDirSfi));
  return {};
}

}  // namespace

Bytes berObject(std::uint16_t tag, ByteView value) {
  Bytes object;
  if (tag > 0xFF) object.push_back(static_cast<std::uint8_t>(tag >> 8));
  object.push_back(static_cast<std::uint8_t>(tag & 0xFF));
  object.push_back(static_cast<std::uint8_t>(value.size()));
  apdu::append(object, value);
  return object;
}

Bytes fciOf(const Directory& directory, const CardProfile& profile) {
  // The MF of a card with a financial application answers with the name of the PSE.
  const auto* pse = directory.df == "MF" ? cardspec::findApplication("PSE") : nullptr;
  const ByteView name = pse ? ByteView(pse->name) : ByteView(directory.name);
  Bytes data = name.empty() ? Bytes{} : berObject(0x84, name);
  apdu::append(data, proprietaryData(directory, profile));
  return berObject(0x6F, data);
}

Bytes applicationTemplate(ByteView name, ByteView label) {
  return berObject(0x61, apdu::join({berObject(0x4F, name), berObject(0x50, label)}));
}

}  // namespace ssc::sim
