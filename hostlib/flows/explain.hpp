// What an exchange means, in words: for people who follow a read step by step.
#pragma once

#include <string>

#include "apdu/trace.hpp"

namespace ssc::flows {

/// "READ RECORD: all records from number 1 of EF with SFI 05"; the instruction byte where it is not known.
std::string explainCommand(apdu::ByteView command);
/// "64 bytes" or the meaning of a status word other than 9000; "no answer" for an empty response.
std::string explainResponse(apdu::ByteView response);

}  // namespace ssc::flows
