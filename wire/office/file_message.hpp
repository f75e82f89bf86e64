// A file beside a message: the text of the envelope, one LF, then the file's bytes, whatever they are. The
// text of an envelope holds no LF, for JSON writes one inside a value as an escape. The answer is of the same
// form.
#pragma once

#include <string>
#include <string_view>

namespace ssc::wire::office {

/// Where such messages are posted.
inline constexpr const char* kFilePath = "/office/1/file";

/// Views into what was split.
struct FileMessage {
  std::string_view envelope, file;
};
/// Without an LF there is no file.
FileMessage splitFile(std::string_view body);
std::string joinFile(std::string envelope, std::string_view file);

}  // namespace ssc::wire::office
