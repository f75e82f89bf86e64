// HTML that cannot be broken out of: names of elements and attributes are constants of the program, every
// value is escaped when it goes in, and nothing turns a text into HTML but text().
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace ssc::center::web {

/// A name written in the source.
struct Name {
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is a name
  consteval Name(const char* literal) : text(literal) {}
  std::string_view text;
};

class Html {
 public:
  Html() = default;
  [[nodiscard]] const std::string& markup() const { return markup_; }
  Html& operator+=(const Html& other) {
    markup_ += other.markup_;
    return *this;
  }
  friend Html operator+(Html first, const Html& second) { return first += second; }

 private:
  friend Html text(std::string_view value);
  friend class ElementWriter;
  std::string markup_;
};

struct Attribute {
  Name name;
  std::string value;
};
using Attributes = std::initializer_list<Attribute>;

Html text(std::string_view value);
Html element(Name name, Attributes attributes, const Html& content);
Html element(Name name, Attributes attributes, std::string_view content);
/// One without content and end tag: br, img, input, link, meta.
Html single(Name name, Attributes attributes);
/// The whole document.
std::string documentOf(const Html& html);

}  // namespace ssc::center::web
