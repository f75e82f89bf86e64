// Whether a card lies in the citizen's reader, followed on a thread of its own.
#pragma once

#include <QObject>
#include <stop_token>
#include <thread>

#include "hostlib/profile/config.hpp"

namespace ssc::kiosk {

enum class CardPlace : std::uint8_t { noReader, empty, mute, there };

/// What is seen at one look.
struct CardSeen {
  CardPlace place = CardPlace::noReader;
  bool canTap = false;
  bool tapped = false;
  friend bool operator==(const CardSeen&, const CardSeen&) = default;
};

class CardWatch : public QObject {
  Q_OBJECT

 public:
  explicit CardWatch(profile::Config config, QObject* parent = nullptr);

  [[nodiscard]] CardPlace place() const { return seen_.place; }
  /// The reader has a place for contactless cards, and whether the card lies there.
  [[nodiscard]] bool canTap() const { return seen_.canTap; }
  [[nodiscard]] bool isTapped() const { return seen_.tapped; }
  /// False until it was looked for.
  [[nodiscard]] bool isReaderMissing() const { return looked_ && seen_.place == CardPlace::noReader; }

 Q_SIGNALS:
  void changed();

 private:
  void follow(const std::stop_token& stop);
  void tell(const CardSeen& seen);

  profile::Config config_;
  CardSeen seen_;
  bool looked_ = false;
  std::jthread thread_;
};

}  // namespace ssc::kiosk
