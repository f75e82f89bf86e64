// SCardGetStatusChange that a stop request ends.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <stop_token>
#include <winscard.h>

#include "apdu/pcsc/code.hpp"
#include "apdu/pcsc/context.hpp"

namespace ssc::pcsc {

/// Waits at most `wait` for a change in `states`. SCARD_E_CANCELLED after a stop request, usually within a
/// few milliseconds. After that the context must be given up: with PC/SC Lite 1.9 a cancel that crosses an
/// event leaves an answer in the stream that the next call would take for its own.
Code cancellableWait(const std::shared_ptr<Context>& context, std::span<SCARD_READERSTATE> states,
                     std::chrono::milliseconds wait, const std::stop_token& stop);

}  // namespace ssc::pcsc
