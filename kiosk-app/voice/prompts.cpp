#include "kiosk-app/voice/prompts.hpp"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <string_view>

namespace ssc::kiosk {

struct PromptRow {
  Screen screen;
  std::string_view stage;
  const char* id;
  QString (*text)();

  [[nodiscard]] SpokenPublic spoken() const { return {QString::fromLatin1(id), text()}; }
};

namespace {

constexpr std::array kPrompts{
    PromptRow{Screen::outOfService, "", "say-out", [] { return qtTrId("say-out"); }},
    PromptRow{Screen::home, "", "say-home", [] { return qtTrId("say-home"); }},
    PromptRow{Screen::services, "", "say-services", [] { return qtTrId("say-services"); }},
    PromptRow{Screen::signIn, "choose", "say-ways", [] { return qtTrId("say-ways"); }},
    PromptRow{Screen::signIn, "card", "say-card", [] { return qtTrId("say-card"); }},
    PromptRow{Screen::signIn, "pin", "say-pin", [] { return qtTrId("say-pin"); }},
    PromptRow{Screen::signIn, "padPin", "say-pad", [] { return qtTrId("say-pad"); }},
    PromptRow{Screen::signIn, "scan", "say-scan", [] { return qtTrId("say-scan"); }},
    PromptRow{Screen::signIn, "show", "say-show", [] { return qtTrId("say-show"); }},
    PromptRow{Screen::signIn, "confirm", "say-confirm", [] { return qtTrId("say-confirm"); }},
    PromptRow{Screen::signIn, "idCard", "say-id-card", [] { return qtTrId("say-id-card"); }},
    PromptRow{Screen::signIn, "face", "say-face", [] { return qtTrId("say-face"); }},
    PromptRow{Screen::signIn, "faceAgain", "say-face-again", [] { return qtTrId("say-face-again"); }},
    PromptRow{Screen::consent, "", "say-consent", [] { return qtTrId("say-consent"); }},
    PromptRow{Screen::step, "", "say-step", [] { return qtTrId("say-step"); }},
    PromptRow{Screen::result, "", "say-result", [] { return qtTrId("say-result"); }},
    PromptRow{Screen::problem, "", "say-problem", [] { return qtTrId("say-problem"); }},
    PromptRow{Screen::takeBack, "", "say-take", [] { return qtTrId("say-take"); }},
    PromptRow{Screen::help, "", "say-help", [] { return qtTrId("say-help"); }},
    PromptRow{Screen::paperLeft, "", "say-paper-left", [] { return qtTrId("say-paper-left"); }},
};

}  // namespace

std::optional<SpokenPublic> promptFor(Screen screen, const QString& stage) {
  const auto* const row = std::ranges::find_if(kPrompts, [&](const PromptRow& prompt) {
    return prompt.screen == screen &&
           QLatin1StringView(prompt.stage.data(), qsizetype(prompt.stage.size())) == stage;
  });
  return row == kPrompts.end() ? std::nullopt : std::optional(row->spoken());
}

}  // namespace ssc::kiosk
