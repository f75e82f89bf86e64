#include "tests/support/camera.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace ssc::test {
namespace {

constexpr double kDesk = 150;

struct Point {
  double x = 0, y = 0;
};

/// A map from the frame to the paper: (x, y, 1) times the matrix, then divided by the last.
using Homography = std::array<double, 9>;

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

// The corners of the paper on the frame, clockwise from its top left.
std::array<Point, 4> cornersOf(const Shot& shot) {
  constexpr std::array<Point, 4> kUnit{{{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}}};
  const double turn = radians(shot.turn), from = radians(shot.tiltFrom);
  std::array<Point, 4> corners;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const double x = kUnit[i].x * std::cos(turn) - kUnit[i].y * std::sin(turn);
    const double y = kUnit[i].x * std::sin(turn) + kUnit[i].y * std::cos(turn);
    const double away = x * std::cos(from) + y * std::sin(from);
    const double size = shot.side / (1 + shot.tilt * (away + 0.5));
    corners[i] = {static_cast<double>(shot.width) / 2 + x * size,
                  static_cast<double>(shot.height) / 2 + y * size};
  }
  return corners;
}

// The homography from the unit square to four corners has a closed form; its adjugate is the way back.
Homography fromFrame(const std::array<Point, 4>& c) {
  const double sx = c[0].x - c[1].x + c[2].x - c[3].x, sy = c[0].y - c[1].y + c[2].y - c[3].y;
  const double dx1 = c[1].x - c[2].x, dx2 = c[3].x - c[2].x;
  const double dy1 = c[1].y - c[2].y, dy2 = c[3].y - c[2].y;
  const double area = dx1 * dy2 - dx2 * dy1;
  const double g = (sx * dy2 - dx2 * sy) / area, h = (dx1 * sy - sx * dy1) / area;
  const double a = c[1].x - c[0].x + g * c[1].x, b = c[3].x - c[0].x + h * c[3].x, e0 = c[0].x;
  const double d = c[1].y - c[0].y + g * c[1].y, e = c[3].y - c[0].y + h * c[3].y, f = c[0].y;
  return {e - f * h,      e0 * h - b,    b * f - e0 * e, f * g - d,    a - e0 * g,
          e0 * d - a * f, d * h - e * g, b * g - a * h,  a * e - b * d};
}

double shadeAt(const qr::Picture& paper, double x, double y) {
  const auto clamped = [](double value, std::size_t size) {
    return std::clamp(value, 0.0, static_cast<double>(size) - 1.001);
  };
  const double px = clamped(x * static_cast<double>(paper.width) - 0.5, paper.width);
  const double py = clamped(y * static_cast<double>(paper.height) - 0.5, paper.height);
  const auto left = static_cast<std::size_t>(px), top = static_cast<std::size_t>(py);
  const double right = px - static_cast<double>(left), below = py - static_cast<double>(top);
  const double upper = paper.at(left, top) * (1 - right) + paper.at(left + 1, top) * right;
  const double lower = paper.at(left, top + 1) * (1 - right) + paper.at(left + 1, top + 1) * right;
  return upper * (1 - below) + lower * below;
}

using Shades = std::vector<double>;

Shades onDesk(const qr::Picture& paper, const Shot& shot) {
  const Homography m = fromFrame(cornersOf(shot));
  Shades frame(shot.width * shot.height, kDesk);
  for (std::size_t row = 0; row < shot.height; ++row)
    for (std::size_t column = 0; column < shot.width; ++column) {
      const double x = static_cast<double>(column) + 0.5, y = static_cast<double>(row) + 0.5;
      const double w = m[6] * x + m[7] * y + m[8];
      const double u = (m[0] * x + m[1] * y + m[2]) / w, v = (m[3] * x + m[4] * y + m[5]) / w;
      if (u >= 0 && u < 1 && v >= 0 && v < 1) frame[row * shot.width + column] = shadeAt(paper, u, v);
    }
  return frame;
}

std::vector<double> bell(double deviation) {
  const auto reach = static_cast<int>(std::ceil(3 * deviation));
  std::vector<double> weights;
  for (int i = -reach; i <= reach; ++i)
    weights.push_back(std::exp(-i * i / (2 * deviation * deviation)));
  double sum = 0;
  for (const double weight : weights)
    sum += weight;
  for (double& weight : weights)
    weight /= sum;
  return weights;
}

// One direction: `step` from pixel to pixel of a line of `length`, `lines` of them `lineStep` apart.
void blurLines(Shades& frame, const std::vector<double>& weights, std::size_t length, std::size_t step,
               std::size_t lines, std::size_t lineStep) {
  const auto reach = static_cast<std::ptrdiff_t>(weights.size() / 2),
             last = static_cast<std::ptrdiff_t>(length) - 1;
  Shades line(length);
  for (std::size_t i = 0; i < lines; ++i) {
    for (std::size_t at = 0; at < length; ++at)
      line[at] = frame[i * lineStep + at * step];
    for (std::ptrdiff_t at = 0; at <= last; ++at) {
      double sum = 0;
      for (std::ptrdiff_t off = -reach; off <= reach; ++off)
        sum += weights[static_cast<std::size_t>(off + reach)] *
               line[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(at + off, 0, last))];
      frame[i * lineStep + static_cast<std::size_t>(at) * step] = sum;
    }
  }
}

void blur(Shades& frame, const Shot& shot) {
  if (shot.blur <= 0) return;
  const auto weights = bell(shot.blur);
  blurLines(frame, weights, shot.width, 1, shot.height, shot.width);
  blurLines(frame, weights, shot.height, shot.width, shot.width, 1);
}

// Light that falls off from the top left to the bottom right, then the sensor.
qr::Picture exposed(const Shades& frame, const Shot& shot) {
  std::mt19937 random(shot.seed);
  std::normal_distribution<double> noise(0, std::max(shot.noise, 1e-9));
  qr::Picture picture{shot.width, shot.height, {}};
  picture.pixels.reserve(frame.size());
  for (std::size_t i = 0; i < frame.size(); ++i) {
    const double right = static_cast<double>(i % shot.width) / static_cast<double>(shot.width);
    const double below = static_cast<double>(i / shot.width) / static_cast<double>(shot.height);
    const double light = 1 - shot.unevenness * (right + below) / 2;
    picture.pixels.push_back(
        static_cast<std::uint8_t>(std::clamp(frame[i] * light + noise(random), 0.0, 255.0)));
  }
  return picture;
}

}  // namespace

qr::Picture photograph(const qr::Picture& paper, const Shot& shot) {
  Shades frame = onDesk(paper, shot);
  blur(frame, shot);
  return exposed(frame, shot);
}

// Squares of a grid, black or white by chance: what looks most like a code and is none.
qr::Picture photographOfNothing(const Shot& shot) {
  constexpr std::size_t kSquares = 32, kPixels = 8;
  std::mt19937 random(shot.seed);
  qr::Picture paper{kSquares * kPixels, kSquares * kPixels,
                    std::vector<std::uint8_t>(kSquares * kPixels * kSquares * kPixels)};
  std::vector<bool> squares(kSquares * kSquares);
  for (auto&& square : squares)
    square = random() % 2 != 0;
  for (std::size_t i = 0; i < paper.pixels.size(); ++i) {
    const std::size_t column = i % paper.width / kPixels, row = i / paper.width / kPixels;
    paper.pixels[i] = squares[row * kSquares + column] ? 255 : 0;
  }
  return photograph(paper, shot);
}

}  // namespace ssc::test
