// 8101 to 8113: who stands before the terminal.
#pragma once

#include "center/gate/call.hpp"
#include "wire/office/identity.hpp"

namespace ssc::center {

Answered<wire::office::CardSignedIn> cardSignIn(const Call& call, const wire::office::CardSignIn& body);
/// Asks the area that issued the card where that is not this one.
Answered<std::optional<std::string>> routeCardSignIn(const Message& message);
/// For a terminal of another area: whether card and person may sign in.
Answered<std::string> foreignCardSignIn(const Services& services, soci::session& sql,
                                        const wire::office::Request& request,
                                        const wire::office::Forwarded& forwarded);
Answered<wire::office::LevelReached> pinResult(const Call& call, const wire::office::PinResult& body);
Answered<wire::office::LevelReached> faceCheck(const Call& call, const wire::office::FaceCheck& body);
Answered<wire::office::Done> endSessionCall(const Call& call, const wire::office::EndSession& body);

// ---- by code (center/identity/logins.hpp)
Answered<wire::office::PhoneCodeTaken> phoneCode(const Call& call, const wire::office::PhoneCode& body);
Answered<wire::office::CodeCreated> createCode(const Call& call, const wire::office::CreateCode& body);
Answered<wire::office::SignInState> pollSignIn(const Call& call, const wire::office::PollSignIn& body);
Answered<wire::office::Done> cancelSignIn(const Call& call, const wire::office::CancelSignIn& body);

}  // namespace ssc::center
