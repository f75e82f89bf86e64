// The handlers of the certificate application, after the table's checks of parameters and lengths. The shapes
// of key management are those of issuing programs; MANAGE SECURITY ENVIRONMENT and PERFORM SECURITY OPERATION
// follow ISO/IEC 7816-4 and -8, because what cards do at run time is not public.
#pragma once

#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/pki/pki_files.hpp"

namespace ssc::sim::pki {

apdu::Response digestPin(CardOs& card, const apdu::Command& command);
apdu::Response verifyPin(CardOs& card, const apdu::Command& command);
apdu::Response changePin(CardOs& card, const apdu::Command& command);

apdu::Response authenticateMasterKey(CardOs& card, const apdu::Command& command);
apdu::Response changeMasterKey(CardOs& card, const apdu::Command& command);

apdu::Response generateKeyPair(CardOs& card, const apdu::Command& command);
apdu::Response choosePublicKey(CardOs& card, const apdu::Command& command);
apdu::Response exportPublicKey(CardOs& card, const apdu::Command& command);

apdu::Response openEnvelope(CardOs& card, const apdu::Command& command);
apdu::Response importTransportKey(CardOs& card, const apdu::Command& command);
apdu::Response importPublicKey(CardOs& card, const apdu::Command& command);
apdu::Response importPrivateKey(CardOs& card, const apdu::Command& command);

apdu::Response setSigningEnvironment(CardOs& card, const apdu::Command& command);
apdu::Response setDecipherEnvironment(CardOs& card, const apdu::Command& command);
apdu::Response computeSignature(CardOs& card, const apdu::Command& command);
apdu::Response decipherData(CardOs& card, const apdu::Command& command);

/// The lengths of an SM2 ciphertext X || Y || HASH || CIPHER: at least one byte of CIPHER.
inline constexpr std::size_t kShortestCiphertext = 97;

}  // namespace ssc::sim::pki
