#include "wire/office/document.hpp"

namespace ssc::wire::office {
namespace {

void append(std::string& body, std::string_view cell) {
  body += '|';
  for (const char c : cell) {
    if (c == '|' || c == '\\') body += '\\';
    body += c;
  }
}

}  // namespace

std::string documentBody(const DocumentData& data, std::string_view socialSecurityNumber) {
  std::string body = data.type;
  for (const std::string_view part :
       {socialSecurityNumber, std::string_view(data.from), std::string_view(data.to)})
    append(body, part);
  for (const DocumentBlock& block : data.blocks) {
    for (const QueryRow& row : block.rows) {
      for (const std::string& cell : row.cells)
        append(body, cell);
    }
  }
  return body;
}

}  // namespace ssc::wire::office
