#include "keys-sim/card/pki/read_profile.hpp"

#include <algorithm>

#include "card-spec/text.hpp"
#include "keys-sim/card/pki/personalisation.hpp"
#include "keys-sim/keys/derivation.hpp"

namespace ssc::sim::pki {
namespace {

constexpr std::string_view kEnvironmentKey = "MKPKI", kApplicationKey = "MKPKIADF";

crypto::SecretBytes readPin(Section& section, std::string_view key) {
  const std::string digits = section.string(key);
  const bool decimal = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  const auto packed = cardspec::packDigits(digits, (digits.size() + 1) / 2);
  if (!decimal || digits.size() < 4 || digits.size() > 12 || !packed) {
    section.fail(key, "must be 4 to 12 digits");
    return {};
  }
  return crypto::SecretBytes(ByteView(*packed));
}

Key masterKey(Section& section, const CardProfile& profile, std::string_view name) {
  const auto place = cardPlace(profile.region, profile.historicalBytes);
  auto key = place ? cardKey(TestRoots(profile.rootLabel), Algorithm::sm4, *place, name)
                   : CryptoResult<Key>(tl::unexpected(CryptoError::badLength));
  if (key) return std::move(*key);
  section.fail("", "the master keys cannot be derived");
  return {};
}

}  // namespace

void readProfile(Section section, CardProfile& profile, const std::string& holder) {
  if (profile.generation != cardspec::Generation::three)
    return section.fail("", "only cards of generation 3 have a certificate application");
  PkiProfile pki;
  pki.userPin = readPin(section, "user-pin");
  pki.adminPin = readPin(section, "admin-pin");
  pki.pinTries = static_cast<unsigned>(section.integer("pin-tries", 1, 15, 6));
  pki.environmentMasterKey = masterKey(section, profile, kEnvironmentKey);
  pki.applicationMasterKey = masterKey(section, profile, kApplicationKey);
  const bool personalised = section.booleanOr("personalised", false);
  section.rejectUnknown();
  profile.pki = std::move(pki);
  if (!personalised || section.error()) return;
  if (const auto done = personalise(profile, holder); !done)
    section.fail("personalised", std::string(crypto::toText(done.error())));
}

}  // namespace ssc::sim::pki
