#include "kiosk-app/models/receipt_slip.hpp"

#include <QStringList>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/render/value_text.hpp"
#include "kiosk-app/models/application_rows.hpp"
#include "kiosk-app/paper/qt_text.hpp"

namespace ssc::kiosk {
namespace {

/// Facts are joined by bars, in this order; names and numbers come masked.
enum Fact : std::uint8_t {
  type,
  docNo,
  area,
  item,
  hall,
  place,
  matter,
  name,
  number,
  presenter,
  result,
  method,
  checkedAt,
  validUntil,
  count
};

class Slip {
 public:
  Slip(const View& view, const QStringList& facts) : view_(view), facts_(facts) {}

  void add(const QString& label, Fact fact) { line(label, facts_[fact]); }
  void addTime(const QString& label, Fact fact) {
    line(label, toQt(render::dateText(facts_[fact].toStdString(), view_.languageOfFlows())));
  }
  void addCode(const QString& label, const char* list, Fact fact) {
    line(label, view_.in(catalogue::codeText(catalogue::findCodeList(list), facts_[fact].toStdString())));
  }
  std::vector<SlipLine> lines;

 private:
  void line(const QString& label, const QString& value) {
    if (!value.isEmpty()) lines.push_back({label.toStdString(), crypto::Personal(value.toStdString())});
  }

  const View& view_;
  const QStringList& facts_;
};

}  // namespace

std::optional<SlipFacts> slipOf(const View& view, const flows::IdentityReceipt& receipt) {
  const QStringList facts = toQt(receipt.facts).split(QLatin1Char('|'));
  if (facts.size() != Fact::count) return std::nullopt;
  Slip slip(view, facts);
  slip.add(qtTrId("slip-place"), Fact::place);
  slip.add(qtTrId("slip-matter"), Fact::matter);
  slip.add(qtTrId("slip-name"), Fact::name);
  slip.add(qtTrId("slip-id"), Fact::number);
  slip.add(qtTrId("slip-presenter"), Fact::presenter);
  slip.addCode(qtTrId("slip-result"), "check_result", Fact::result);
  slip.addCode(qtTrId("slip-method"), "identified_by", Fact::method);
  slip.addTime(qtTrId("slip-time"), Fact::checkedAt);
  slip.addTime(qtTrId("slip-until"), Fact::validUntil);
  slip.add(qtTrId("slip-number"), Fact::docNo);
  slip.lines.push_back({qtTrId("slip-code").toStdString(), crypto::Personal(receipt.printed)});
  return SlipFacts{qtTrId("slip-title").toStdString(), std::move(slip.lines), receipt.qr,
                   qtTrId("slip-note").toStdString()};
}

SlipFacts slipOf(const View& view, const catalogue::Text& service, const flows::Accepted& accepted) {
  const ApplicationStateRow& state = stateRow(accepted.state);
  SlipFacts slip;
  const auto add = [&](const QString& label, const QString& value) {
    slip.lines.push_back({label.toStdString(), crypto::Personal(value.toStdString())});
  };
  add(qtTrId("slip-matter"), view.in(service));
  add(qtTrId("form-number"), toQt(accepted.applyNo));
  add(qtTrId("form-state"), view.in({state.zh, state.en}));
  slip.title = qtTrId("slip-accepted").toStdString();
  slip.note = qtTrId("slip-accepted-note").toStdString();
  return slip;
}

}  // namespace ssc::kiosk
