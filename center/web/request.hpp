// One request for the citizens' page, taken apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "center/http/message.hpp"

namespace ssc::center::web {

enum class Language : std::uint8_t { zh, en };

/// Decoded names and values, each name once.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// Of application/x-www-form-urlencoded; none for a bad escape, a name twice, or more than 32 fields.
std::optional<Fields> parseFields(std::string_view encoded);
/// Empty where there is no such field.
std::string_view valueOf(const Fields& fields, std::string_view name);
/// For a query: letters, digits and -._~ stay, everything else is escaped.
std::string urlEncoded(std::string_view text);

inline constexpr std::string_view kCookieName = "__Host-ssc-center";

struct Request {
  const HttpRequest& http;
  std::string path;
  Fields query, form;
  std::string cookie;  ///< ours; empty where none came
  Language language = Language::zh;

  /// An address with this request's language; `with`: its query, without question mark.
  [[nodiscard]] std::string link(std::string_view to, std::string_view with = {}) const;
};

/// None for a query or a form that is not well formed.
std::optional<Request> readRequest(const HttpRequest& http);

}  // namespace ssc::center::web
