// A terminal that has settled without the network, as the center sees it: it has its keys, and can be told to
// cheat.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "center/settle/settle.hpp"
#include "tests/unit/center/rig.hpp"
#include "wire/settlement/acknowledgement.hpp"
#include "wire/settlement/batch.hpp"

namespace ssc::center {

namespace settlement = wire::settlement;

class OfflineTerminal {
 public:
  explicit OfflineTerminal(CenterRig& rig, std::string devNo = kDevNo);

  /// A purchase of card A, 30.00 yuan from the account, not in the journal yet. Its transaction code is
  /// right.
  settlement::Record purchase(std::uint64_t total = 3000);
  /// The card's own code for it, by the simulator's keys.
  static settlement::Tac codeOf(const settlement::Record& record);
  /// Chains it, with its number.
  void write(settlement::Record record, std::string fees = {});
  settlement::Record exception();

  struct Sent {
    std::vector<settlement::BatchLine> lines;
    wire::office::OfflineBatch header;
  };
  /// What waits, as a batch; `cheat` may change it before it is handed in.
  Answered<wire::office::BatchTaken> send(const std::function<void(Sent&)>& cheat = {});
  /// The same file and header as last time, under another message.
  Answered<wire::office::BatchTaken> sendAgain();
  /// Lines behind `after`.
  std::vector<settlement::AckLine> acknowledged(std::uint64_t after = 0);
  /// Result and code of the newest line of a record: "A", "R6105".
  std::string fate(std::uint32_t sequence);

  /// Makes header, head and links fit the lines again, as far as that takes no secret of the terminal.
  void refit(Sent& sent, bool withMacs) const;
  [[nodiscard]] std::uint32_t last() const { return last_; }

  CenterRig& rig;
  const std::string devNo;
  std::string institution = "H99990000001";
  crypto::Sm2KeyPair signKey = crypto::Sm2KeyPair::generate().value();

 private:
  struct Kept {
    settlement::Record record;
    std::string fees;
  };
  Sent batch();
  Answered<wire::office::BatchTaken> handIn(Sent sent);
  settlement::Link genesis() const;

  crypto::Key logKey_, sessionKey_{crypto::Bytes(16, 9)};
  std::vector<Kept> waiting_;
  settlement::Link link_{}, sentLink_{};
  std::uint32_t last_ = 0, batches_ = 0, uploads_ = 0;
  std::string lastSm3_;
  Sent sent_;
};

}  // namespace ssc::center
