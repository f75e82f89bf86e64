#include "center/gate/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace ssc::center {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                       0.1,   0.25,   0.5,   1.0,  2.5,   10.0};

}  // namespace

struct Metrics::Parts {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& answers = prometheus::BuildCounter()
                                                         .Name("ssc_center_answers_total")
                                                         .Help("Answers by transaction and result code")
                                                         .Register(registry);
  prometheus::Family<prometheus::Histogram>& seconds = prometheus::BuildHistogram()
                                                           .Name("ssc_center_answer_seconds")
                                                           .Help("Time from request to answer by transaction")
                                                           .Register(registry);
  prometheus::Family<prometheus::Gauge>& connections = prometheus::BuildGauge()
                                                           .Name("ssc_center_connections")
                                                           .Help("Open connections by listener")
                                                           .Register(registry);
};

Metrics::Metrics() : parts_(std::make_unique<Parts>()) {}
Metrics::~Metrics() = default;

void Metrics::answered(std::string_view infno, unsigned infcode, std::chrono::microseconds took) {
  const std::string transaction(infno);
  parts_->answers.Add({{"infno", transaction}, {"infcode", std::to_string(infcode)}}).Increment();
  parts_->seconds.Add({{"infno", transaction}}, kSeconds)
      .Observe(std::chrono::duration<double>(took).count());
}

void Metrics::setConnections(std::string_view listener, std::int64_t open) {
  parts_->connections.Add({{"listener", std::string(listener)}}).Set(static_cast<double>(open));
}

std::string Metrics::text() const {
  return prometheus::TextSerializer().Serialize(parts_->registry.Collect());
}

}  // namespace ssc::center
