// The states of one printed document, as a table: from facts to *taken*, or to the word that it is void.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ssc::flows {

enum class PrintState : std::uint8_t {
  created,     ///< its facts are known
  rendered,    ///< its pages are counted
  registered,  ///< the center has given it a number and a code
  spooled,     ///< on its way to the printer
  printing,
  presented,  ///< held out to the citizen
  asked,      ///< no presenter: "have you got n pages?"
  taken,
  retracted,
  voided,
  failed,  ///< it never had a number
};

struct PrintStateRow {
  PrintState state;
  std::string_view name;                     ///< in the registry and in logs
  PrintState onSuccess, onFailure;           ///< its own state: it is an end
  bool isOpen;                               ///< the center waits to hear of it
  bool mayLie;                               ///< pages may be where the next person finds them
  std::optional<PrintState> otherwise = {};  ///< on success where no presenter is fitted
};

const PrintStateRow& rowOf(PrintState state);
/// Nothing for a name that is none.
std::optional<PrintState> printStateNamed(std::string_view name);
/// After a success; `withPresenter` decides between presented and asked.
PrintState nextOf(PrintState state, bool withPresenter);

}  // namespace ssc::flows
