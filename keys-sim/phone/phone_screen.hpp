// What a simulated phone shows: to a person in Chinese or English, or to a program as one JSON text a line.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "keys-sim/phone/platform.hpp"

namespace ssc::sim {

enum class Language : std::uint8_t { zh, en };

enum class Notice : std::uint8_t { confirmed, refused, watching, nothingWaits, password, connected };

class PhoneScreen {
 public:
  PhoneScreen(std::ostream& out, std::ostream& problems, Language language, bool json)
      : out_(out), problems_(problems), language_(language), json_(json) {}

  void ecards(const std::vector<wire::gateway::EcardFace>& ecards);
  struct CodeView {
    bool text = false;  ///< the text, not its picture
    std::string png;    ///< the file its picture was written to; empty: none
  };
  void code(const wire::gateway::EcardFace& ecard, const wire::gateway::CodeMade& made, const CodeView& view);
  void logins(const std::vector<wire::gateway::WaitingLogin>& logins);
  /// `event`: scanned, waiting
  void login(std::string_view event, const wire::gateway::WaitingLogin& login);
  void notice(Notice notice, const std::string& loginId = {});
  void problem(const PhoneProblem& problem);
  [[nodiscard]] std::string_view words(Notice notice) const;

 private:
  [[nodiscard]] std::string_view either(std::string_view zh, std::string_view en) const {
    return language_ == Language::zh ? zh : en;
  }
  void banner();

  std::ostream& out_;
  std::ostream& problems_;
  Language language_;
  bool json_;
};

}  // namespace ssc::sim
