// Draws a code: qr_sample TEXT FILE.png MODULE-PIXELS. For readers that are not ours.
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "wire/qr/draw.hpp"
#include "wire/qr/png.hpp"

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const auto picture = ssc::qr::drawCode(argv[1], {std::strtoul(argv[3], nullptr, 10)});
  if (!picture) return 1;
  const auto png = ssc::qr::writePng(*picture);
  if (!png) return 1;
  std::ofstream file(argv[2], std::ios::binary);
  file.write(reinterpret_cast<const char*>(png->data()), static_cast<std::streamsize>(png->size()));
  return file.flush().good() ? 0 : 1;
}
