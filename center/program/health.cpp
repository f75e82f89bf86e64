#include "center/program/health.hpp"

#include <array>

#include "crypto/hex.hpp"

namespace ssc::center {
namespace {

constexpr std::chrono::seconds kWhileGood{5}, kWhileBad{1};
// What a small message writes, and more than is left over in a page: a disk without room has none for it.
constexpr std::size_t kProbe = 16'384;

HttpAnswer unwell(const char* reason) {
  return {503, "text/plain", reason, {}};
}

}  // namespace

HttpAnswer Health::answer() {
  // A table, not a constant: SQLite answers "SELECT 1" without its file.
  const auto alive = services_.store.read([](soci::session& sql) {
    int steps = 0;
    sql << "SELECT COUNT(*) FROM schema_version", soci::into(steps);
  });
  if (!alive) return unwell("the database cannot be used\n");
  const auto fault = lastWrite();
  if (!fault) return {200, "text/plain", "ok\n", {}};
  return unwell(*fault == StoreFault::full ? "no room to write\n" : "the database cannot be written\n");
}

std::optional<StoreFault> Health::lastWrite() {
  {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return fault_;
    next_ = now + kWhileGood;  // nobody else meanwhile
  }
  const auto written = write();
  const std::lock_guard lock(mutex_);
  // Others who write just now are no fault.
  const bool bad = !written && written.error().fault != StoreFault::busy;
  fault_ = bad ? std::optional(written.error().fault) : std::nullopt;
  if (bad) next_ = std::chrono::steady_clock::now() + kWhileBad;
  return fault_;
}

Stored<void> Health::write() {
  crypto::Bytes drawn(kProbe);  // nothing that a database could make smaller
  if (!services_.random.fill(drawn)) return tl::unexpected(StoreError{StoreFault::broken, "no randomness"});
  const std::string filler = crypto::toHex(drawn);
  return services_.store.write(Durability::safe, [&](soci::session& sql) {
    sql << inDialect(services_.store.backend(), "{empty} write_probe");
    sql << "INSERT INTO write_probe (id, filler) VALUES (1, :filler)", soci::use(filler);
  });
}

}  // namespace ssc::center
