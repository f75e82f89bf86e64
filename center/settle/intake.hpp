// Records of a terminal on their way into the center (services 6.6): read and held against the chain as a
// whole, then judged one by one, then stored with everything that follows from them.
//
// | what is wrong                                   | what happens                                  |
// |-------------------------------------------------|-----------------------------------------------|
// | file, form, another terminal's, gap, chain, MAC, head, a number used for something else | the batch is
// refused, nothing is stored; an alarm where nobody honest could have sent it | | fees, transaction code,
// policy of tests, a card long on the stop-list | the record is refused (R) | | limits, card or person
// unknown, policy          | the record is held (H) for a chief            | | the account does not cover it,
// late             | accepted (A) with a note                      |
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "center/files/files.hpp"
#include "center/gate/call.hpp"
#include "wire/office/settlement.hpp"
#include "wire/settlement/acknowledgement.hpp"
#include "wire/settlement/batch.hpp"
#include "wire/settlement/policy.hpp"

namespace ssc::center {

/// Where the chain of a terminal's journal stands here.
struct JournalState {
  std::uint32_t epoch = 1, lastSequence = 0;
  std::string lastLink;  ///< hexadecimal; empty: nothing came yet
  std::uint64_t ackSerial = 0;
};
/// Nobody else changes it until the transaction ends.
JournalState lockJournal(const Call& call, const std::string& devNo);
void storeJournal(soci::session& sql, const std::string& devNo, const JournalState& state);

/// A record that came, and what is known of it.
struct Arrival {
  wire::settlement::Record record;
  std::string canonical;
  wire::settlement::Link link{};
  std::uint32_t epoch = 1;
  std::string fees;  ///< in the open
  std::optional<wire::settlement::Person> person;

  wire::settlement::AckResult result = wire::settlement::AckResult::accepted;
  unsigned code = 0;
  std::string state;       ///< ACCEPTED …
  std::string owner;       ///< aac002 of whom it is booked for; empty: nobody
  std::uint64_t owed = 0;  ///< fen that the account does not cover
};

/// The new records of a file, chained to what is here. Nothing new: everything was here already.
Answered<std::vector<Arrival>> readBatch(const Call& call, const wire::office::OfflineBatch& body,
                                         const StoredFile& file, JournalState& state);
/// Fills result, code, state, owner.
Answered<void> judge(const Call& call, std::vector<Arrival>& arrivals);
/// Records, acknowledgements, accounts, what people see.
void storeArrivals(const Call& call, std::vector<Arrival>& arrivals, JournalState& state);

/// A line for a record whose fate has changed.
void addAcknowledgement(const Call& call, const std::string& devNo, JournalState& state,
                        std::uint32_t sequence, wire::settlement::AckResult result, unsigned code,
                        const std::string& clearingDate);
/// When what comes now is cleared, yyyyMMdd: the next day.
std::string clearingDateOf(wire::TimePoint now);

}  // namespace ssc::center
