// Reading and writing files of the card.
#pragma once

#include "hostlib/flows/file_access.hpp"
#include "hostlib/flows/file_request.hpp"

namespace ssc::flows {

/// Reads what is asked for, in that order. The card has been taken. All requests are held against the card's
/// map before anything is asked of card or holder.
Outcome<std::vector<FileContent>> readFiles(Visit& visit, std::span<const FileRequest> requests,
                                            const AccessOptions& options);

/// Writes in that order. A failure after the first write names what is on the card already ("written: …").
Outcome<void> writeFiles(Visit& visit, std::span<const FileWrite> writes);

}  // namespace ssc::flows
