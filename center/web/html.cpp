#include "center/web/html.hpp"

namespace ssc::center::web {

/// The one place where text becomes markup.
class ElementWriter {
 public:
  static void escape(std::string& out, std::string_view value) {
    for (const char c : value) {
      switch (c) {
        case '&':
          out += "&amp;";
          break;
        case '<':
          out += "&lt;";
          break;
        case '>':
          out += "&gt;";
          break;
        case '"':
          out += "&quot;";
          break;
        case '\'':
          out += "&#39;";
          break;
        default:
          out += c;
      }
    }
  }
  static void begin(Html& html, Name name, Attributes attributes) {
    html.markup_ += '<';
    html.markup_ += name.text;
    for (const Attribute& attribute : attributes) {
      html.markup_ += ' ';
      html.markup_ += attribute.name.text;
      html.markup_ += "=\"";
      escape(html.markup_, attribute.value);
      html.markup_ += '"';
    }
    html.markup_ += '>';
  }
  static void end(Html& html, Name name) {
    html.markup_ += "</";
    html.markup_ += name.text;
    html.markup_ += '>';
  }
};

Html text(std::string_view value) {
  Html html;
  ElementWriter::escape(html.markup_, value);
  return html;
}

Html element(Name name, Attributes attributes, const Html& content) {
  Html html;
  ElementWriter::begin(html, name, attributes);
  html += content;
  ElementWriter::end(html, name);
  return html;
}

Html element(Name name, Attributes attributes, std::string_view content) {
  return element(name, attributes, text(content));
}

Html single(Name name, Attributes attributes) {
  Html html;
  ElementWriter::begin(html, name, attributes);
  return html;
}

std::string documentOf(const Html& html) {
  return "<!DOCTYPE html>\n" + html.markup() + "\n";
}

}  // namespace ssc::center::web
