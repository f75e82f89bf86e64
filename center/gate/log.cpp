#include "center/gate/log.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "wire/beijing_time.hpp"

namespace ssc::center {
namespace {

using Line = nlohmann::ordered_json;

Line lineOf(std::string_view level) {
  const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return {{"time", wire::compactTime(now)}, {"level", level}};
}

std::string_view toText(Log::Level level) {
  switch (level) {
    case Log::Level::info:
      return "info";
    case Log::Level::warning:
      return "warning";
    case Log::Level::error:
      break;
  }
  return "error";
}

}  // namespace

struct Log::Parts {
  explicit Parts(spdlog::sink_ptr sink) : logger("center", std::move(sink)) {
    logger.set_pattern("%v");
    logger.flush_on(spdlog::level::info);
  }
  void write(const Line& line) { logger.info(line.dump(-1, ' ', false, Line::error_handler_t::replace)); }

  spdlog::logger logger;
};

Log::Log(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Log::~Log() = default;

std::unique_ptr<Log> Log::toStandardError() {
  return std::unique_ptr<Log>(
      new Log(std::make_unique<Parts>(std::make_shared<spdlog::sinks::stderr_sink_mt>())));
}

std::unique_ptr<Log> Log::toFile(const std::string& path) {
  return std::unique_ptr<Log>(
      new Log(std::make_unique<Parts>(std::make_shared<spdlog::sinks::basic_file_sink_mt>(path))));
}

std::unique_ptr<Log> Log::toNowhere() {
  return std::unique_ptr<Log>(
      new Log(std::make_unique<Parts>(std::make_shared<spdlog::sinks::null_sink_mt>())));
}

void Log::answered(const AnswerLine& line) {
  Line json = lineOf(line.infcode == 0 ? "info" : "warning");
  json["event"] = "answer";
  json["infno"] = line.infno;
  json["dev_no"] = line.devNo;
  json["msgid"] = line.msgid;
  json["infcode"] = line.infcode;
  if (!line.text.empty()) json["text"] = line.text;
  json["us"] = line.took.count();
  parts_->write(json);
}

void Log::note(Level level, std::string_view event, std::string_view detail) {
  Line json = lineOf(toText(level));
  json["event"] = event;
  if (!detail.empty()) json["detail"] = detail;
  parts_->write(json);
}

}  // namespace ssc::center
