// The basic read as every face calls it: configuration, deadline, cancel, trace file. Returns at the deadline
// whatever the reader does.
#pragma once

#include <stop_token>

#include "hostlib/flows/basic_fields.hpp"
#include "hostlib/flows/call.hpp"
#include "hostlib/flows/read_card.hpp"

namespace ssc::flows {

/// What one call of the basic read gave, with its trace when one was asked for.
struct BasicReadReport {
  BasicFields fields;
  cardspec::Generation generation;
  cardspec::Algorithm algorithm;
  std::size_t cardExchanges;
  std::size_t samExchanges;
  bool simulatedReader;
  ModuleKind module;
  std::vector<apdu::Exchange> exchanges;  ///< empty unless tracing was asked for
};

/// Runs the basic read on a worker that can be left behind. `config.traceFile` is appended to when it is set.
Outcome<BasicReadReport> readBasic(const profile::Config& config, CardInterface interface, Tracing tracing,
                                   std::stop_token stop = {}, ModulePolicy modules = ModulePolicy::psamOnly);

}  // namespace ssc::flows
