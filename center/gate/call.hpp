// One message of a terminal on its way through the center: who sends it, what is at hand, and how a handler
// is written. A handler gets a typed body and gives a typed answer or a refusal; it runs inside a
// transaction, in which its answer is stored too.
#pragma once

#include <optional>

#include "center/gate/services.hpp"
#include "center/gate/terminals.hpp"
#include "wire/office/body.hpp"
#include "wire/office/envelope.hpp"
#include "wire/office/field_seal.hpp"

namespace ssc::center {

/// Whether the person it is about is insured with another center.
bool isForOtherArea(const Services& services, const wire::office::Request& request);

/// A message that passed the gate.
struct Message {
  const Services& services;
  const wire::office::Request& request;
  const Terminal& terminal;
  const crypto::FieldSealer* sealer = nullptr;  ///< of the sign-in; null before there is one
  wire::TimePoint now;
  crypto::ByteView file;  ///< that came beside the message; empty: none

  [[nodiscard]] std::int64_t at() const { return toStored(now); }
  [[nodiscard]] const wire::office::Head& head() const { return request.head; }
  [[nodiscard]] bool isForOtherArea() const;
  /// Personal values of this message: 1107 for one that was not sealed for this place, or not at all.
  [[nodiscard]] Answered<crypto::Personal> open(std::string_view member,
                                                const wire::office::Sealed& sealed) const;
  [[nodiscard]] Answered<wire::office::Sealed> seal(std::string_view member, std::string_view value) const;
};

/// Of the key that a sign-in came with; `sealed`: as it is kept.
Answered<crypto::FieldSealer> sealerFrom(const CenterKeys& keys, const std::string& kid,
                                         const std::string& sealed);

/// The same inside a transaction.
struct Call : Message {
  soci::session& sql;
  std::optional<std::string>
      remote;  ///< what the other area's center answered, where it was asked: JSON text
};

}  // namespace ssc::center
