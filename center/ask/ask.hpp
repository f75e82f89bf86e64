// 8205, 8206, 8207, 8301: what a signed-in person asks, and what anybody may ask about a printed code.
#pragma once

#include "center/gate/call.hpp"
#include "wire/office/query.hpp"

namespace ssc::center {

Answered<wire::office::QueryAnswer> query(const Call& call, const wire::office::Query& body);
Answered<std::optional<std::string>> routeQuery(const Message& message);
Answered<std::string> foreignQuery(const Services& services, soci::session& sql,
                                   const wire::office::Request& request,
                                   const wire::office::Forwarded& forwarded);

Answered<wire::office::CardState> cardState(const Call& call, const wire::office::AskCardState& body);
Answered<std::optional<std::string>> routeCardState(const Message& message);
Answered<std::string> foreignCardState(const Services& services, soci::session& sql,
                                       const wire::office::Request& request,
                                       const wire::office::Forwarded& forwarded);

/// Of a terminal, and of the citizens' page: `who` is whoever asks, and may ask only so often.
Answered<wire::office::DocumentState> documentState(const Services& services, soci::session& sql,
                                                    const std::string& who,
                                                    const wire::office::CheckDocument& body);
Answered<wire::office::DocumentState> checkDocument(const Call& call,
                                                    const wire::office::CheckDocument& body);

}  // namespace ssc::center
