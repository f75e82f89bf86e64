// What can be said aloud, as two types: what everybody around may hear, and what only the person may. Nothing
// of anybody can become the first, and the second is not said without an earphone: Voice has no way around
// that.
#pragma once

#include <QString>

namespace ssc::kiosk {

/// A prompt: a text of the kiosk itself, by the id of its row in texts.toml. Made by promptFor() alone.
class SpokenPublic {
 public:
  [[nodiscard]] const QString& id() const { return id_; }  ///< also the name of its recording
  [[nodiscard]] const QString& text() const { return text_; }

 private:
  friend struct PromptRow;
  SpokenPublic(QString id, QString text) : id_(std::move(id)), text_(std::move(text)) {}

  QString id_, text_;
};

/// Names, numbers, amounts, results. Wiped as far as Qt lets it when it goes.
class SpokenPrivate {
 public:
  explicit SpokenPrivate(QString text) : text_(std::move(text)) {}
  SpokenPrivate(const SpokenPrivate&) = delete;
  SpokenPrivate& operator=(const SpokenPrivate&) = delete;
  ~SpokenPrivate() { text_.fill(u'\0'); }

  [[nodiscard]] const QString& reveal() const { return text_; }

 private:
  QString text_;
};

}  // namespace ssc::kiosk
