// Readers and cards coming and going, told to a program's callback on a thread of the library.
#pragma once

#include <memory>

#include "hostlib/include/ssc.h"

namespace ssc::capi {

class EventWatch {
 public:
  EventWatch(ssc_event_callback callback, void* user);
  EventWatch(const EventWatch&) = delete;
  EventWatch& operator=(const EventWatch&) = delete;
  /// No call of the callback is under way any more when it returns. A smart-card service that hangs does not
  /// hold it: the thread is left behind then, and calls nobody.
  ~EventWatch();

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace ssc::capi
