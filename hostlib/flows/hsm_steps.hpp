// The steps of the HSM functions: the caller's back office computes what a PSAM would, the card stays powered
// in between. One object is one session; it is used up by its last step or by any failure.
#pragma once

#include <array>
#include <optional>

#include "hostlib/flows/debit.hpp"
#include "hostlib/flows/file_access.hpp"
#include "hostlib/flows/files.hpp"
#include "hostlib/flows/read_card.hpp"

namespace ssc::flows {

/// Two randoms of the card: the first is the data, the second and latest the session factor.
struct HsmChallenge {
  card::Block8 factor{};
  card::Block8 data{};
};

struct HsmBasicStart {
  HsmChallenge internal;
  std::optional<HsmChallenge> external;  ///< third generation only
};
/// What an HSM answers to a challenge.
struct HsmProof {
  card::Block8 authentication{};
  card::Block8 data{};
};

struct HsmKeyStart {
  const cardspec::Key* key = nullptr;  ///< its reference at the HSM is the caller's configuration
  HsmChallenge challenge;
};

struct HsmMessagingStart {
  const cardspec::Key* key = nullptr;    ///< STKSSSE
  card::Block8 factor{};                 ///< of session key and MAC
  std::array<std::uint8_t, 5> header{};  ///< CLA INS P1 P2 Lc
  crypto::SecretBytes newPin;            ///< digits; empty for unblock
};

// Step by step, on a card that has been taken. Each function is one step; the values in between are the
// caller's.
Outcome<HsmBasicStart> hsmBasicStart(Visit& visit);
Outcome<BasicCard> hsmBasicFinish(Visit& visit, const HsmBasicStart& start, const HsmProof& internal,
                                  const std::optional<HsmProof>& external);
/// noHsmNeeded where no key opens the file. "PIN and key": the PIN is asked for and verified first.
Outcome<HsmKeyStart> hsmReadStart(Visit& visit, const FileRequest& request);
Outcome<FileContent> hsmReadFinish(Visit& visit, const FileRequest& request, const HsmProof& proof);
Outcome<HsmKeyStart> hsmWriteStart(Visit& visit, const FileRequest& request);
Outcome<void> hsmWriteFinish(Visit& visit, const FileWrite& write, const HsmProof& proof);
/// PIN reload and unblock begin alike: PUK.
Outcome<HsmKeyStart> hsmPinStart(Visit& visit);
Outcome<HsmMessagingStart> hsmReloadSecond(Visit& visit, const HsmProof& proof);
Outcome<HsmMessagingStart> hsmUnblockSecond(Visit& visit, const HsmProof& proof);
/// Sends the command the HSM made: header, cipher text, MAC.
Outcome<void> hsmPinFinish(Visit& visit, apdu::ByteView command);
Outcome<OpenPurchase> hsmDebitStart(Visit& visit, const DebitOrder& order);
/// MAC2 is for the HSM to check.
Outcome<DebitReceipt> hsmDebitFinish(Visit& visit, CardInterface interface, const OpenPurchase& purchase,
                                     const card::Debit& consent, std::chrono::milliseconds reinsertWait,
                                     DebitMark* mark = nullptr);

}  // namespace ssc::flows
