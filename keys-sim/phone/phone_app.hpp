// A simulated e-card app: what a holder does on a phone. One object a run; every function is one thing the
// holder does, from the question to the platform to what the screen shows.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <stop_token>

#include "keys-sim/phone/password.hpp"
#include "keys-sim/phone/phone_screen.hpp"

namespace ssc::sim {

class PhoneApp {
 public:
  /// All outlive it.
  PhoneApp(Platform& platform, PhoneScreen& screen, std::stop_token stop)
      : platform_(platform), screen_(screen), stop_(std::move(stop)) {}

  Told<void> cards();
  struct Show {
    std::size_t ecard = 1;  ///< as `cards` counts them
    std::string purpose = "01";
    PhoneScreen::CodeView view;
  };
  Told<void> show(const Show& what);
  /// The text of a terminal's code.
  Told<void> scan(std::size_t number, const std::string& text);
  Told<void> inbox();
  Told<void> confirm(const std::string& loginId, const PasswordSource& source);
  Told<void> refuse(const std::string& loginId);

  enum class Decision : std::uint8_t { ask, confirmAll, refuseAll };
  struct Watch {
    Show code;
    bool showsCode = true;
    Decision decision = Decision::ask;
    PasswordSource password;
    std::optional<std::chrono::seconds> lasts;  ///< none: until it is stopped
    std::optional<unsigned> most;               ///< sign-ins to decide on
    std::string camera;  ///< PNG file of what the phone sees: terminals' codes are scanned, each once
  };
  /// Renews the shown code every 60 s and when it was used, looks every 2 s for sign-ins and decides on each
  /// once.
  Told<void> watch(const Watch& what);

 private:
  struct Found {
    std::string signNo;
    wire::gateway::WaitingLogin login;
  };
  Told<std::vector<wire::gateway::EcardFace>> start();
  Told<wire::gateway::EcardFace> ecardNumber(std::size_t number);
  Told<void> showCode(const wire::gateway::EcardFace& ecard, const Show& what);
  Told<std::vector<Found>> waiting();
  Told<Found> find(const std::string& loginId);
  Told<void> confirmFound(const Found& found, const PasswordSource& source);
  Told<void> refuseFound(const Found& found);
  Told<void> decide(const Found& found, const Watch& what);
  /// What is kept of a watch while it lasts.
  struct Watching {
    std::chrono::steady_clock::time_point renewal;
    std::set<std::string> decided;
    std::string lastSeen;  ///< login id of the code that the camera saw last
    bool lost = false;     ///< the platform did not answer lately
  };
  Told<void> renewCode(const wire::gateway::EcardFace& ecard, const Watch& what, Watching& state);
  Told<void> decideOnNew(const Watch& what, Watching& state);
  void lookThroughCamera(const Watch& what, Watching& state);
  void tellOfConnection(const Told<void>& looked, Watching& state);
  /// False when it was stopped meanwhile.
  bool rest(std::chrono::milliseconds time);

  Platform& platform_;
  PhoneScreen& screen_;
  std::stop_token stop_;
  std::vector<wire::gateway::EcardFace> ecards_;  ///< since the app started
};

/// The text of the terminal's code on a picture (PNG).
Told<std::string> codeOnPicture(const std::string& file);

}  // namespace ssc::sim
