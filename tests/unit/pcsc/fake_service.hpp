// Stands in for pcscd: fake_service.cpp defines the calls of PC/SC Lite, and tests say here what they answer.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>
#include <winscard.h>

#include "apdu/bytes.hpp"
#include "apdu/pcsc/code.hpp"

namespace ssc::pcsc::test {

struct FakeReader {
  std::string name;
  std::uint32_t state = SCARD_STATE_EMPTY;  ///< as dwEventState, without SCARD_STATE_CHANGED
  apdu::Bytes atr;
  std::map<DWORD, apdu::Bytes> attributes;  ///< by SCARD_ATTR_; before those of the service
};

/// What one SCardTransmit is to be answered: a response, or a code.
struct FakeExchange {
  apdu::Bytes response;
  Code code = kSuccess;
};

/// One SCardControl, as it was asked for.
struct FakeControl {
  DWORD code;
  apdu::Bytes data;
  friend bool operator==(const FakeControl&, const FakeControl&) = default;
};

struct FakeService {
  // What the test says.
  Code establishing = kSuccess;
  Code listing = kSuccess;
  Code waiting = kSuccess;      ///< what a wait returns at once when it is not success
  std::deque<Code> connecting;  ///< one per SCardConnect; success when empty
  bool blocksConnect = false;   ///< SCardConnect does not return until this is false again
  DWORD protocol = SCARD_PROTOCOL_T0;
  std::vector<FakeReader> readers;
  std::deque<FakeExchange> exchanges;
  apdu::Bytes controlAnswer;
  std::map<DWORD, apdu::Bytes> controlAnswers;  ///< by control code; `controlAnswer` for all others
  std::deque<Code> controlling;                 ///< one per SCardControl; success when empty
  bool blocksControl = false;                   ///< SCardControl does not return until this is false again
  std::deque<Code> reconnecting;                ///< one per SCardReconnect; success when empty
  std::map<DWORD, apdu::Bytes> attributes;      ///< the same for all readers; others are not supported
  int lostCancels = 0;  ///< so many cancels are forgotten, like those that come before the wait

  // What the tests look at.
  std::vector<apdu::Bytes> sent;
  std::vector<DWORD> shares;
  std::vector<DWORD> dispositions;
  std::vector<DWORD> restarts;  ///< dwInitialization of each SCardReconnect
  std::vector<FakeControl> controls;
  int openContexts = 0;
  int openHandles = 0;
  int cancels = 0;
  int transactions = 0;
  std::size_t widestWait = 0;

  // How the waits work.
  bool isCancelled = false;
  bool isWaiting = false;
};

/// The one service of the process: the C interface has no place for another.
class Fake {
 public:
  static Fake& instance();

  void reset();
  /// Changes or reads the service under its lock and wakes whoever waits.
  template <class Function>
  auto with(Function function) {
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
    return function(service_);
  }
  /// Waits, at most 10 s, until the condition holds.
  template <class Condition>
  bool awaits(Condition condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return condition(service_); });
  }
  template <class Condition>
  bool awaitsFor(std::chrono::milliseconds time, Condition condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, time, [&] { return condition(service_); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  FakeService service_;
};

/// A fresh service for one test.
struct Fixture {
  Fixture() { fake.reset(); }
  Fake& fake = Fake::instance();
};

}  // namespace ssc::pcsc::test
