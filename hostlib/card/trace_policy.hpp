// Which bytes of card and PSAM traffic may stand in a trace: derived from the tables of card-spec, everything
// else is zeroed by apdu::Trace.
#pragma once

#include "apdu/trace.hpp"

namespace ssc::card {

/// SELECT is kept (file names are public), READ RECORD keeps tags, lengths and the values of fields that name
/// nobody, nothing else is kept.
apdu::RedactionPolicy tracePolicy();

}  // namespace ssc::card
