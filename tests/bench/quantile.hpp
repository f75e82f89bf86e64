// The part of sorted figures that a share of them does not exceed.
#pragma once

#include <cstddef>
#include <vector>

namespace ssc::bench {

/// `part`: 0 to 1. Zero of no figures.
inline double quantile(const std::vector<double>& sorted, double part) {
  return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

}  // namespace ssc::bench
