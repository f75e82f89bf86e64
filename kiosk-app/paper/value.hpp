// How a cell of the facts stands on paper.
#pragma once

#include <QString>
#include <string>
#include <string_view>

#include "hostlib/catalogue/catalogue.hpp"
#include "hostlib/flows/office/paper.hpp"
#include "kiosk-app/paper/layout.hpp"

namespace ssc::kiosk::paper {

/// yyyy-MM, yyyy-MM-dd, yyyyMMddHHmmssSSS … as the language writes it.
QString dateOnPaper(std::string_view text, flows::PaperLanguage language);

/// `kind`: of its column in the facts; `field`: what the catalogue knows of it, may be nullptr. "/" for an
/// empty cell.
QString valueOnPaper(std::string_view kind, const catalogue::Field* field, const std::string& cell,
                     flows::PaperLanguage language);

/// name: a star for the first character. number: a star for each character between the first and the last.
/// What is masked already stays as it is.
crypto::Personal masked(const crypto::Personal& cell, Mask mask);
/// Stars and the last four characters, of ASCII.
crypto::Personal lastFour(const crypto::Personal& cell);

}  // namespace ssc::kiosk::paper
