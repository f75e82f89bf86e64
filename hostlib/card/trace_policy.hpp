// Which bytes of card and PSAM traffic may stand in a trace: derived from the tables of card-spec, everything
// else is zeroed by apdu::Trace.
#pragma once

#include "apdu/trace.hpp"

namespace ssc::card {

/// SELECT is kept (file names are public), READ RECORD keeps tags and lengths and, of EF05, the values of
/// fields that name nobody. Nothing else is kept: of VERIFY, CHANGE PIN, writing, secure messaging, medical,
/// certificate and PSAM commands only headers, lengths and status words.
apdu::RedactionPolicy tracePolicy();

}  // namespace ssc::card
