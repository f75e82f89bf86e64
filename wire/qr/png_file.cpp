#include "wire/qr/png_file.hpp"

#include <filesystem>
#include <fstream>

#include "wire/qr/png.hpp"

namespace ssc::qr {

bool replacePng(const std::string& file, const Picture& picture) {
  const auto png = writePng(picture);
  if (!png) return false;
  const std::string beside = file + ".new";
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(png->data()), static_cast<std::streamsize>(png->size()));
  out.close();
  std::error_code fault;
  if (out) std::filesystem::rename(beside, file, fault);
  return out && !fault;
}

}  // namespace ssc::qr
