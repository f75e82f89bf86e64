// Sign-in by id card, for whoever has no usable card of social security: the id card says who it is, a living
// face that is like its photo that it is they.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>

#include "hostlib/flows/office/desk.hpp"
#include "hostlib/flows/office/id_devices.hpp"
#include "hostlib/flows/office/person.hpp"

namespace ssc::flows {

/// What a face of the program shows while it waits.
struct IdSignInView {
  enum class Stage : std::uint8_t {
    card,     ///< lay the id card on its reader
    reading,  ///< the center is asked
    face,     ///< look at the camera; `sight` says what is in the way
    again,    ///< that face was not like the photo; look once more
  };
  Stage stage = Stage::card;
  FaceSight sight = FaceSight::face;
  std::chrono::seconds left{0};
};
using ShowIdSignIn = std::function<void(const IdSignInView&)>;

struct IdSignInPlan {
  std::string service;  ///< catalogue id; may be empty
  std::chrono::seconds cardLimit{30};
  std::chrono::seconds faceLimit{20};  ///< for each face
  unsigned faces = 2;                  ///< that are sent; the center counts them too, over all visits
};

class IdSignIn {
 public:
  struct Devices {
    IdCardReader& reader;
    FaceCamera& camera;
  };
  IdSignIn(OfficeDesk& desk, const Devices& devices, ShowIdSignIn show, std::stop_token stop)
      : desk_(desk), at_(devices), show_(std::move(show)), stop_(std::move(stop)) {}

  /// Ends at Level::identified, or in idCardAbsent, idCardExpired, faceNotSeen, faceNotAlike, what a device
  /// or the center said; then no session is left. What the id card said is forgotten when the center has it.
  Outcome<SignedInPerson> run(const IdSignInPlan& plan);

 private:
  Outcome<IdCard> awaitCard(std::chrono::seconds limit);
  Outcome<SignedInPerson> announce(const IdCard& card, const IdSignInPlan& plan);
  Outcome<SignedInPerson> byCard(const IdSignInPlan& plan);
  Outcome<FaceSeen> awaitFace(IdSignInView::Stage stage, std::chrono::seconds limit);
  Outcome<bool> compare(SignedInPerson& person, const FaceSeen& face);
  Outcome<void> raise(SignedInPerson& person, const IdSignInPlan& plan);
  Outcome<void> pause(std::chrono::milliseconds time, const char* where);

  OfficeDesk& desk_;
  Devices at_;
  ShowIdSignIn show_;
  std::stop_token stop_;
};

}  // namespace ssc::flows
