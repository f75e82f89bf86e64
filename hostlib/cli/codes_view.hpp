// The lists of codes as `ssc catalogue --codes` shows them.
#pragma once

#include "hostlib/cli/output.hpp"

namespace ssc::cli {

void printCodeLists(profile::Language language);

/// {"lists": [{id, codes: [{code, zh, en}]}], "fields": [{id, label, kind, codes?}] as they usually are (an
/// item says itself which list its field has), "printed": [{print, id, label, kind, codes?}]}.
Json codeListsJson();

}  // namespace ssc::cli
