// The durable journal of settlements made without the network (services 6.4): every record is chained to the
// one before it, carries a MAC that only the center can check, and the terminal signs where the chain stands.
// SQLite in WAL mode with synchronous FULL: what a call has answered is on disk.
//
//   prepare() ──► close() as S, A or U          a purchase
//   append()                                    R, V, E: closed at once
//
// One program writes at a time (Writer), any number read. Times are passed in.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/random.hpp"
#include "crypto/sealed.hpp"
#include "crypto/sm2.hpp"
#include "hostlib/journal/fault.hpp"
#include "wire/beijing_time.hpp"
#include "wire/settlement/acknowledgement.hpp"
#include "wire/settlement/chain.hpp"
#include "wire/settlement/record.hpp"

namespace ssc::journal {

namespace settlement = wire::settlement;
using wire::TimePoint;

/// Whose journal it is; one of another is refused.
struct Identity {
  std::string terminalId;   ///< 12 digits
  std::string institution;  ///< 12 digits and capitals
};

/// All are borrowed: they outlive the journal.
struct Keys {
  const crypto::Key& log;              ///< the terminal's log key of the newest epoch
  const crypto::FieldSealer& storage;  ///< seals fees and persons on this machine
  std::function<tl::expected<crypto::Sm2Signature, crypto::CryptoError>(crypto::ByteView)> sign;
  crypto::RandomSource& random;
};

/// What the card's own sums shall be after the settlement (EF06-92, EF06-93, EF15).
struct CardTargets {
  std::uint32_t sum = 0;   ///< fen since the last online contact
  std::uint8_t count = 0;  ///< settlements since then, 0 to 99
  std::string special;     ///< category of EF15, one digit; empty: none
  friend bool operator==(const CardTargets&, const CardTargets&) = default;
};

/// A purchase before the card is asked to debit. `record` as the U that it becomes if the answer is never
/// known: its sequence is drawn by prepare().
struct Draft {
  settlement::Record record;
  std::string fees;            ///< the fee text; record.feeDigest is its SM3
  crypto::SecretBytes person;  ///< what travels beside the record; may be empty
  CardTargets card;
};

/// What is not closed: PREPARED, or closed as S while the card's sums are not yet known to be written.
struct OpenRow {
  bool isPrepared = true;
  settlement::Record record;  ///< as a U
  CardTargets card;
};

/// What a sealed field is bound to: "fees" or "person" of one record of one terminal.
std::string sealedPlace(std::string_view kind, std::string_view terminalId, std::uint32_t sequence);

/// Where the journal ends.
struct Tail {
  std::uint32_t epoch = 1;
  std::uint32_t sequence = 0;  ///< 0: no record yet
  settlement::Link link{};
};

/// How a purchase ended.
struct Settled {
  settlement::Tac tac;
};
struct Aborted {
  std::string why;  ///< for the security module's number, which is burnt
};
struct Unknown {};

// ---- the network, and what the center has

/// Of the network, as far as settlements are concerned.
enum class LinkEvent : std::uint8_t {
  began,     ///< the outage: the first failure, or a clerk said so
  answered,  ///< the center was reached again
  lost,      ///< no, it was not for long
  ended,     ///< everything is sent, and the way has been good for long enough
};
std::string_view toString(LinkEvent event);

struct LinkNote {
  LinkEvent event = LinkEvent::ended;
  std::string time;        ///< yyyyMMddHHmmss
  std::string reason;      ///< a row of settlement::offlineReasons()
  std::string operatorId;  ///< who said so; empty: the terminal found out
};

/// The outage that goes on; none: ONLINE.
struct Outage {
  std::string began;       ///< yyyyMMddHHmmss
  std::string reason;      ///< the newest one given
  std::string recovering;  ///< since when the center answers again; empty: it does not
};

/// A batch that the center has taken.
struct Batch {
  std::string number;  ///< 24 digits
  std::uint32_t first = 0, last = 0;
  std::string sm3;  ///< of its file, 64 lower-case hexadecimal digits
};

/// What the center has not taken yet.
struct Backlog {
  std::uint32_t taken = 0;       ///< the newest record it has; 0: none
  std::uint64_t records = 0;     ///< behind it
  std::uint64_t settled = 0;     ///< fen, of the S among them
  std::uint64_t unanswered = 0;  ///< taken, without a word on what became of them
};

/// A record that the center has cleared.
struct Cleared {
  settlement::Record record;
  bool isReversed = false;    ///< VOIDED, REVERSED
  bool isReconciled = false;  ///< RECONCILED before
};

/// A record as it is sent: what was sealed on this machine is open.
struct Outgoing {
  settlement::Record record;
  std::string canonical;
  settlement::Link link{};
  settlement::RecordMac mac{};
  crypto::SecretBytes fees, person;
};

class Journal {
 public:
  struct Options {
    const char* vfs = nullptr;  ///< SQLite's name of a file system; null: the machine's
  };
  /// A head is signed with every record whose number is a multiple.
  static constexpr std::uint32_t kHeadEvery = 50;
  /// Room for so many records must be left before one begins.
  static constexpr std::uint64_t kRoomFor = 50;

