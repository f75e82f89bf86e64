#include "center/data/kept_statements.hpp"

#include <algorithm>
#include <array>
#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ssc::center {
namespace {

using soci::connection_parameters;
using soci::details::statement_type;

constexpr std::size_t kLongestKept = 4096;  // characters
// SET LOCAL is PostgreSQL's alone, and works when it is executed.
constexpr std::array<std::string_view, 8> kKept{"SELECT ", "INSERT ", "UPDATE ", "DELETE ",
                                                "WITH ",   "BEGIN",   "COMMIT",  "SET LOCAL "};

constexpr std::array<std::string_view, 5> kWithoutRows{"INSERT ", "UPDATE ", "DELETE ", "BEGIN",
                                                       "SET LOCAL "};

// ---- SQLite: a statement that is not at work waits here under its text

class IdleStatements {
 public:
  IdleStatements() = default;
  IdleStatements(const IdleStatements&) = delete;
  IdleStatements& operator=(const IdleStatements&) = delete;
  ~IdleStatements() { clear(); }

  sqlite_api::sqlite3_stmt* take(const std::string& text) {
    const auto found = idle_.find(text);
    if (found == idle_.end()) return nullptr;
    auto* const statement = found->second;
    idle_.erase(found);
    return statement;
  }
  void give(std::string text, sqlite_api::sqlite3_stmt* statement) {
    sqlite_api::sqlite3_reset(statement);
    sqlite_api::sqlite3_clear_bindings(statement);
    if (idle_.size() >= kMostKept) clear();
    idle_.emplace(std::move(text), statement);
  }

 private:
  void clear() {
    for (const auto& [text, statement] : idle_)
      sqlite_api::sqlite3_finalize(statement);
    idle_.clear();
  }

  std::unordered_multimap<std::string, sqlite_api::sqlite3_stmt*> idle_;
};

class KeptSqliteStatement final : public soci::sqlite3_statement_backend {
 public:
  KeptSqliteStatement(soci::sqlite3_session_backend& session, IdleStatements& idle)
      : sqlite3_statement_backend(session), idle_(idle) {}

  void prepare(const std::string& query, statement_type type) override {
    clean_up();
    const bool kept = isWorthKeeping(query);
    if (kept) stmt_ = idle_.take(query);
    if (stmt_ == nullptr) sqlite3_statement_backend::prepare(query, type);
    databaseReady_ = true;
    if (kept) text_ = query;
  }

  void clean_up() override {
    if (stmt_ != nullptr && !text_.empty()) {
      idle_.give(std::move(text_), stmt_);
      stmt_ = nullptr;
    }
    text_.clear();
    sqlite3_statement_backend::clean_up();
  }

 private:
  IdleStatements& idle_;
  std::string text_;  ///< of a statement that is kept
};

class KeepingSqlite final : public soci::sqlite3_session_backend {
 public:
  using sqlite3_session_backend::sqlite3_session_backend;
  KeptSqliteStatement* make_statement_backend() override { return new KeptSqliteStatement(*this, idle_); }

 private:
  IdleStatements idle_;  // gone before the connection closes
};

// ---- PostgreSQL: the server keeps it under a name, as long as the connection lives

using soci::details::postgresql_result;
using Values = std::vector<const char*>;

/// Statements that give no rows are not sent by themselves: they wait for the next one, and go to the server
/// and back with it (libpq's pipeline mode). One that fails is noticed there: within a transaction that is as
/// good.
class Unsent {
 public:
  [[nodiscard]] bool isEmpty() const { return count_ == 0; }

  void add(soci::postgresql_session_backend& session, const std::string& name, const Values& values) {
    const bool sent = (count_ > 0 || PQenterPipelineMode(session.conn_) == 1) &&
                      PQsendQueryPrepared(session.conn_, name.c_str(), static_cast<int>(values.size()),
                                          values.data(), nullptr, nullptr, 0) == 1;
    if (!sent) postgresql_result(session, nullptr).check_for_errors("Cannot send statement.");
    ++count_;
  }

  /// Of the last one. Throws for the first that failed.
  PGresult* settle(soci::postgresql_session_backend& session) {
    PGresult* last = nullptr;
    PGresult* failed = nullptr;
    PQpipelineSync(session.conn_);
    for (int left = std::exchange(count_, 0); left > 0; --left) {
      PQclear(std::exchange(last, resultOf(session.conn_)));
      if (failed == nullptr && isFailure(last)) failed = std::exchange(last, nullptr);
    }
    PQclear(PQgetResult(session.conn_));  // the mark of the end
    PQexitPipelineMode(session.conn_);
    if (failed == nullptr) return last;
    PQclear(last);
    postgresql_result(session, failed).check_for_errors("Cannot execute query.");
    return nullptr;
  }

 private:
  /// A statement's own results end with none.
  static PGresult* resultOf(PGconn* connection) {
    PGresult* const result = PQgetResult(connection);
    if (result != nullptr) PQclear(PQgetResult(connection));
    return result;
  }
  static bool isFailure(const PGresult* result) {
    const auto status = PQresultStatus(result);
    return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK;
  }

