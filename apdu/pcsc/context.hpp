// A connection to the smart-card service, released with its last owner.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>
#include <winscard.h>

#include "apdu/error.hpp"
#include "apdu/pcsc/code.hpp"

namespace ssc::pcsc {

/// Calls on one context wait for each other inside libpcsclite: give each thread its own. Only cancel() is
/// meant for another thread. libpcsclite also
/// holds a lock of the whole process while it establishes a context, so a service that hangs there blocks
/// every other call, SCardCancel included. Every call talks to the service and may block when that hangs:
/// call from a job (job.hpp).
class Context {
 public:
  /// serviceAbsent: no service is running.
  static tl::expected<std::shared_ptr<Context>, apdu::ChannelError> establish();

  Context() = default;  ///< for establish()
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  [[nodiscard]] SCARDCONTEXT handle() const { return handle_; }

  /// The names of the readers, one per slot; empty when none is attached.
  [[nodiscard]] tl::expected<std::vector<std::string>, apdu::ChannelError> readers() const;

  /// Asks the service. (SCardIsValidContext does not: it looks only into the library's own list.)
  [[nodiscard]] bool isValid() const;

  /// Ends a SCardGetStatusChange under way in another thread. The service forgets a cancel that comes before
  /// the wait; Watcher repeats it for that reason.
  void cancel() const;

  /// What a failure on this context, once valid, means: serviceStopped when the service no longer answers.
  [[nodiscard]] apdu::ChannelError explain(Code code) const;
  /// The same for a connected card, and readerGone when its reader is no longer listed.
  [[nodiscard]] apdu::ChannelError explainInUse(Code code, const std::string& reader) const;

 private:
  bool isEstablished_ = false;
  SCARDCONTEXT handle_ = 0;
};

}  // namespace ssc::pcsc
