// What of the kiosk is there and what not, what that takes away, and how it is said: one table.
#pragma once

#include <QObject>
#include <QStringList>

#include "kiosk-app/card_watch.hpp"
#include "kiosk-app/models/view.hpp"
#include "kiosk-app/probes.hpp"

namespace ssc::kiosk {

enum class Part : std::uint8_t { reader, office, printer };

class Condition : public QObject {
  Q_OBJECT
  Q_PROPERTY(bool byCard READ byCard NOTIFY changed)      ///< somebody can sign in by card
  Q_PROPERTY(bool byPhone READ byPhone NOTIFY changed)    ///< by the phone
  Q_PROPERTY(bool personal READ personal NOTIFY changed)  ///< what needs the back office
  Q_PROPERTY(bool printing READ printing NOTIFY changed)  ///< paper; true also where no printer is fitted
  Q_PROPERTY(QStringList lost READ lost NOTIFY changed)   ///< what is missing, in words for everybody

 public:
  /// Borrowed: all of it.
  Condition(const CardWatch& cards, OfficeWork& office, const profile::Config& config, const View& view,
            QObject* parent = nullptr);

  /// Looks at everything from now on. Before, only the reader is followed and the rest counts as there: a
  /// visit that waits behind another one does not ask for a second time.
  void begin();
  void end();
  /// A call found no back office.
  void officeFailed() { office_.lookNow(); }

  [[nodiscard]] bool isMissing(Part part) const;
  [[nodiscard]] bool byCard() const;
  [[nodiscard]] bool byPhone() const;
  [[nodiscard]] bool personal() const;
  [[nodiscard]] bool printing() const;
  [[nodiscard]] QStringList lost() const;
  /// Whether anything is left that somebody could come for.
  [[nodiscard]] bool serves() const { return !isMissing(Part::reader) || !isMissing(Part::office); }

 Q_SIGNALS:
  void changed();
  void officeIsBack();

 private:
  [[nodiscard]] bool keeps(unsigned ability) const;

  const CardWatch& cards_;
  OfficeWork& desk_;
  const profile::Config& config_;
  PartWatch office_, printer_;
};

}  // namespace ssc::kiosk
