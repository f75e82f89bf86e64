// A page around its content: language, headers, the banner that everything here is simulated.
#pragma once

#include <span>

#include "center/gate/refusal.hpp"
#include "center/web/html.hpp"
#include "center/web/request.hpp"
#include "center/web/rows.hpp"

namespace ssc::center::web {

std::string_view say(Language language, Say text);
std::string_view say(Language language, const BothTexts& texts);
/// Of kColumnTexts and its like; the key itself where there is no text.
std::string_view wordFor(Language language, std::span<const KeyedText> texts, std::string_view key);

struct PageOptions {
  unsigned status = 200;
  Html head;               ///< more of it
  std::string formTarget;  ///< origin that a form's answer may lead to, besides this page's own
};
HttpAnswer page(const Request& request, Say title, const Html& content, const PageOptions& options = {});
/// One heading and one paragraph.
HttpAnswer notice(const Request& request, unsigned status, Say title, std::string_view words);
/// What stands in wire/office/errors.toml for the holder.
HttpAnswer refusalPage(const Request& request, const Refusal& refusal);
std::string holderText(Language language, const Refusal& refusal);

HttpAnswer redirectTo(const std::string& address);
/// `value` empty: the browser forgets it.
void setCookie(HttpAnswer& answer, const std::string& value);

Html paragraph(std::string_view words);
Html linkTo(const Request& request, std::string_view path, Say words, std::string_view look = "button");
/// A form of one button.
Html buttonTo(const Request& request, std::string_view path, Say words, std::string_view token,
              std::string_view look = "");

}  // namespace ssc::center::web
