// Which transactions this center has built, and what serves each.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "center/gate/call.hpp"

namespace ssc::center {

using Handler = Answered<std::string> (*)(const Call&);

/// Outside the transaction, before it: asks the center of the area that the head names. Only for messages
/// where that is another area; nothing where this center answers itself all the same.
using Route = Answered<std::optional<std::string>> (*)(const Message&);

struct Built {
  std::string_view infno;
  Handler handler;
  Route route = nullptr;
};

/// nullptr: not built.
const Built* findBuilt(std::string_view infno);
std::span<const Built> builtTransactions();

/// A handler of typed bodies as the table takes it; 1107 names the member that is wrong.
template <class Body, Answered<typename Body::Answer> (*serve)(const Call&, const Body&)>
Answered<std::string> typed(const Call& call) {
  auto body = wire::office::decodeBody<Body>(call.request.input);
  if (!body) return refuse(wire::office::ErrorCode::badEnvelope, 0, "input." + body.error().place);
  auto answer = serve(call, *body);
  if (!answer) return tl::unexpected(std::move(answer.error()));
  return wire::office::encodeBody(*answer);
}

}  // namespace ssc::center
