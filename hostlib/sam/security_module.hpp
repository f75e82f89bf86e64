// Who proves the terminal to the card, and checks the card: a PSAM in a slot, later an HSM over the network.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <tl/expected.hpp>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"
#include "apdu/status_word.hpp"
#include "card-spec/factors.hpp"
#include "card-spec/tables.hpp"

namespace ssc::sam {

using Block8 = std::array<std::uint8_t, 8>;

enum class Fault : std::uint8_t {
  channel,      ///< no exchange with the module: see `channel`
  noAlgorithm,  ///< no environment for the card's algorithm
  noKey,        ///< the key is not in the module
  levelTooLow,  ///< its roots reach only cards of its own city or province
  status,       ///< the module refused: see `sw`
  badData,      ///< an answer that does not parse
};

struct Error {
  Fault fault;
  std::string where;  ///< the step, never data
  apdu::ChannelError channel = apdu::ChannelError::internal;
  apdu::StatusWord sw{};
};

template <class T>
using Result = tl::expected<T, Error>;

/// What a module must know of the card to diversify its keys.
struct CardIdentity {
  std::string region;  ///< six digits
  cardspec::Factor cardFactor{};
};

class SecurityModule {
 public:
  SecurityModule() = default;
  SecurityModule(const SecurityModule&) = delete;
  SecurityModule& operator=(const SecurityModule&) = delete;
  virtual ~SecurityModule() = default;

  /// Makes the environment of this algorithm current and reads the terminal number.
  virtual Result<void> open(cardspec::Algorithm algorithm) = 0;
  /// Twelve digits; valid after open().
  [[nodiscard]] virtual const std::string& terminalNumber() const = 0;
  /// Authentication data (card specification, part 6): `data` enciphered under the session key that `factor`
  /// makes of the card's key; for SM4 the halves of the block are joined by exclusive or.
  virtual Result<Block8> authenticationData(const cardspec::Key& key, const CardIdentity& card,
                                            const Block8& factor, const Block8& data) = 0;
};

}  // namespace ssc::sam