  int count_ = 0;
};

class ServerNames {
 public:
  /// Prepares on the server what it does not know yet.
  const std::string& of(soci::postgresql_session_backend& session, const std::string& text,
                        std::size_t parameters) {
    if (const auto known = names_.find(text); known != names_.end()) return known->second;
    settle(session);
    if (names_.size() >= kMostKept) forgetAll(session);
    const std::string name = "kept_" + std::to_string(++count_);
    const postgresql_result result(
        session, PQprepare(session.conn_, name.c_str(), text.c_str(), static_cast<int>(parameters), nullptr));
    result.check_for_errors("Cannot prepare statement.");
    return names_.emplace(text, name).first->second;
  }

  /// Before whatever else is sent.
  void settle(soci::postgresql_session_backend& session) {
    if (!unsent.isEmpty()) PQclear(unsent.settle(session));
  }

  Unsent unsent;

 private:
  void forgetAll(soci::postgresql_session_backend& session) {
    for (const auto& [text, name] : names_)
      session.deallocate_prepared_statement(name);
    names_.clear();
  }

  std::unordered_map<std::string, std::string> names_;
  std::size_t count_ = 0;
};

class KeptPostgresStatement final : public soci::postgresql_statement_backend {
 public:
  KeptPostgresStatement(soci::postgresql_session_backend& session, ServerNames& kept)
      : postgresql_statement_backend(session, false), kept_(kept) {}
  ~KeptPostgresStatement() override {
    if (isKept_) statementName_.clear();  // what has a name is deallocated otherwise
  }

  void prepare(const std::string& query, statement_type type) override {
    if (!isWorthKeeping(query)) {
      kept_.settle(session_);
      postgresql_statement_backend::prepare(query, type);
      return;
    }
    // Only puts $1, $2 … where the names stand.
    postgresql_statement_backend::prepare(query, soci::details::st_one_time_query);
    statementName_ = kept_.of(session_, query_, names_.size());
    stType_ = soci::details::st_repeatable_query;
    isKept_ = true;
    canWait_ =
        std::ranges::any_of(kWithoutRows, [&](std::string_view word) { return query.starts_with(word); });
  }

  exec_fetch_result execute(int number) override {
    const bool isSingle = isKept_ && !hasVectorUseElements_ && !hasVectorIntoElements_;
    if (isSingle && canWait_ && !hasIntoElements_) {
      kept_.unsent.add(session_, statementName_, values());
      waits_ = true;
      return ef_no_data;
    }
    if (isSingle && !kept_.unsent.isEmpty()) return executeWithOthers(number);
    kept_.settle(session_);
    return postgresql_statement_backend::execute(number);
  }

  /// Asked right behind execute().
  long long get_affected_rows() override {
    if (std::exchange(waits_, false)) result_.reset(kept_.unsent.settle(session_));
    return postgresql_statement_backend::get_affected_rows();
  }

 private:
  exec_fetch_result executeWithOthers(int number) {
    clean_up();
    kept_.unsent.add(session_, statementName_, values());
    result_.reset(kept_.unsent.settle(session_));
    currentRow_ = 0;
    rowsToConsume_ = 0;
    numberOfRows_ = PQntuples(result_);
    if (numberOfRows_ == 0) return ef_no_data;
    return number > 0 ? fetch(number) : ef_success;
  }

  /// In the order of $1, $2 …
  [[nodiscard]] Values values() const {
    Values values;
    for (const auto& [position, buffer] : useByPosBuffers_)
      values.push_back(*buffer);
    if (!values.empty()) return values;
    for (const std::string& name : names_) {
      const auto found = useByNameBuffers_.find(name);
      if (found == useByNameBuffers_.end()) throw soci::soci_error("Missing value of " + name);
      values.push_back(*found->second);
    }
    return values;
  }

  ServerNames& kept_;
  bool isKept_ = false;
  bool canWait_ = false;
  bool waits_ = false;
};

bool hasNews(int socket) {
  pollfd watched{socket, POLLIN, 0};
  return poll(&watched, 1, 0) != 0;
}

class KeepingPostgres final : public soci::postgresql_session_backend {
 public:
  explicit KeepingPostgres(const connection_parameters& parameters)
      : postgresql_session_backend(parameters, false) {}
  /// Without a message to the server, unlike SOCI's own. Between two transactions a server has nothing to say
  /// but farewell: a connection on which something has come is one to leave.
  bool is_connected() override {
    return conn_ != nullptr && PQstatus(conn_) == CONNECTION_OK && !hasNews(PQsocket(conn_));
  }
  KeptPostgresStatement* make_statement_backend() override { return new KeptPostgresStatement(*this, kept_); }

 private:
  ServerNames kept_;
};

template <class Session>
class Factory final : public soci::backend_factory {
 public:
  Session* make_session(const connection_parameters& parameters) const override {
    return new Session(parameters);
  }
};

}  // namespace

bool isWorthKeeping(std::string_view statement) {
  if (statement.size() > kLongestKept || statement.find(';') != std::string_view::npos) return false;
  return std::ranges::any_of(kKept, [&](std::string_view word) { return statement.starts_with(word); });
}

const soci::backend_factory& sqliteBackend() {
  static const Factory<KeepingSqlite> kFactory;
  return kFactory;
}

const soci::backend_factory& postgresqlBackend() {
  static const Factory<KeepingPostgres> kFactory;
  return kFactory;
}

}  // namespace ssc::center
