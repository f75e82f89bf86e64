#include "kiosk-app/paper/frame.hpp"

#include "hostlib/catalogue/codes.hpp"
#include "kiosk-app/paper/layout_rows.hpp"
#include "kiosk-app/paper/measures.hpp"
#include "kiosk-app/paper/value.hpp"
#include "kiosk-app/paper/words.hpp"

namespace ssc::kiosk::paper {

namespace {

using flows::PaperLanguage;
using flows::PaperMarks;

constexpr double kMarkDegrees = 52;
// First page.
constexpr double kTitleTop = 21, kTitleWidth = 118, kPeriodGap = 1.5, kInfoTop = 38.5;
constexpr double kQrX = kRight - kQrSide, kInfoRight = kQrX - 6;
// Other pages.
constexpr double kRunningTop = 15.5, kRunningRule = 22;
// Foot.
constexpr double kFootText = kMargin + kStampSide + 4, kFootLine = kFootTop + 2.2;
constexpr double kStampFrame = 0.8, kStampWordTop = 2, kStampSmallTop = 7.8;

QString labelled(const catalogue::Text& label, const QString& value, PaperLanguage language) {
  return inLanguage(label, language) +
         (language == PaperLanguage::zh ? QStringLiteral("：") : QStringLiteral(": ")) + value;
}

QString markOr(const FrameFacts& frame, std::string PaperMarks::* member) {
  return frame.marks ? toQt((*frame.marks).*member) : inLanguage(words::draft, frame.language);
}

QString codeLine(const FrameFacts& frame) {
  return labelled(words::code, markOr(frame, &PaperMarks::printed), frame.language);
}

QString areaLine(const FrameFacts& frame) {
  const catalogue::Text area = catalogue::codeText("area", frame.facts.area);
  const QString name = inLanguage(area, frame.language), code = toQt(frame.facts.area);
  const QString both = name == code ? code : name + QStringLiteral(" (") + code + u')';
  return labelled(words::area, both, frame.language);
}

QString periodLine(const FrameFacts& frame) {
  if (!frame.layout.period || frame.facts.from.empty() || frame.facts.to.empty()) return {};
  return filled(words::months, frame.language,
                {dateOnPaper(frame.facts.from, frame.language), dateOnPaper(frame.facts.to, frame.language)});
}

void drawTitle(Pen& pen, const FrameFacts& frame) {
  double y = kTitleTop;
  for (const QString& line :
       pen.type().lines(inLanguage(frame.layout.title, frame.language), Face::title, kTitleWidth)) {
    pen.text(line, {kMargin, y, kGridWidth, 0}, Face::title, Align::centre);
    y += lineHeight(Face::title);
  }
  pen.text(periodLine(frame), {kMargin, y + kPeriodGap, kGridWidth, 0}, Face::subtitle, Align::centre);
}

bool drawQr(Pen& pen, const FrameFacts& frame) {
  const Box box{kQrX, kMargin, kQrSide, kQrSide};
  if (frame.marks) return pen.qr(frame.marks->qr, box);
  pen.frame(box);
  pen.lines({inLanguage(words::draft, frame.language)}, box, Face::heading, Align::centre);
  return true;
}

bool drawFirstHead(Pen& pen, const FrameFacts& frame) {
  drawTitle(pen, frame);
  const Box line{kMargin, kInfoTop, kInfoRight - kMargin, 0};
  pen.text(areaLine(frame), line, Face::label, Align::left);
  pen.text(codeLine(frame), line, Face::code, Align::right);
  return drawQr(pen, frame);
}

}  // namespace

void drawMark(Pen& pen) {
  pen.slanted(toQt(words::mark.zh), kPageWidth / 2, kPageHeight / 2, kMarkDegrees, Face::mark);
}

bool drawHead(Pen& pen, const FrameFacts& frame, PageNumber number) {
  if (number.page == 1) return drawFirstHead(pen, frame);
  const Box line{kMargin, kRunningTop, kGridWidth, 0};
  pen.text(inLanguage(frame.layout.title, frame.language), line, Face::heading, Align::left);
  pen.text(codeLine(frame), line, Face::heading, Align::right);
  pen.rule(kMargin, kRunningRule, kGridWidth);
  return true;
}

void drawFoot(Pen& pen, const FrameFacts& frame, PageNumber number) {
  const PaperLanguage language = frame.language;
  pen.rule(kMargin, kFootTop, kGridWidth);
  drawStamp(pen, kMargin, kFootTop + 1);
  const QString issued =
      frame.marks ? dateOnPaper(frame.marks->issuedAt, language) : inLanguage(words::draft, language);
  const QString page =
      filled(words::page, language, {QString::number(number.page), QString::number(number.of)});
  const Box upper{kFootText, kFootLine, kRight - kFootText, 0};
  const Box lower{upper.x, upper.y + lineHeight(Face::foot) + 1, upper.width, 0};
  pen.text(labelled(words::number, markOr(frame, &PaperMarks::docNo), language), upper, Face::foot,
           Align::left);
  pen.text(page, upper, Face::foot, Align::right);
  pen.text(labelled(words::printed, issued, language), lower, Face::foot, Align::left);
  pen.text(labelled(words::asOf, dateOnPaper(frame.facts.asOf, language), language), lower, Face::foot,
           Align::centre);
  pen.text(labelled(words::terminal, toQt(frame.facts.terminal), language), lower, Face::foot, Align::right);
}

void drawStamp(Pen& pen, double x, double y) {
  pen.frame({x, y, kStampSide, kStampSide});
  pen.frame({x + kStampFrame, y + kStampFrame, kStampSide - 2 * kStampFrame, kStampSide - 2 * kStampFrame});
  pen.text(QStringLiteral("SIM"), {x, y + kStampWordTop, kStampSide, 0}, Face::stamp, Align::centre,
           Ink::grey);
  pen.text(toQt(words::stamp.zh), {x, y + kStampSmallTop, kStampSide, 0}, Face::narrow, Align::centre,
           Ink::grey);
}

}  // namespace ssc::kiosk::paper
