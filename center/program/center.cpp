#include "center/program/center.hpp"

namespace ssc::center {

Center::Center(Settings settings, CenterKeys keys, PublicFacts facts, std::vector<PeerSettings> peers,
               std::unique_ptr<Store> store)
    : settings_(std::move(settings)),
      keys_(std::move(keys)),
      facts_(std::move(facts)),
      rules_{settings_.area,
             {settings_.area},
             settings_.requestsPerSecond,
             settings_.burst,
             settings_.testPolicies != 0},
      peers_(
          [&] {
            for (const PeerSettings& peer : peers)
              rules_.areas.push_back(peer.area);
            return std::move(peers);
          }(),
          settings_.workers / 2),
      store_(std::move(store)) {
  services_.emplace(Services{*store_, clock_, random_, keys_, rules_, facts_, metrics_, peers_});
}

Loaded<std::unique_ptr<Center>> Center::open(const StateFolder& folder) {
  auto settings = folder.settings();
  if (!settings) return tl::unexpected(settings.error());
  auto keys = folder.keys();
  if (!keys) return tl::unexpected(keys.error());
  auto facts = folder.facts();
  if (!facts) return tl::unexpected(facts.error());
  auto peers = folder.peers();
  if (!peers) return tl::unexpected(peers.error());
  auto store = Store::open(settings->database, settings->sessions);
  if (!store) return tl::unexpected("database: " + store.error().what);
  if (auto migrated = (*store)->migrate(); !migrated)
    return tl::unexpected("database: " + migrated.error().what);
  return std::unique_ptr<Center>(new Center(std::move(*settings), std::move(*keys), std::move(*facts),
                                            std::move(*peers), std::move(*store)));
}

}  // namespace ssc::center
