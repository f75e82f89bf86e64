// The center's database: SQLite or PostgreSQL behind one door. Work runs inside a transaction on a session of
// a pool; what SOCI throws becomes a StoreError and never leaves.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <soci/soci.h>
#include <type_traits>
#include <utility>

#include "center/data/dialect.hpp"
#include "center/data/store_error.hpp"

namespace ssc::center {

namespace store_detail {

template <class T>
struct Outcome {  // of work that gives a plain value
  using Answer = Stored<T>;
  static bool commits(const T&) { return true; }
};

/// Work that may refuse: the refusal rolls back, and comes through inside the answer.
template <class T, class E>
struct Outcome<tl::expected<T, E>> {
  using Answer = Stored<tl::expected<T, E>>;
  static bool commits(const tl::expected<T, E>& result) { return result.has_value(); }
};

/// Work that fails with the store's own error: one level is enough.
template <class T>
struct Outcome<Stored<T>> {
  using Answer = Stored<T>;
  static bool commits(const Stored<T>& result) { return result.has_value(); }
};

}  // namespace store_detail

/// Thread-safe. Nothing waits longer than about 2 s for a session or a lock: that is StoreFault::busy.
class Store {
 public:
  /// How long a call waits for a free session, or for its turn to write.
  static constexpr std::chrono::milliseconds kTurnWait{2000};

  /// `sqlite:<path>` (made when missing) or `postgresql://…`; `sessions` (1 to 256) is how many calls run
  /// side by side.
  static Stored<std::unique_ptr<Store>> open(const std::string& url, std::size_t sessions);

  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  ~Store();

  Backend backend() const;

  /// Runs `work(soci::session&)` on one snapshot; it cannot write.
  ///
  /// What the work gives, the call gives, for `read` and for `write`:
  /// | work gives            | the call gives                 | transaction                       |
  /// |-----------------------|--------------------------------|-----------------------------------|
  /// | nothing               | Stored<void>                   | commits                           |
  /// | T                     | Stored<T>                      | commits                           |
  /// | Stored<T>             | Stored<T>                      | rolled back when it is an error   |
  /// | tl::expected<T, E>    | Stored<tl::expected<T, E>>     | rolled back when it is a refusal  |
  ///
  /// An exception of the work rolls back; those of SOCI are classified, any other is StoreFault::broken.
  template <class Work>
  auto read(Work&& work) {
    return run(Access{.writes = false, .durability = Durability::quick}, std::forward<Work>(work));
  }

  /// Runs `work(soci::session&)` in one transaction: BEGIN IMMEDIATE on SQLite, READ COMMITTED on PostgreSQL.
  /// A change may reach PostgreSQL only with the next question, or with the commit; where it cannot be made,
  /// that one fails.
  template <class Work>
  auto write(Durability durability, Work&& work) {
    return run(Access{.writes = true, .durability = durability}, std::forward<Work>(work));
  }

  /// Brings the schema to what this program knows; safe when several processes start at once. The number of
  /// migrations that were missing. A schema this program does not know is StoreFault::broken, and nothing
  /// changes.
  Stored<unsigned> migrate();

 private:
  struct Access {
    bool writes;
    Durability durability;
  };
  struct Parts;
  explicit Store(std::unique_ptr<Parts> parts);

  /// `work` says whether to commit.
  Stored<void> transact(Access access, const std::function<bool(soci::session&)>& work);

  template <class Work>
  auto run(Access access, Work&& work) {
    using Result = std::invoke_result_t<Work, soci::session&>;
    if constexpr (std::is_void_v<Result>) {
      return transact(access,
                      [&](soci::session& sql) { return std::invoke(std::forward<Work>(work), sql), true; });
    } else {
      using Outcome = store_detail::Outcome<Result>;
      std::optional<Result> result;
      const auto done = transact(access, [&](soci::session& sql) {
        return Outcome::commits(result.emplace(std::invoke(std::forward<Work>(work), sql)));
      });
      return done ? typename Outcome::Answer(*std::move(result)) : tl::unexpected(done.error());
    }
  }

  std::unique_ptr<Parts> parts_;
};

}  // namespace ssc::center
