// How the screen looks to the one who stands before it: language, large letters, contrast, reach. And what is
// the same for everybody: district, help line, whether all of this is simulated.
#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include "hostlib/catalogue/district.hpp"
#include "hostlib/flows/failure.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::kiosk {

class View : public QObject {
  Q_OBJECT
  Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)  ///< a tag
  Q_PROPERTY(
      QString otherLanguage READ otherLanguage NOTIFY languageChanged)  ///< name of the next one, for itself
  Q_PROPERTY(bool mirrored READ mirrored NOTIFY languageChanged)        ///< it is read from right to left
  Q_PROPERTY(bool elder READ elder WRITE setElder NOTIFY changed)
  Q_PROPERTY(bool contrast READ contrast WRITE setContrast NOTIFY changed)
  Q_PROPERTY(bool reach READ reach WRITE setReach NOTIFY changed)  ///< controls low enough for a wheelchair
  Q_PROPERTY(bool simulated READ simulated CONSTANT)
  Q_PROPERTY(qreal pixelsPerMm READ pixelsPerMm CONSTANT)
  Q_PROPERTY(QString welcome READ welcome NOTIFY languageChanged)
  Q_PROPERTY(QString notice READ notice NOTIFY languageChanged)
  Q_PROPERTY(QString helpText READ helpText NOTIFY languageChanged)

 public:
  struct Language {
    QString tag;   ///< zh, en; more by packs
    QString name;  ///< as those who speak it call it
  };

  /// `language`: of the first page; `languages`: what may be switched to, one after the other.
  View(const catalogue::District& district, qreal pixelsPerMm, QString language,
       QList<Language> languages = {}, QObject* parent = nullptr)
      : QObject(parent),
        district_(district),
        pixelsPerMm_(pixelsPerMm),
        first_(std::move(language)),
        language_(first_),
        languages_(std::move(languages)) {}

  [[nodiscard]] QString language() const { return language_; }
  /// The one after this one; empty: there is only one.
  [[nodiscard]] QString otherLanguage() const;
  Q_INVOKABLE void switchLanguage();
  [[nodiscard]] bool mirrored() const;
  /// Data and reasons are there in two languages; whoever reads a third has Chinese.
  [[nodiscard]] profile::Language languageOfFlows() const;
  [[nodiscard]] bool elder() const { return elder_; }
  [[nodiscard]] bool contrast() const { return contrast_; }
  [[nodiscard]] bool reach() const { return reach_; }
  [[nodiscard]] static bool simulated() { return true; }  // areas 9999xx are all there are
  [[nodiscard]] qreal pixelsPerMm() const { return pixelsPerMm_; }
  [[nodiscard]] QString welcome() const { return in(district_.texts.welcome); }
  [[nodiscard]] QString notice() const { return in(district_.texts.notice); }
  [[nodiscard]] QString helpText() const;

  void setLanguage(const QString& language);
  void setElder(bool elder);
  void setContrast(bool contrast);
  void setReach(bool reach);
  /// As the next visitor finds it.
  void reset();

  /// In the language of the screen.
  [[nodiscard]] QString in(const catalogue::Text& text) const;
  [[nodiscard]] QString in(const flows::Failure& failure) const;

 Q_SIGNALS:
  void changed();
  void languageTaken();  ///< first: the texts themselves are exchanged
  void languageChanged();

 private:
  [[nodiscard]] const Language* nextLanguage() const;

  const catalogue::District& district_;
  qreal pixelsPerMm_;
  QString first_, language_;
  QList<Language> languages_;
  bool elder_ = false, contrast_ = false, reach_ = false;
};

}  // namespace ssc::kiosk
