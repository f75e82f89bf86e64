// Powering the card for nothing but its answer to reset.
#pragma once

#include <stop_token>

#include "hostlib/flows/terminal.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::flows {

/// Bounded by `config.callLimit`; the card is released before the call returns.
Outcome<apdu::Atr> readAtr(const profile::Config& config, CardInterface interface, std::stop_token stop = {});

}  // namespace ssc::flows
