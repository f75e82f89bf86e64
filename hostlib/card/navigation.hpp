// Where on the card we are: the current application and the current elementary file. Selects only what is not
// current already, and finds out once whether this card reaches files by short identifier or by SELECT.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "card-spec/tables.hpp"
#include "hostlib/card/card.hpp"

namespace ssc::card {

/// Status words after which a file is selected and the command sent again without short identifier: the card
/// may not know that one. None of them is an answer to a command that was carried out.
std::span<const apdu::StatusWord> fileNotReached();        ///< 6A82, 6986
std::span<const apdu::StatusWord> fileOrModeNotReached();  ///< these, and 6A81, 6A86

/// Where a card stands, as a count of selections: two equal stays had none between them. A card forgets the
/// keys of an application with the next selection of another one, those of an environment when that is left.
struct Stay {
  unsigned environment = 0;
  unsigned application = 0;
};

class Navigation {
 public:
  /// The card is borrowed. `current` is the application that is selected now ("SSSE" behind recognise());
  /// empty when that is not known.
  explicit Navigation(Card& card, std::string_view current = {});

  [[nodiscard]] Card& card() { return card_; }

  /// Makes an application current: "SSSE", "DF01"…"DF07", "PKI", "PKIADF", "PSE", "PBOC", "TRANSPORT", each
  /// inside the environment it belongs to. Sends nothing when it is current. An application that is not in
  /// the table is 6A82. Selecting ends key authentications of the application left, and an open medical
  /// transaction.
  Result<void> select(std::string_view df);

  /// A command inside an application, which is made current first.
  Result<apdu::Response> send(std::string_view df, const apdu::Command& command, std::string_view where);

  /// A command to a file of the map, made for a short identifier (0 = the current EF).
  using CommandFor = std::function<apdu::Command(std::uint8_t sfi)>;
  Result<apdu::Response> send(const cardspec::File& file, const CommandFor& command,
                              std::span<const apdu::StatusWord> notReached = fileOrModeNotReached());

  [[nodiscard]] const Stay& stay() const { return stay_; }

  /// After a reset, or whenever someone else spoke to the card. Errors of the channel do it by themselves.
  void forget();

 private:
  enum class Reach : std::uint8_t { unknown, shortIdentifier, selection };

  Result<void> enter(const cardspec::Application& application);
  Result<void> selectFile(const cardspec::File& file);
  Result<apdu::Response> sendSelected(const cardspec::File& file, const CommandFor& command);
  Result<apdu::Response> watched(Result<apdu::Response> response);

  Card& card_;
  const cardspec::Application* current_;
  Stay stay_;
  Reach reach_ = Reach::unknown;
  std::uint16_t currentFile_ = 0;  ///< only kept where files are selected; 0 = none
};

/// SELECT by name; some cards find a name only from the MF: after 6A82 once more from there. `expected` empty
/// = the FCI is not fetched.
Result<apdu::Response> selectByName(Card& card, apdu::ByteView name, std::string_view where,
                                    std::optional<std::size_t> expected);

}  // namespace ssc::card