  /// Made when missing, brought to today's form, its identity compared, the chain checked from the newest
  /// signed head on. Not thread-safe; several may have one file open, in one process or several.
  static Result<Journal> open(const std::filesystem::path& file, const Identity& identity, Keys keys,
                              TimePoint now, const Options& options);
  static Result<Journal> open(const std::filesystem::path& file, const Identity& identity, Keys keys,
                              TimePoint now) {
    return open(file, identity, std::move(keys), now, Options());
  }
  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) = delete;
  ~Journal();

  Result<Tail> tail();
  /// At most one is PREPARED; others wait for their cards. In the order of their numbers.
  Result<std::vector<OpenRow>> openRows();
  /// The newest number of the security module that is accounted for, whatever for; 0: none.
  Result<std::uint32_t> lastModuleNumber();
  /// full: fewer than kRoomFor records have room on the disk.
  [[nodiscard]] Result<void> checkRoom() const;

  /// The U of this card that no R and no word of the center has resolved.
  Result<std::vector<settlement::Record>> unresolved(std::string_view cardId);
  Result<std::optional<Outage>> outage();
  /// Of a head that was signed here; misuse for any other.
  Result<crypto::Sm2Signature> headSignature(const settlement::Head& head);
  Result<Backlog> backlog();
  /// The first records that the center has not taken, at most `most`, in their order.
  Result<std::vector<Outgoing>> unsent(std::size_t most);
  /// What the center accepted for that clearing date (yyyyMMdd), in the order of their numbers.
  Result<std::vector<Cleared>> clearedOn(std::string_view day);
  /// The newest clearing date; empty: nothing was cleared yet.
  Result<std::string> lastClearingDate();
  Result<std::optional<Batch>> lastBatch();
  /// How many batches were taken whose number begins so.
  Result<std::uint32_t> batchesOf(std::string_view beginning);
  /// centreSerial of the newest line that is here; 0: none.
  Result<std::uint64_t> lastAcknowledged();
  /// Text of the newest extension that was entered; empty: none.
  Result<std::string> lastExtension();
  /// When the newest record was written, yyyyMMddHHmmss; empty: there is none.
  Result<std::string> lastTime();
  /// The greatest level of an alarm; 0: none.
  Result<unsigned> alarmLevel();

  class Writer;
  /// The right to write, for as long as it lives: from before prepare() until the purchase is closed.
  Result<Writer> writer(std::chrono::milliseconds limit, const std::stop_token& stop);

 private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Each call is one transaction, on disk when it returns. A call that fails has changed nothing, but for
/// Fault::disk, after which only reading tells.
class Journal::Writer {
 public:
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) = delete;
  ~Writer();

  /// Takes the next number and keeps the draft; misuse while another is PREPARED or the draft is no valid U.
  Result<std::uint32_t> prepare(const Draft& draft);
  /// Closes what is PREPARED. As S it then waits for cardWritten().
  Result<settlement::Record> close(const Settled& how, TimePoint now);
  Result<settlement::Record> close(const Aborted& how, TimePoint now);
  Result<settlement::Record> close(const Unknown& how, TimePoint now);
  /// R, V, E. The record's sequence is drawn here.
  Result<settlement::Record> append(settlement::Record record, std::string_view fees, crypto::ByteView person,
                                    TimePoint now);
  /// The card's sums were read back, or are the center's to put right (8605).
  Result<void> cardDone(std::uint32_t sequence);
  enum class ModuleUse : std::uint8_t { online, burnt };
  /// A number of the security module that no record stands for.
  Result<void> bookModuleNumber(std::uint32_t number, ModuleUse use, std::string_view reference,
                                TimePoint now);
  /// What became of a record.
  Result<void> note(std::uint32_t sequence, std::string_view state, std::string_view cause, TimePoint now);
  /// misuse for an event that does not follow on what was noted last.
  Result<void> noteLink(const LinkNote& note);
  /// Its records are SENT.
  Result<void> taken(const Batch& batch, TimePoint now);
  /// What the center said; each line once. misuse where a line is of a record that is not here.
  Result<void> acknowledged(const std::vector<settlement::AckLine>& lines, TimePoint now);
  /// misuse where the serial was used before.
  Result<void> useExtension(std::uint32_t serial, std::string_view text, TimePoint now);
  Result<void> raiseAlarm(std::string_view kind, unsigned level, TimePoint now);
  /// Signs where the journal stands: at day end, before and after each upload.
  Result<settlement::Head> sign(TimePoint now);
  /// The log key is replaced: signs the old epoch's end under both keys. The journal is to be opened anew
  /// with the new key.
  Result<void> beginEpoch(const crypto::Key& newLogKey, TimePoint now);

 private:
  friend class Journal;
  struct Held;
  explicit Writer(std::unique_ptr<Held> held);
  Result<settlement::Record> closeAs(const settlement::Record& shape, std::string_view burnt, TimePoint now);
  std::unique_ptr<Held> held_;
};

}  // namespace ssc::journal
