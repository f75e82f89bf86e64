// Why a center does not do what it was asked.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "center/data/store_error.hpp"
#include "wire/office/transaction.hpp"

namespace ssc::center {

struct Refusal {
  wire::office::ErrorCode code;
  unsigned number = 0;  ///< seconds to wait, tries left
  std::string where;    ///< a member's name; never a value
  bool keeps = false;   ///< what was written up to here stays: a try that is counted
};

template <class T>
using Answered = tl::expected<T, Refusal>;

inline tl::unexpected<Refusal> refuse(wire::office::ErrorCode code, unsigned number = 0,
                                      std::string where = {}) {
  return tl::unexpected(Refusal{code, number, std::move(where)});
}

/// A refusal that leaves its trace.
inline tl::unexpected<Refusal> refuseAndKeep(wire::office::ErrorCode code, unsigned number = 0) {
  return tl::unexpected(Refusal{code, number, {}, true});
}

/// 1110 where trying again may help, 1111 where it will not.
Refusal refusalOf(const StoreError& error);

}  // namespace ssc::center
