// Prints the schemas of everything that terminals and centers say to each other, as the codecs' own functions
// list their members: the source of the bodies in docs/api/openapi.yaml. Fails when the center serves a
// transaction that is not listed here.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "center/gate/dispatcher.hpp"
#include "wire/office/application.hpp"
#include "wire/office/card_service.hpp"
#include "wire/office/document.hpp"
#include "wire/office/envelope.hpp"
#include "wire/office/query.hpp"
#include "wire/office/settlement.hpp"
#include "wire/office/staff.hpp"

namespace {

using namespace ssc::wire::office;
using nlohmann::ordered_json;

template <class... Bodies>
ordered_json describeAll() {
  ordered_json all = ordered_json::object();
  ((all[std::string(Bodies::kInfno)] = {{"input", ordered_json::parse(describeBody<Bodies>())},
                                        {"output",
                                         ordered_json::parse(describeBody<typename Bodies::Answer>())}}),
   ...);
  return all;
}

ordered_json transactions() {
  return describeAll<Register, PowerOn, SignIn, SignOut, Heartbeat, AskAfter, CardSignIn, PinResult,
                     FaceCheck, PhoneCode, CreateCode, PollSignIn, CancelSignIn, Authorise, ExchangeCode,
                     EndSession, HelpCall, ClerkRelease, AuthorityCheck, StaffSignIn, StaffSignOut,
                     AskRightsRecord, AskStatement, RegisterDocument, CloseDocument, CheckDocument, Query,
                     ProveIdentity, QuickCheck, AskCardState, EnableCard, ReportLoss, ReleaseCard,
                     SubmitApplication, AskApplications, DecideApplication, WithdrawApplication, UploadFile,
                     FetchFile, AskPolicy, OfflineBatch, AskAcknowledgement, ReverseOffline, UploadCardLog,
                     CompareTotals, CompareDetails, ReportOutage>();
}

}  // namespace

int main() {
  const ordered_json all = {{"request", ordered_json::parse(describeEnvelope<Request>())},
                            {"reply", ordered_json::parse(describeEnvelope<Reply>())},
                            {"forwarded", ordered_json::parse(describeEnvelope<Forwarded>())},
                            {"transactions", transactions()}};
  for (const auto& built : ssc::center::builtTransactions()) {
    if (all["transactions"].contains(std::string(built.infno))) continue;
    std::fprintf(stderr, "%.*s is served, but not described: add its body to schema_tool.cpp\n",
                 static_cast<int>(built.infno.size()), built.infno.data());
    return 1;
  }
  std::printf("%s\n", all.dump(1).c_str());
  return 0;
}
