#include "center/data/store.hpp"

#include <algorithm>
#include <vector>

#include "center/data/writer_turn.hpp"

namespace ssc::center {
namespace {

constexpr std::size_t kMostSessions = 256;

tl::unexpected<StoreError> busy(const char* what) {
  return tl::unexpected(StoreError{StoreFault::busy, what});
}

}  // namespace

struct Store::Parts {
  Parts(DatabaseAddress where, std::size_t sessions)
      : address(std::move(where)), pool(sessions), dialects(sessions, SessionDialect(address.backend)) {}

  DatabaseAddress address;
  soci::connection_pool pool;
  std::vector<SessionDialect> dialects;  // of the session of the same number
  WriterTurn writer;
};

namespace {

/// A session of the pool while this lives.
template <class Parts>
class Lease {
 public:
  Lease(Parts& parts, std::chrono::steady_clock::time_point deadline) : parts_(parts) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    held_ =
        parts_.pool.try_lease(position_, static_cast<int>(std::max(left.count(), decltype(left.count()){})));
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease() {
    if (held_) parts_.pool.give_back(position_);
  }

  explicit operator bool() const { return held_; }
  soci::session& session() const { return parts_.pool.at(position_); }
  SessionDialect& dialect() const { return parts_.dialects[position_]; }

 private:
  Parts& parts_;
  std::size_t position_ = 0;
  bool held_ = false;
};

/// The turn to write, where the database has one writer.
class Turn {
 public:
  Turn(WriterTurn* turn, WriterTurn::Deadline deadline)
      : turn_(turn), held_(turn == nullptr || turn->take(deadline)) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() { giveBack(); }

  explicit operator bool() const { return held_; }

  void giveBack() {
    if (turn_ != nullptr && held_) turn_->giveBack();
    held_ = false;
  }

 private:
  WriterTurn* turn_;
  bool held_;
};

void reopen(soci::session& sql, SessionDialect& dialect, const std::string& connect) {
  sql.close();
  dialect.open(sql, connect);
}

/// Throws what SOCI throws. A database that went away before anything was asked of it is asked once more;
/// later nobody knows what has happened already.
template <class Begin>
void beginOrReconnect(soci::session& sql, SessionDialect& dialect, const std::string& connect,
                      const Begin& begin) {
  if (!sql.is_connected()) reopen(sql, dialect, connect);
  try {
    begin();
  } catch (...) {
    if (classify(std::current_exception()).fault != StoreFault::gone) throw;
    reopen(sql, dialect, connect);
    begin();
  }
}

void close(soci::session& sql) {
  try {
    sql.close();
  } catch (...) {
    return;  // the next BEGIN finds it closed and opens it again
  }
}

/// After a failure the session must not stay inside a transaction; one that does not even roll back is
/// closed.
void rollBack(soci::session& sql) {
  try {
    sql << "ROLLBACK";
  } catch (...) {
    close(sql);
  }
}

/// Commits or rolls back as the work says; whether it has committed.
Stored<bool> runInside(soci::session& sql, const std::function<bool(soci::session&)>& work) {
  try {
    if (work(sql)) {
      sql << "COMMIT";
      return true;
    }
    rollBack(sql);
    return false;
  } catch (...) {
    auto error = classify(std::current_exception());
    // What a session has read of a file that was damaged then, it would go on believing.
    error.fault == StoreFault::gone ? close(sql) : rollBack(sql);
    return tl::unexpected(std::move(error));
  }
}

}  // namespace

Store::Store(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Store::~Store() = default;

Backend Store::backend() const {
  return parts_->address.backend;
}

Stored<std::unique_ptr<Store>> Store::open(const std::string& url, std::size_t sessions) {
  if (sessions == 0 || sessions > kMostSessions)
    return tl::unexpected(StoreError{StoreFault::broken, "a store has 1 to 256 sessions"});
  auto address = parseAddress(url);
  if (!address) return tl::unexpected(address.error());
  auto parts = std::make_unique<Parts>(*std::move(address), sessions);
  try {
    for (std::size_t i = 0; i < sessions; ++i)
      parts->dialects[i].open(parts->pool.at(i), parts->address.connect);
  } catch (...) {
    return tl::unexpected(classify(std::current_exception()));
  }
  return std::unique_ptr<Store>(new Store(std::move(parts)));
}

Stored<void> Store::transact(Access access, const std::function<bool(soci::session&)>& work) {
  const auto deadline = std::chrono::steady_clock::now() + kTurnWait;
  const bool queues = access.writes && backend() == Backend::sqlite;
  Turn turn(queues ? &parts_->writer : nullptr, deadline);
  if (!turn) return busy("others are writing");
  const Lease lease(*parts_, deadline);
  if (!lease) return busy("no session is free");

  auto& sql = lease.session();
  auto& dialect = lease.dialect();
  try {
    beginOrReconnect(sql, dialect, parts_->address.connect, [&] {
      access.writes ? dialect.beginWrite(sql, access.durability) : dialect.beginRead(sql);
    });
  } catch (...) {
    return tl::unexpected(classify(std::current_exception()));
  }
  const auto committed = runInside(sql, work);
  if (!committed) return tl::unexpected(committed.error());
  turn.giveBack();
  if (!access.writes || !*committed) return {};
  try {
    dialect.reachDisk(sql, access.durability);
  } catch (...) {
    return tl::unexpected(classify(std::current_exception()));
  }
  return {};
}

}  // namespace ssc::center
