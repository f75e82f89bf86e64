// Files of the card for a person's eyes: one file as lines, the whole card as a tree. Both show the JSON that
// programs get, so that they say the same.
#pragma once

#include "hostlib/profile/config.hpp"
#include "hostlib/render/json.hpp"

namespace ssc::cli {

void printFile(const render::Json& file, profile::Language language);
void printTree(const render::Json& applications, profile::Language language);

}  // namespace ssc::cli
