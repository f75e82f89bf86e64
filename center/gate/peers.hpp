// The centers of other areas: asked on behalf of a terminal, or answering for one.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "center/gate/call.hpp"
#include "center/gate/peer_turns.hpp"
#include "center/http/message.hpp"
#include "wire/https/client.hpp"

namespace ssc::center {

/// What this center says of the person when it hands a message on.
struct Witness {
  crypto::Personal presenter, subject;
  std::string card;  ///< of the subject, where one was shown: aaz501
  std::uint8_t level = 0;
};

struct PeerSettings {
  std::string area;
  https::Settings link;     ///< with our certificate
  std::string signKey;      ///< SM2 point, hexadecimal
  std::string fingerprint;  ///< of the certificate it shows us, hexadecimal
};

/// Thread-safe. Some calls to one peer can be under way at once: each of them holds a worker, and a peer that
/// hangs must leave some for the terminals that ask nothing of it.
class Peers {
 public:
  /// `atOnce`: calls to all peers.
  explicit Peers(std::vector<PeerSettings> peers, unsigned atOnce = 1);
  Peers(const Peers&) = delete;
  Peers& operator=(const Peers&) = delete;
  ~Peers();

  /// The output that the center of the head's insured area gives: 1112 when it cannot be reached within 5 s,
  /// when too many wait for peers already, or what comes cannot be believed; else its own refusal. `input`:
  /// the body with its personal values in the open; between centers the connection alone protects them.
  Answered<std::string> ask(const Message& message, std::string input, const Witness& witness);

  /// The peer that proved this certificate; empty: none of them.
  [[nodiscard]] std::string areaOf(const crypto::CertificateFingerprint& fingerprint) const;
  [[nodiscard]] const crypto::Sm2PublicKey* keyOf(const std::string& area) const;

 private:
  struct Peer;
  class Lease;
  PeerTurns turns_;
  std::map<std::string, std::unique_ptr<Peer>> peers_;
};

/// The other side: answers for a terminal of a peer. Only what is asked about a person goes this way.
HttpAnswer answerPeer(const Services& services, const HttpRequest& http);

}  // namespace ssc::center
