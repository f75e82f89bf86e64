#include "center/gate/dispatcher.hpp"

#include <algorithm>
#include <array>

#include "center/apply/application.hpp"
#include "center/ask/ask.hpp"
#include "center/card/card_service.hpp"
#include "center/files/files.hpp"
#include "center/fleet/fleet.hpp"
#include "center/identity/identity.hpp"
#include "center/identity/staff.hpp"
#include "center/settle/settle.hpp"
#include "center/web/clients.hpp"

namespace ssc::center {
namespace {

using namespace wire::office;

constexpr std::array kBuilt{
    Built{SignIn::kInfno, typed<SignIn, signIn>},
    Built{SignOut::kInfno, typed<SignOut, signOut>},
    Built{Heartbeat::kInfno, typed<Heartbeat, heartbeat>},
    Built{AskAfter::kInfno, typed<AskAfter, askAfter>},
    Built{PowerOn::kInfno, typed<PowerOn, powerOn>},
    Built{PhoneCode::kInfno, typed<PhoneCode, phoneCode>},
    Built{CreateCode::kInfno, typed<CreateCode, createCode>},
    Built{PollSignIn::kInfno, typed<PollSignIn, pollSignIn>},
    Built{CancelSignIn::kInfno, typed<CancelSignIn, cancelSignIn>},
    Built{Authorise::kInfno, typed<Authorise, web::authorise>},
    Built{ExchangeCode::kInfno, typed<ExchangeCode, web::exchange>},
    Built{CardSignIn::kInfno, typed<CardSignIn, cardSignIn>, routeCardSignIn},
    Built{PinResult::kInfno, typed<PinResult, pinResult>},
    Built{FaceCheck::kInfno, typed<FaceCheck, faceCheck>},
    Built{EndSession::kInfno, typed<EndSession, endSessionCall>},
    Built{HelpCall::kInfno, typed<HelpCall, helpCall>},
    Built{ClerkRelease::kInfno, typed<ClerkRelease, clerkRelease>},
    Built{AuthorityCheck::kInfno, typed<AuthorityCheck, authorityCheck>},
    Built{StaffSignIn::kInfno, typed<StaffSignIn, staffSignIn>},
    Built{StaffSignOut::kInfno, typed<StaffSignOut, staffSignOut>},
    Built{AskRightsRecord::kInfno, typed<AskRightsRecord, rightsRecord>, routeRightsRecord},
    Built{AskStatement::kInfno, typed<AskStatement, statement>, routeStatement},
    Built{RegisterDocument::kInfno, typed<RegisterDocument, registerDocument>},
    Built{CloseDocument::kInfno, typed<CloseDocument, closeDocument>},
    Built{CheckDocument::kInfno, typed<CheckDocument, checkDocument>},
    Built{Query::kInfno, typed<Query, query>, routeQuery},
    Built{ProveIdentity::kInfno, typed<ProveIdentity, proveIdentity>},
    Built{QuickCheck::kInfno, typed<QuickCheck, quickCheck>},
    Built{AskCardState::kInfno, typed<AskCardState, cardState>, routeCardState},
    Built{EnableCard::kInfno, typed<EnableCard, enableCard>, routeEnableCard},
    Built{ReportLoss::kInfno, typed<ReportLoss, reportLoss>, routeReportLoss},
    Built{ReleaseCard::kInfno, typed<ReleaseCard, releaseCard>, routeReleaseCard},
    Built{SubmitApplication::kInfno, typed<SubmitApplication, submitApplication>, routeSubmit},
    Built{AskApplications::kInfno, typed<AskApplications, askApplications>, routeAsk},
    Built{DecideApplication::kInfno, typed<DecideApplication, decideApplication>},
    Built{CompareTotals::kInfno, typed<CompareTotals, compareTotals>},
    Built{CompareDetails::kInfno, typed<CompareDetails, compareDetails>},
    Built{AskPolicy::kInfno, typed<AskPolicy, givePolicy>},
    Built{OfflineBatch::kInfno, typed<OfflineBatch, takeBatch>},
    Built{AskAcknowledgement::kInfno, typed<AskAcknowledgement, acknowledge>},
    Built{ReverseOffline::kInfno, typed<ReverseOffline, reverseOffline>},
    Built{UploadCardLog::kInfno, typed<UploadCardLog, takeCardLog>},
    Built{ReportOutage::kInfno, typed<ReportOutage, takeOutageReport>},
    Built{UploadFile::kInfno, typed<UploadFile, uploadFile>},
    Built{FetchFile::kInfno, typed<FetchFile, fetchFile>},
    Built{WithdrawApplication::kInfno, typed<WithdrawApplication, withdrawApplication>, routeWithdraw},
};

}  // namespace

const Built* findBuilt(std::string_view infno) {
  const auto row =
      std::find_if(kBuilt.begin(), kBuilt.end(), [&](const Built& built) { return built.infno == infno; });
  return row == kBuilt.end() ? nullptr : &*row;
}

std::span<const Built> builtTransactions() {
  return kBuilt;
}

}  // namespace ssc::center
