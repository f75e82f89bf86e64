// A form on the screen, one thing at a time: what is known already, what is asked, a page to check it all,
// and nothing is sent before that. What may stand where is the rules' matter (wire/form).
#pragma once

#include <QObject>
#include <QVariantList>
#include <map>
#include <optional>

#include "kiosk-app/models/question.hpp"
#include "kiosk-app/models/typing.hpp"
#include "kiosk-app/models/view.hpp"
#include "kiosk-app/office_work.hpp"

namespace ssc::kiosk {

class Form : public QObject {
  Q_OBJECT
  /// none, loading, known, ask, check, sending
  Q_PROPERTY(QString stage READ stage NOTIFY changed)
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(int step READ step NOTIFY changed)    ///< from 1; 0: beside the way, to change one answer
  Q_PROPERTY(int steps READ steps NOTIFY changed)  ///< with the page to check
  /// {id, label, help, entry, required, choices [{code, text}], hyphen}
  Q_PROPERTY(QVariantMap question READ question NOTIFY changed)
  /// {id, label, text, masked, error}: of the pages "known" and "check"
  Q_PROPERTY(QVariantList lines READ lines NOTIFY changed)
  Q_PROPERTY(QString error READ error NOTIFY typed)      ///< of the question
  Q_PROPERTY(QString value READ value NOTIFY typed)      ///< as typed so far, or the code that was chosen
  Q_PROPERTY(QStringList parts READ parts NOTIFY typed)  ///< of a date: year, month, day …, with _ to come
  Q_PROPERTY(QString letters READ letters NOTIFY typed)  ///< that are no hanzi yet
  Q_PROPERTY(QStringList candidates READ candidates NOTIFY typed)
  Q_PROPERTY(bool pinyin READ pinyin NOTIFY typed)

 public:
  Form(const View& view, OfficeWork& office, QObject* parent = nullptr);

  [[nodiscard]] QString stage() const;
  [[nodiscard]] QString title() const;
  [[nodiscard]] int step() const;
  [[nodiscard]] int steps() const;
  [[nodiscard]] QVariantMap question() const;
  [[nodiscard]] QVariantList lines() const;
  [[nodiscard]] QString error() const;
  [[nodiscard]] QString value() const;
  [[nodiscard]] QStringList parts() const;
  [[nodiscard]] QString letters() const;
  [[nodiscard]] QStringList candidates() const;
  [[nodiscard]] bool pinyin() const { return typing_.pinyin(); }
  [[nodiscard]] bool isOpen() const { return stage_ != Stage::none; }

  /// The form of an item; what the center knows of it is asked first.
  void open(const flows::SignedInPerson& person, const catalogue::Item& item);
  /// With these answers, and nobody is asked for more.
  void begin(const flows::SignedInPerson& person, Paper paper, std::vector<flows::FormEntry> known);
  /// Where it was before something went wrong or a clerk was called; false: it has to begin anew.
  bool resume();
  /// Nothing is left of it.
  void clear();

  Q_INVOKABLE void press(const QString& key);
  Q_INVOKABLE void erase();
  Q_INVOKABLE void pick(int candidate);
  Q_INVOKABLE void setPinyin(bool on);
  Q_INVOKABLE void choose(const QString& code);
  /// On, where the answer is right; else it says what is wrong.
  Q_INVOKABLE void next();
  /// One page back; from the first one the form is left.
  Q_INVOKABLE void back();
  /// From the page to check, or of what is known, to one answer and back.
  Q_INVOKABLE void change(const QString& id);
  Q_INVOKABLE void send();

 Q_SIGNALS:
  void changed();
  void typed();
  void left();
  void failed(const ssc::flows::Failure& failure);
  void accepted(const ssc::flows::Accepted& answer);

 private:
  enum class Stage : std::uint8_t { none, loading, known, ask, check, sending };

  void go(Stage stage);
  void ask(std::size_t question);
  void askNext();
  void leaveDetour();
  [[nodiscard]] const Question& asked() const { return paper_.questions[at_]; }
  [[nodiscard]] bool isKnown(std::string_view id) const;
  [[nodiscard]] std::vector<flows::FormEntry> entries() const;
  [[nodiscard]] std::vector<catalogue::FormProblem> problemsOf(std::string_view id) const;
  [[nodiscard]] QString wordsOf(const Question& question) const;
  [[nodiscard]] QVariantMap lineOf(const Question& question) const;
  [[nodiscard]] QString in(const OwnText& text) const;
  [[nodiscard]] QString in(const catalogue::FormProblem& problem) const;

  const View& view_;
  OfficeWork& office_;
  std::optional<flows::SignedInPerson> person_;
  Paper paper_;
  std::map<std::string, crypto::Personal, std::less<>> answers_;
  std::vector<std::string> known_;  ///< ids that the center knew
  std::vector<std::size_t> way_;    ///< questions in the order in which they are asked
  std::size_t at_ = 0, stop_ = 0;   ///< the question; its place on the way
  std::optional<Stage> detour_;     ///< changing one answer: where it goes on afterwards
  Stage stage_ = Stage::none;
  Typing typing_;
  std::string code_;  ///< of a choice
  std::vector<catalogue::FormProblem> problems_;
};

}  // namespace ssc::kiosk
