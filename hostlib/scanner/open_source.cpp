#include "hostlib/scanner/open_source.hpp"

#include <unistd.h>

#include "hostlib/scanner/picture_source.hpp"

namespace ssc::scanner {
namespace {

constexpr std::string_view kSerialPrefix = "tty:";
constexpr auto kFrameInterval = std::chrono::milliseconds(100);

}  // namespace

OpenedSource openSource(const std::string& place) {
  if (place.starts_with(kSerialPrefix)) return openSerialScanner({place.substr(kSerialPrefix.size())});
  if (place == "-") return openWedge(STDIN_FILENO);
  return openPictures({place, kFrameInterval});
}

}  // namespace ssc::scanner
