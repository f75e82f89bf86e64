// CIPHER DATA: uses the delivered session key. P1 00 encrypts the last or only part, 02 an earlier one; 05
// makes a MAC in one go, 07, 03 … 01 in parts. The first block of 05 and 07 is the IV; the terminal pads with
// `80 00…`.
#include <algorithm>
#include <array>

#include "keys-sim/keys/session.hpp"
#include "keys-sim/psam/commands/commands.hpp"

namespace ssc::sim::psam {
namespace {

using apdu::ByteView;
using apdu::Response;
using Delivered = PsamState::Delivered;

constexpr std::uint8_t kMacOnly = 6, kEncryptionOnly = 7;

struct Mode {
  std::uint8_t p1;
  bool encrypts;
  bool startsWithIv;  // MAC: a new one
  bool ends;          // MAC: the answer is the MAC
};
constexpr std::array<Mode, 6> kModes{{
    {0x00, true, false, true},
    {0x02, true, false, false},
    {0x05, false, true, true},
    {0x07, false, true, false},
    {0x03, false, false, false},
    {0x01, false, false, true},
}};

const Mode* findMode(std::uint8_t p1) {
  const auto found =
      std::find_if(kModes.begin(), kModes.end(), [&](const Mode& mode) { return mode.p1 == p1; });
  return found == kModes.end() ? nullptr : &*found;
}

Response encrypt(Algorithm algorithm, const Delivered& delivered, ByteView data) {
  const auto cipher = cipherFor(algorithm, delivered.key);
  if (!cipher) return status(kInternalError);
  auto encrypted = cipher->encryptEcb(data);
  if (!encrypted) return status(kInternalError);
  return {std::move(*encrypted), apdu::sw::kOk};
}

Response continueMac(Algorithm algorithm, Delivered& delivered, ByteView data, const Mode& mode) {
  const auto last = lastCbcBlock(algorithm, delivered.key, delivered.chaining, data);
  if (!last) return status(kInternalError);
  delivered.chaining = mode.ends ? apdu::Bytes{} : *last;
  if (!mode.ends) return status(apdu::sw::kOk);
  const Mac mac = foldMac(algorithm, *last);
  return {apdu::Bytes(mac.begin(), mac.end()), apdu::sw::kOk};
}

Response makeMac(Algorithm algorithm, Delivered& delivered, ByteView data, const Mode& mode) {
  const std::size_t block = blockSize(algorithm);
  if (mode.startsWithIv) {
    if (data.size() < 2 * block) return status(apdu::sw::kWrongLength);
    delivered.chaining.assign(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(block));
    data = data.subspan(block);
  }
  if (delivered.chaining.empty()) return status(kWrongState);
  return continueMac(algorithm, delivered, data, mode);
}

bool isPermitted(const Delivered& delivered, const Mode& mode) {
  return delivered.type != (mode.encrypts ? kMacOnly : kEncryptionOnly);
}

}  // namespace

bool acceptsCipherParameters(const apdu::Header& header) {
  return findMode(header.p1) && header.p2 == 0;
}

Response cipherData(PsamOs& psam, const apdu::Command& command) {
  auto& state = psam.state();
  if (!state.delivered) return status(kWrongState);
  const Mode& mode = *findMode(command.header().p1);
  const Algorithm algorithm = state.environment->algorithm;
  if (command.data().size() % blockSize(algorithm) != 0) return status(apdu::sw::kWrongLength);
  if (!isPermitted(*state.delivered, mode)) return status(apdu::sw::kConditionsNotSatisfied);
  return mode.encrypts ? encrypt(algorithm, *state.delivered, command.data())
                       : makeMac(algorithm, *state.delivered, command.data(), mode);
}

}  // namespace ssc::sim::psam
