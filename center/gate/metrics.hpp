// Figures of the center, in the text form that Prometheus reads. No label holds anything of a person.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace ssc::center {

/// Thread-safe.
class Metrics {
 public:
  Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;
  ~Metrics();

  void answered(std::string_view infno, unsigned infcode, std::chrono::microseconds took);
  void setConnections(std::string_view listener, std::int64_t open);
  [[nodiscard]] std::string text() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace ssc::center
