// pWriteData: the shape of the address, each item replaced by its value.
//
//   SSSEEF06|09|0A|$    SSSEEF06|张三|1|$
//   DF01EF15|40:02|$    DF01EF15|v1^v2^v3|$    a template: its inner values in the order of its fields
//   DF02EF07|$          DF02EF07|v1^v2^v3^v4|$ one record of a cyclic file
//   SSSEEF08|$          SSSEEF08|FFD8…|$       a transparent file
#pragma once

#include <string_view>
#include <vector>

#include "hostlib/capi/text/address.hpp"
#include "hostlib/capi/text/encoding.hpp"

namespace ssc::capi {

/// The values for each file of `address`, GB 18030: one for each item, one for a file without items. An empty
/// value stands for a blank field. ^ stays in the values: the field tells whether it may be there
/// (value.hpp). File names may have other letters or an alias; a `:nn` behind one must be the same.
TextResult<std::vector<FileValues>> parseWriteData(std::string_view text, const Address& address,
                                                   Encoding encoding);

}  // namespace ssc::capi
