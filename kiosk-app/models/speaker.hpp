// In elder mode the prompt of each screen is spoken, once; results are read to whoever listens by earphone.
#pragma once

#include <QObject>

#include "kiosk-app/models/answer.hpp"
#include "kiosk-app/models/pin_pad.hpp"
#include "kiosk-app/models/screens.hpp"
#include "kiosk-app/models/sign_in.hpp"
#include "kiosk-app/voice/voice.hpp"

namespace ssc::kiosk {

class Speaker : public QObject {
  Q_OBJECT
  Q_PROPERTY(bool canRead READ canRead NOTIFY changed)  ///< what stands on the result, to the earphone

 public:
  Speaker(Voice& voice, const Screens& screens, const SignIn& signIn, const PinPad& pinPad,
          const Answer& answer, const View& view, QObject* parent = nullptr);

  [[nodiscard]] bool canRead() const { return voice_.canTell(); }
  Q_INVOKABLE void read();

  /// This visit is the one on the screen: before, it says nothing.
  void begin();

 Q_SIGNALS:
  void changed();

 private:
  /// Where somebody is now, in words that say whether they were told already.
  [[nodiscard]] QString place() const;
  void look();

  Voice& voice_;
  const Screens& screens_;
  const SignIn& signIn_;
  const PinPad& pinPad_;
  const Answer& answer_;
  const View& view_;
  QString told_;
  bool begun_ = false;
};

}  // namespace ssc::kiosk
