#include "kiosk-app/models/help.hpp"

#include "kiosk-app/paper/qt_text.hpp"

namespace ssc::kiosk {

void Help::call(const std::string& sessionId, const std::string& reason) {
  stage_ = QStringLiteral("calling");
  Q_EMIT changed();
  office_.run<flows::HelpTicket>(
      [sessionId, reason](const DeskPtr& desk, const std::stop_token& stop) {
        return flows::callHelp(*desk, sessionId, reason, stop);
      },
      [this](const flows::Outcome<flows::HelpTicket>& ticket) {
        stage_ = ticket ? QStringLiteral("called") : QStringLiteral("failed");
        number_ = ticket ? toQt(ticket->number) : QString();
        ahead_ = ticket ? static_cast<int>(ticket->ahead) : 0;
        Q_EMIT changed();
      });
}

}  // namespace ssc::kiosk
