// From the texts of read and write to what the flows take, and back.
#pragma once

#include <span>
#include <vector>

#include "hostlib/capi/arguments.hpp"
#include "hostlib/capi/text/address.hpp"
#include "hostlib/capi/text/encoding.hpp"
#include "hostlib/flows/files.hpp"

namespace ssc::capi {

/// One for each file of the address.
std::vector<flows::FileRequest> requestsFor(const Address& address);

/// noSuchFile, noSuchField, badInput where cards of this generation do not have what is asked for. A file of
/// records must be asked for item by item: the reply names none.
Outcome<void> checkAddress(const Address& address, cardspec::Generation generation);

/// What the values put on a card of this generation. Values are looked at when it is sure that their file may
/// be written (neverWritten).
Outcome<std::vector<flows::FileWrite>> writesFor(const Address& address, std::span<const FileValues> values,
                                                 cardspec::Generation generation);

/// The reply of a read.
Outcome<crypto::Personal> readReply(const Address& address, std::span<const flows::FileContent> contents,
                                    Encoding encoding);

/// A place of a cyclic file that was never written to: all 00 or all FF.
bool isNeverWritten(apdu::ByteView record);

}  // namespace ssc::capi
