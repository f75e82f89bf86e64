// Calls that change what libpcsclite keeps for the whole process: its lists of contexts and of cards.
//
// Version 1.9.9 does not guard them well enough (docs/lessons.md): threads that open and close beside each
// other end in a fault of memory now and then, and so does a process that ends while a thread left behind is
// inside.
#pragma once

#include <chrono>

namespace ssc::pcsc {

/// One such call, to establish or release a context or to disconnect a card: it waits for the others, for at
/// most kTurn (a reader that hangs must not hold up the rest of the process: then they do run beside each
/// other). The end of the process waits for those under way, for at most a second, and lets no other begin.
/// Never inside another one of the same thread.
class LibraryCall {
 public:
  static constexpr std::chrono::milliseconds kTurn{500};

  LibraryCall() noexcept;
  LibraryCall(const LibraryCall&) = delete;
  LibraryCall& operator=(const LibraryCall&) = delete;
  ~LibraryCall();

  /// False: the process ends, the library must not be called any more.
  [[nodiscard]] bool isAllowed() const noexcept { return isAllowed_; }

 private:
  void leave() const noexcept;

  bool hasTurn_ = false, isAllowed_ = false;
};

}  // namespace ssc::pcsc
