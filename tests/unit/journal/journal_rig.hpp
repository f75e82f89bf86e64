// A journal in a folder of its own, with keys of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "crypto/random.hpp"
#include "hostlib/journal/journal.hpp"
#include "hostlib/journal/verify.hpp"

namespace ssc::journal {

inline constexpr std::chrono::milliseconds kSoon{200};

class JournalRig {
 public:
  JournalRig();
  JournalRig(const JournalRig&) = delete;
  JournalRig& operator=(const JournalRig&) = delete;
  ~JournalRig();

  Result<Journal> open(const char* vfs = nullptr) const;
  Result<Journal> openAs(const Identity& whose) const;
  /// With every key there is.
  Report verified() const;
  Keys keys() const;
  /// The next purchase of card `card`, numbered `moduleNumber` by the security module, 1.00 yuan.
  static Draft draft(std::uint32_t moduleNumber, std::uint16_t cardSequence = 1);
  static settlement::Record exception();
  /// A purchase from beginning to end.
  static settlement::Record settle(Journal& journal, std::uint32_t moduleNumber);
  void sql(const std::string& statements) const;  ///< by another hand

  const std::filesystem::path folder;
  const std::filesystem::path file = folder / "journal.sqlite";
  const Identity identity{"999999000017", "SIMH00000001"};
  const TimePoint now;
  crypto::Key logKey{crypto::Bytes(16, 0xC0)};
  const crypto::Sm2KeyPair signKey = crypto::Sm2KeyPair::generate().value();
  const crypto::Sm2PublicKey publicKey = signKey.publicKey().value();
  const crypto::FieldSealer storage =
      crypto::FieldSealer::fromSessionKey(crypto::Key(crypto::Bytes(16, 7))).value();

 private:
  mutable crypto::SystemRandom random_;
};

}  // namespace ssc::journal
