// What a citizen can choose: the tiles of the first page, the services behind each, what somebody typed
// finds.
#pragma once

#include <QObject>
#include <QVariantList>
#include <optional>

#include "hostlib/catalogue/guidance.hpp"
#include "hostlib/catalogue/selection.hpp"
#include "kiosk-app/models/view.hpp"

namespace ssc::kiosk {

struct TileRow;

class Services : public QObject {
  Q_OBJECT
  Q_PROPERTY(QVariantList tiles READ tiles NOTIFY changed)  ///< {id, title, hint}
  Q_PROPERTY(QString tile READ tile NOTIFY changed)         ///< the one that is open; empty: all, or a search
  Q_PROPERTY(QString tileTitle READ tileTitle NOTIFY changed)
  Q_PROPERTY(
      QVariantList items READ items NOTIFY changed)  ///< {id, title, way}: of the open tile or the search
  Q_PROPERTY(bool searching READ searching NOTIFY changed)
  Q_PROPERTY(QString typed READ typed NOTIFY changed)  ///< digits and letters of the keypad

 public:
  Services(const catalogue::District& district, const View& view, QObject* parent = nullptr);

  [[nodiscard]] QVariantList tiles() const;
  [[nodiscard]] QString tile() const { return tile_; }
  [[nodiscard]] QString tileTitle() const;
  [[nodiscard]] QVariantList items() const;
  [[nodiscard]] bool searching() const { return searching_; }
  [[nodiscard]] QString typed() const { return typed_; }

  Q_INVOKABLE void open(const QString& tile);
  /// In all services of the district.
  Q_INVOKABLE void search();
  Q_INVOKABLE void type(const QString& key);
  Q_INVOKABLE void erase();
  Q_INVOKABLE void close();

 Q_SIGNALS:
  void changed();

 private:
  [[nodiscard]] catalogue::Items found() const;
  [[nodiscard]] bool isOpen(const TileRow& tile) const;
  [[nodiscard]] bool isOpenTile(std::string_view id) const;
  [[nodiscard]] bool shows(const catalogue::OpenPage& page) const;

  const catalogue::District& district_;
  const View& view_;
  QString tile_, typed_;
  bool searching_ = false;
};

/// What the kiosk does with a service.
enum class Way : std::uint8_t {
  own,      ///< something of its own, beside the catalogue
  card,     ///< the same with the card itself: nobody signs in
  ask,      ///< a query: somebody is signed in, and sees records
  print,    ///< a document on paper
  prove,    ///< ends in a receipt
  form,     ///< something to fill in and to send
  read,     ///< a text or list for everybody
  counter,  ///< tells which counter and what papers
};
Way wayOf(const catalogue::Item& item);
/// Whether somebody has to sign in first.
constexpr bool needsPerson(Way way) {
  return way != Way::read && way != Way::counter && way != Way::card;
}

/// A service that somebody chose: an item of the catalogue, a page for everybody, or something of the kiosk's
/// own.
struct Service {
  std::string_view id;
  catalogue::Text name;
  Way way = Way::counter;
  const catalogue::Item* item = nullptr;  ///< nullptr: none of the catalogue
  catalogue::Text asks;                   ///< what has to be agreed to; empty: nothing
  const catalogue::OpenPage* page = nullptr;

  /// The catalogue has services for the electronic card alone.
  [[nodiscard]] bool takesCards() const { return item == nullptr || item->physical; }
  [[nodiscard]] bool takesPhones() const { return item == nullptr || item->electronic; }
};
/// Nothing for an id that is none.
std::optional<Service> serviceNamed(std::string_view id);

}  // namespace ssc::kiosk
