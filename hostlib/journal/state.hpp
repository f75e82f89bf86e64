// Internal: what a journal and its writer work on.
#pragma once

#include <utility>

#include "crypto/digest.hpp"
#include "hostlib/journal/journal.hpp"
#include "hostlib/journal/sqlite.hpp"
#include "hostlib/journal/writer_lock.hpp"

namespace ssc::journal {

using settlement::Record;
using settlement::RecordType;

inline tl::unexpected<Error> cryptoFailed(crypto::CryptoError error) {
  return failed(Fault::crypto, crypto::toText(error));
}

template <class T>
Result<T> checked(tl::expected<T, crypto::CryptoError> result) {
  if (!result) return cryptoFailed(result.error());
  return std::move(*result);
}

inline Result<Record> recordFrom(std::string_view canonical) {
  auto record = settlement::parseRecord(canonical);
  if (!record) return failed(Fault::broken, "a record cannot be read: " + record.error().text());
  return std::move(*record);
}

struct Journal::State {
  State(std::filesystem::path where, Identity whose, Keys with, Database opened, settlement::ChainHash hash,
        crypto::HmacSm3 key)
      : file(std::move(where)),
        identity(std::move(whose)),
        keys(std::move(with)),
        database(std::move(opened)),
        chain(std::move(hash)),
        logKey(std::move(key)) {}

  Result<void> prepareStatements();
  Result<Tail> readTail();
  Result<void> insert(const Record& record, crypto::ByteView fees, crypto::ByteView person, TimePoint now);
  Result<settlement::Head> insertHead(const Tail& tail, TimePoint now, const settlement::RecordMac* oldMac,
                                      const settlement::RecordMac* newMac);
  [[nodiscard]] Result<crypto::SecretBytes> unseal(crypto::ByteView sealed, std::string_view kind,
                                                   std::uint32_t sequence) const;
  Result<void> addState(std::uint32_t sequence, std::string_view state, std::string_view cause,
                        std::string_view time);
  Result<crypto::Bytes> seal(crypto::ByteView plain, std::string_view kind, std::uint32_t sequence);
  Result<void> book(std::uint32_t moduleNumber, std::string_view use, std::string_view reference,
                    TimePoint now);
  Result<void> checkNonePrepared();
  Result<Tail> signedTail();
  Result<Tail> chained(const Statement& row, const Tail& before);
  Result<void> checkFromLastHead();

  std::filesystem::path file;
  Identity identity;
  Keys keys;
  std::uint32_t epoch = 0;  // whose log key this is
  Database database;
  settlement::ChainHash chain;
  crypto::HmacSm3 logKey;
  Statement selectTail, selectEpoch, insertRecord, selectPrepared, selectOpen, insertOpen, waitForCard,
      deleteOpen, insertNumber, insertHeadRow, insertState;
};

struct Journal::Writer::Held {
  Held(State& what, WriterLock taken) : journal(what), lock(std::move(taken)) {}

  State& journal;
  WriterLock lock;
};

}  // namespace ssc::journal
