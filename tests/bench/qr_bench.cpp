// Reads codes from a synthetic camera's frames of 640 × 480: turned, tilted, blurred, noisy, unevenly lit;
// every fifth frame shows no code. ssc_qr_bench FRAMES prints one line of JSON.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "tests/bench/quantile.hpp"
#include "tests/support/camera.hpp"
#include "wire/qr/decode.hpp"
#include "wire/qr/draw.hpp"

namespace {

using namespace ssc;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::size_t kModules = 29 + 2 * qr::kQuietZone;  // of version 3
constexpr int kEmptyEvery = 5;

double between(std::mt19937& random, double least, double most) {
  return std::uniform_real_distribution<double>(least, most)(random);
}

std::string symbols(std::mt19937& random, int count) {
  std::string text;
  while (count-- > 0)
    text += "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[random() % 32];
  return text;
}

std::string phoneText(std::mt19937& random) {
  return "SSC1.01." + symbols(random, 16) + ".29000000." + symbols(random, 16);
}

// Five to nine pixels a module, before the tilt takes its share.
test::Shot shotOf(std::mt19937& random) {
  test::Shot shot;
  shot.side = between(random, 5, 9) * static_cast<double>(kModules);
  shot.turn = between(random, 0, 360);
  shot.tilt = between(random, 0, 0.25);
  shot.tiltFrom = between(random, 0, 360);
  shot.blur = between(random, 0.3, 1.5);
  shot.noise = between(random, 0, 12);
  shot.unevenness = between(random, 0, 0.5);
  shot.seed = static_cast<std::uint32_t>(random());
  return shot;
}

struct Figures {
  int frames = 0, codes = 0, read = 0, missed = 0, wrong = 0;
  std::vector<double> milliseconds;
};

void look(const qr::Picture& frame, const std::vector<std::string>& shown, Figures& figures) {
  const auto began = std::chrono::steady_clock::now();
  const auto seen = qr::decode(frame);
  figures.milliseconds.push_back(Milliseconds(std::chrono::steady_clock::now() - began).count());
  if (!seen) std::exit(1);
  ++figures.frames;
  figures.codes += static_cast<int>(shown.size());
  if (seen->texts == shown)
    figures.read += static_cast<int>(shown.size());
  else
    ++(seen->texts.empty() ? figures.missed : figures.wrong);
  figures.wrong += static_cast<int>(seen->refused);
}

}  // namespace

int main(int argc, char** argv) {
  const int frames = argc > 1 ? std::atoi(argv[1]) : 0;
  if (frames <= 0) return 2;
  std::mt19937 random(20260105);
  Figures figures;
  for (int i = 0; i < frames; ++i) {
    const auto shot = shotOf(random);
    const std::string text = phoneText(random);
    if (i % kEmptyEvery == kEmptyEvery - 1)
      look(test::photographOfNothing(shot), {}, figures);
    else
      look(test::photograph(*qr::drawCode(text), shot), {text}, figures);
  }
  auto& times = figures.milliseconds;
  std::ranges::sort(times);
  std::printf(
      "{\"frames\": %d, \"codes\": %d, \"read\": %d, \"missed\": %d, \"wrong\": %d, \"median\": %.3f, "
      "\"p95\": %.3f, \"worst\": %.3f}\n",
      figures.frames, figures.codes, figures.read, figures.missed, figures.wrong, bench::quantile(times, 0.5),
      bench::quantile(times, 0.95), times.back());
}
