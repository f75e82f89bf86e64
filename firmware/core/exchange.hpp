// One command and its answer on the line, whatever the protocol.
#pragma once

#include <cstdint>

#include "firmware/core/bytes.hpp"
#include "firmware/core/slot_error.hpp"

namespace ssc::fw {

enum class Progress : std::uint8_t { running, finished, failed };

/// Where an exchange stands. `response` is valid when finished, until the next exchange begins.
struct ExchangeView {
  Progress progress = Progress::running;
  SlotError fault = SlotError::none;
  ByteView response;
};

/// What can happen on the line besides a character.
enum class LineFault : std::uint8_t { silence, parity };

}  // namespace ssc::fw
