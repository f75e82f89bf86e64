#include "wire/office/file_message.hpp"

namespace ssc::wire::office {

FileMessage splitFile(std::string_view body) {
  const auto end = body.find('\n');
  if (end == std::string_view::npos) return {body, {}};
  return {body.substr(0, end), body.substr(end + 1)};
}

std::string joinFile(std::string envelope, std::string_view file) {
  envelope.reserve(envelope.size() + 1 + file.size());
  envelope += '\n';
  envelope += file;
  return envelope;
}

}  // namespace ssc::wire::office
