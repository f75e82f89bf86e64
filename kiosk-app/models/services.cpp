#include "kiosk-app/models/services.hpp"

#include <algorithm>

#include "hostlib/flows/office/application.hpp"
#include "hostlib/flows/office/identity_proof.hpp"
#include "hostlib/flows/office/print_facts.hpp"
#include "hostlib/flows/office/query.hpp"
#include "kiosk-app/models/tile_rows.hpp"
#include "kiosk-app/paper/qt_text.hpp"

namespace ssc::kiosk {
namespace {

constexpr qsizetype kMostTyped = 12;

const TileRow* tileNamed(const QString& id) {
  const auto* const row =
      std::ranges::find_if(kTiles, [&](const TileRow& tile) { return toQt(tile.id) == id; });
  return row == kTiles.end() ? nullptr : row;
}

bool isBehind(const TileRow& tile, const catalogue::Item& item) {
  return std::ranges::find(tile.flows, item.flow->id) != tile.flows.end();
}

const OwnRow* ownNamed(std::string_view id) {
  const auto* const row = std::ranges::find(kOwn, id, &OwnRow::id);
  return row == kOwn.end() ? nullptr : row;
}

QString wayName(Way way) {
  switch (way) {
    case Way::ask:
      return QStringLiteral("ask");
    case Way::own:
      return QStringLiteral("own");
    case Way::card:
      return QStringLiteral("card");
    case Way::print:
      return QStringLiteral("print");
    case Way::prove:
      return QStringLiteral("prove");
    case Way::form:
      return QStringLiteral("form");
    case Way::read:
      return QStringLiteral("read");
    case Way::counter:
      break;
  }
  return QStringLiteral("counter");
}

}  // namespace

Way wayOf(const catalogue::Item& item) {
  if (flows::printsDocument(item.id)) return Way::print;
  if (flows::Query::accepts(item.id)) return Way::ask;
  // A form that a clerk has to stand beside is not begun here: the center would refuse it at its end.
  if (flows::Application::accepts(item.id) && item.level != catalogue::Level::L3) return Way::form;
  return flows::IdentityProof::accepts(item.id) ? Way::prove : Way::counter;
}

std::optional<Service> serviceNamed(std::string_view id) {
  const OwnRow* const own = ownNamed(id);
  if (own != nullptr && !own->zh.empty())
    return Service{own->id,
                   {own->zh, own->en},
                   own->withCard ? Way::card : Way::own,
                   nullptr,
                   {own->asksZh, own->asksEn}};
  if (const auto* page = catalogue::findOpenPage(id))
    return Service{page->id, page->title, Way::read, nullptr, {}, page};
  const catalogue::Item* item = catalogue::find(id);
  if (item == nullptr) return std::nullopt;
  return Service{item->id, item->name, wayOf(*item), item, {}};
}

Services::Services(const catalogue::District& district, const View& view, QObject* parent)
    : QObject(parent), district_(district), view_(view) {
  connect(&view, &View::languageChanged, this, &Services::changed);
  connect(&view, &View::changed, this, &Services::changed);
}

QVariantList Services::tiles() const {
  QVariantList tiles;
  for (const TileRow& row : kTiles) {
    if (view_.elder() && !row.elder) continue;
    tiles.append(QVariantMap{{QStringLiteral("id"), toQt(row.id)},
                             {QStringLiteral("title"), view_.in({row.zh, row.en})},
                             {QStringLiteral("hint"), view_.in({row.hintZh, row.hintEn})}});
  }
  return tiles;
}

QString Services::tileTitle() const {
  const TileRow* tile = tileNamed(tile_);
  return tile == nullptr ? QString() : view_.in({tile->zh, tile->en});
}

/// In elder mode the last tile stands for those that are not shown.
bool Services::isOpen(const TileRow& tile) const {
  return toQt(tile.id) == tile_ || (view_.elder() && !tile.elder && toQt(kTiles.back().id) == tile_);
}

bool Services::isOpenTile(std::string_view id) const {
  const auto* const row = std::ranges::find(kTiles, id, &TileRow::id);
  return row != kTiles.end() && isOpen(*row);
}

catalogue::Items Services::found() const {
  if (searching_ && typed_.isEmpty()) return {};
  const auto isShown = [&](const catalogue::Item* item) {
    if (searching_ && ownNamed(item->id) != nullptr) return true;
    if (&item->catalogue() != district_.catalogue) return false;
    return tile_.isEmpty() || std::ranges::any_of(kTiles, [&](const TileRow& tile) {
             return isOpen(tile) && isBehind(tile, *item);
           });
  };
  catalogue::Items items;
  for (const catalogue::Item* item : typed_.isEmpty()
                                         ? catalogue::select({.catalogue = district_.catalogue->id})
                                         : catalogue::search(typed_.toStdString())) {
    if (isShown(item)) items.push_back(item);
  }
  return items;
}

bool Services::shows(const catalogue::OpenPage& page) const {
  if (!page.isFor(district_)) return false;
  if (!searching_) return isOpenTile(page.tile);
  return !typed_.isEmpty() && toQt(page.initials).contains(typed_, Qt::CaseInsensitive);
}

QVariantList Services::items() const {
  QVariantList rows;
  for (const OwnRow& own : kOwn) {
    if (const auto service = serviceNamed(own.id); service && isOpenTile(own.tile) && !searching_)
      rows.append(QVariantMap{{QStringLiteral("id"), toQt(own.id)},
                              {QStringLiteral("title"), view_.in(service->name)},
                              {QStringLiteral("way"), wayName(service->way)}});
  }
  for (const catalogue::OpenPage& page : catalogue::openPages()) {
    if (shows(page))
      rows.append(QVariantMap{{QStringLiteral("id"), toQt(page.id)},
                              {QStringLiteral("title"), view_.in(page.title)},
                              {QStringLiteral("way"), wayName(Way::read)}});
  }
  for (const catalogue::Item* item : found())
    rows.append(QVariantMap{{QStringLiteral("id"), toQt(item->id)},
                            {QStringLiteral("title"), view_.in(item->name)},
                            {QStringLiteral("way"), wayName(wayOf(*item))}});
  return rows;
}

void Services::open(const QString& tile) {
  tile_ = tileNamed(tile) == nullptr ? QString() : tile;
  typed_.clear();
  searching_ = false;
  Q_EMIT changed();
}

void Services::search() {
  tile_.clear();
  typed_.clear();
  searching_ = true;
  Q_EMIT changed();
}

void Services::type(const QString& key) {
  if (typed_.size() + key.size() > kMostTyped) return;
  typed_ += key;
  Q_EMIT changed();
}

void Services::erase() {
  typed_.chop(1);
  Q_EMIT changed();
}

void Services::close() {
  tile_.clear();
  typed_.clear();
  searching_ = false;
  Q_EMIT changed();
}

}  // namespace ssc::kiosk
