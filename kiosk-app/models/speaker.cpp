#include "kiosk-app/models/speaker.hpp"

#include "kiosk-app/voice/prompts.hpp"

namespace ssc::kiosk {
namespace {

QString entry(const QVariant& map, const char* name) {
  return map.toMap().value(QLatin1String(name)).toString();
}

/// What stands there; an amount in words.
QString aloud(const QVariant& cell) {
  const QString words = entry(cell, "spoken");
  return words.isEmpty() ? entry(cell, "text") : words;
}

/// A table as somebody would read it aloud: the name of each column, then what stands there.
QString read(const QVariantMap& block) {
  const QVariantList columns = block.value(QStringLiteral("columns")).toList();
  QString text = block.value(QStringLiteral("title")).toString() + QStringLiteral("。\n");
  for (const QVariant& row : block.value(QStringLiteral("rows")).toList()) {
    const QVariantList cells = row.toList();
    for (qsizetype i = 0; i < std::min(cells.size(), columns.size()); ++i)
      text += entry(columns[i], "label") + QStringLiteral("，") + aloud(cells[i]) + QStringLiteral("。");
    text += u'\n';
  }
  return text;
}

}  // namespace

Speaker::Speaker(Voice& voice, const Screens& screens, const SignIn& signIn, const PinPad& pinPad,
                 const Answer& answer, const View& view, QObject* parent)
    : QObject(parent),
      voice_(voice),
      screens_(screens),
      signIn_(signIn),
      pinPad_(pinPad),
      answer_(answer),
      view_(view) {
  // Queued: a screen that leads on at once is not spoken of.
  connect(&screens, &Screens::changed, this, &Speaker::look, Qt::QueuedConnection);
  connect(&signIn, &SignIn::changed, this, &Speaker::look, Qt::QueuedConnection);
  connect(&pinPad, &PinPad::changed, this, &Speaker::look, Qt::QueuedConnection);
  connect(&view, &View::changed, this, &Speaker::look, Qt::QueuedConnection);
  connect(&voice, &Voice::changed, this, &Speaker::changed);
  connect(&answer, &Answer::changed, this, &Speaker::changed);
}

void Speaker::begin() {
  begun_ = true;
  look();
}

QString Speaker::place() const {
  if (screens_.screen() != Screen::signIn) return screens_.current() + u' ';
  const QString stage = !pinPad_.isAsking()  ? signIn_.stage()
                        : pinPad_.onScreen() ? QStringLiteral("pin")
                                             : QStringLiteral("padPin");
  return screens_.current() + u' ' + stage;
}

void Speaker::look() {
  if (!begun_) return;
  const QString now = view_.elder() ? place() : QString();
  if (std::exchange(told_, now) == now) return;
  const auto prompt = promptFor(screens_.screen(), now.section(u' ', 1));
  if (!now.isEmpty() && prompt)
    voice_.say(*prompt, view_.language());
  else
    voice_.stop();
}

void Speaker::read() {
  QString text;
  for (const QVariant& block : answer_.blocks())
    text += ssc::kiosk::read(block.toMap());
  voice_.say(SpokenPrivate(std::move(text)), view_.language());
}

}  // namespace ssc::kiosk
