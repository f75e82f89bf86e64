// The bodies of the messages between a terminal and its center: input and output of the envelope, as types.
// Their definitions stand in fleet.hpp, identity.hpp and query.hpp, by what they are about.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "wire/bad_message.hpp"

namespace ssc::wire::office {

/// A personal value under the session's key: crypto::FieldSealer, Base64. What is sealed is bound to the
/// device, the message and the member's name: see field_seal.hpp.
struct Sealed {
  std::string text;
  [[nodiscard]] bool empty() const { return text.empty(); }
};

/// Six digits: an administrative area, GB/T 2260.
using Area = std::string;

/// The message as JSON text.
template <class Body>
std::string encodeBody(const Body& body);

/// Strict: one object, every member there once, of the right form, and no other.
template <class Body>
tl::expected<Body, BadMessage> decodeBody(std::string_view text);

/// Its members as a JSON schema (wire/object_schema.hpp).
template <class Body>
std::string describeBody();

}  // namespace ssc::wire::office
