// What a holder does to the state of a card: report its loss, have it released, enable a new one.
#pragma once

#include <stop_token>
#include <string>

#include "hostlib/flows/office/card_sign_in.hpp"
#include "hostlib/flows/office/id_devices.hpp"

namespace ssc::flows {

struct CardChange {
  std::string operationNo;    ///< of the center's register; on the slip
  std::string before, after;  ///< aaz502
  std::string doneAt;         ///< yyyyMMddHHmmssSSS
};

struct ReleasePlan {
  CardInterface interface = CardInterface::contactFirst;
  FaceSeen face;
  std::string reason;  ///< one sentence; may be empty
};

struct EnablePlan {
  CardInterface interface = CardInterface::contactFirst;
  FaceSeen face;
  IdCard idCard;
};

/// Every refusal of the center is officeRefused with its number: 3101 where the card is in another state,
/// 2109 where something that is needed was not seen.
class CardService {
 public:
  CardService(OfficeDesk& desk, std::stop_token stop) : desk_(desk), stop_(std::move(stop)) {}

  /// 8304, by whoever is signed in; the card need not be here. A session by that card, or by its e-card, has
  /// ended then.
  Outcome<CardChange> reportLoss(const SignedInPerson& person, const std::string& reason = {});

  /// 8306, with a card in state 4: the card proves itself, the holder enters the PIN and shows the face. A
  /// session of its own, which ends with it.
  Outcome<CardChange> release(Visit& visit, const ReleasePlan& plan);

  /// 8303, with a card in state 0: card, id card and face, and the holder replaces the initial PIN on the
  /// card. The id card and the face are looked at before the PIN is changed.
  Outcome<CardChange> enable(Visit& visit, const EnablePlan& plan);

 private:
  Outcome<void> showFace(const SignedInPerson& person, const FaceSeen& face);
  Outcome<CardChange> doRelease(const SignedInPerson& person, const ReleasePlan& plan);
  Outcome<CardChange> doEnable(Visit& visit, const SignedInPerson& person, const EnablePlan& plan);

  OfficeDesk& desk_;
  std::stop_token stop_;
};

}  // namespace ssc::flows
