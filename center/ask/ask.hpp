// 8201 to 8207, 8301, 8721: what a signed-in person asks, prints and passes, and what anybody may ask about a
// printed code.
#pragma once

#include "center/gate/call.hpp"
#include "wire/office/document.hpp"
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

/// How long a receipt counts.
inline constexpr std::chrono::hours kReceiptLasts{24};

/// 8207. The facts, joined by bars: 12, number of the document, area, item, hall (the terminal's place),
/// place, matter, masked name, masked number, masked name of whoever presents (empty: the same person),
/// result, method, time, end. None of them is a personal value in the open. Refused: nothing is left.
Answered<wire::office::Receipt> proveIdentity(const Call& call, const wire::office::ProveIdentity& body);

/// 8721: whoever is refused gets an answer too, and a row where the data set keeps refusals.
Answered<wire::office::CheckOutcome> quickCheck(const Call& call, const wire::office::QuickCheck& body);

/// 8201, 8202: the facts of a document, and a draft that stands for them.
Answered<wire::office::DocumentData> rightsRecord(const Call& call,
                                                  const wire::office::AskRightsRecord& body);
Answered<std::optional<std::string>> routeRightsRecord(const Message& message);
Answered<std::string> foreignRightsRecord(const Services& services, soci::session& sql,
                                          const wire::office::Request& request,
                                          const wire::office::Forwarded& forwarded);
Answered<wire::office::DocumentData> statement(const Call& call, const wire::office::AskStatement& body);
Answered<std::optional<std::string>> routeStatement(const Message& message);
Answered<std::string> foreignStatement(const Services& services, soci::session& sql,
                                       const wire::office::Request& request,
                                       const wire::office::Forwarded& forwarded);

/// 8203: 4103 after three of a family in a month, unless a clerk released it.
Answered<wire::office::DocumentRegistered> registerDocument(const Call& call,
                                                            const wire::office::RegisterDocument& body);
/// 8204
Answered<wire::office::Done> closeDocument(const Call& call, const wire::office::CloseDocument& body);

}  // namespace ssc::center
