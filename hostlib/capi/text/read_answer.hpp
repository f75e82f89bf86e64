// The reply of a read: the request with each item replaced by its value.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "card-spec/tables.hpp"
#include "hostlib/capi/text/address.hpp"
#include "hostlib/capi/text/encoding.hpp"

namespace ssc::capi {

/// `SSSEEF05|01…|07…|$SSSEEF06|…|$`: for each file of `values` (not more than of `address`) its name as the
/// caller wrote it, its values and $. The values come from value.hpp, in the encoding of the reply.
crypto::Personal readAnswer(const Address& address, std::span<const FileValues> values);

/// The most bytes that readAnswer can take, NUL included, when the card keeps to the file map of
/// `generation`; of any generation where none is named, for one may have longer fields than a later one.
/// Files and items that the map does not have count as empty: reading them fails. Cyclic files give at most
/// the records of the map.
std::size_t largestReply(const Address& address, std::optional<cardspec::Generation> generation,
                         Encoding encoding);

}  // namespace ssc::capi
