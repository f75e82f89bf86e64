// A terminal's handle: opening, closing, what it is and can do, its callbacks, its last failure.
#include <chrono>

#include "hostlib/capi/ssc/open_terminal.hpp"
#include "hostlib/flows/survey.hpp"

namespace ssc::capi {

using flows::Failure;
using flows::Outcome;
using flows::Reason;

void OpenTerminal::keep(const std::shared_ptr<OpenCard>& card) {
  std::erase_if(cards_, [](const std::weak_ptr<OpenCard>& other) { return other.expired(); });
  cards_.push_back(card);
}

void OpenTerminal::close() {
  handle_.cancel();
  handle_.atRest([this] {
    watch_.reset();
    for (const auto& kept : cards_)
      if (const auto card = kept.lock()) card->letGo();
  });
}

int tellLast(const Handle* handle, int language, const Output& out) noexcept {
  const bool known = language == SSC_LANGUAGE_ZH || language == SSC_LANGUAGE_EN;
  if (handle == nullptr || !known) return refuse(Reason::badParameter);
  return handle->tell(out, language == SSC_LANGUAGE_ZH ? chineseWords : englishWords);
}

namespace {

constexpr std::uint32_t kShortest = 100, kLongest = 600000;  // milliseconds

// Fields were only ever added behind: a caller of an older header gives a smaller size.
bool isUsable(const ssc_options* options) {
  return options == nullptr || options->size >= sizeof(ssc_options);
}

tl::expected<profile::Config, profile::FileError> configFor(const ssc_options* options) {
  if (options == nullptr || options->config_file == nullptr) return profile::loadConfig();
  profile::Config config;
  if (const auto read = profile::readConfigInto(config, options->config_file); !read)
    return tl::unexpected(read.error());
  return config;
}

int openTerminal(const ssc_options* options, ssc_terminal** out) {
  if (!isUsable(options)) return refuse(Reason::badParameter);
  auto config = configFor(options);
  if (!config) return refuse(Reason::badConfiguration);
  if (options != nullptr && options->reader != nullptr) config->readerName = options->reader;
  auto handle = std::make_unique<ssc_terminal>();
  handle->terminal = std::make_shared<OpenTerminal>(std::move(*config));
  *out = handle.release();
  return 0;
}

std::string pinSourceText(const OpenTerminal& terminal, const std::string& configured) {
  if (terminal.desk()->asked().function != nullptr) return "callback";
  return configured.substr(0, configured.find(':'));  // not the way to the pad
}

render::Json capabilities(OpenTerminal& terminal, const std::vector<flows::DeviceSurvey>& devices) {
  const profile::Config& config = terminal.config();
  const flows::DeviceSurvey* device = flows::selectedOf(devices);
  render::Json json = {{"version", ssc_version()},
                       {"abi", std::to_string(SSC_ABI_MAJOR) + "." + std::to_string(SSC_ABI_MINOR)},
                       {"pinSource", pinSourceText(terminal, config.pinSource)},
                       {"pinDigits", {{"least", config.pinLeast}, {"most", config.pinMost}}},
                       {"hsm", config.hasHsm()},
                       {"certificates", true},
                       {"reader", nullptr},
                       {"slots", render::Json::array()}};
  if (device == nullptr) return json;
  json["reader"] = device->name;
  for (const flows::SlotSurvey& slot : device->slots)
    json["slots"].push_back({{"number", slot.number}, {"role", slot.role ? toText(*slot.role) : "unknown"}});
  return json;
}

}  // namespace
}  // namespace ssc::capi

using namespace ssc::capi;

const char* ssc_version(void) {
  return SSC_VERSION;
}

uint32_t ssc_abi_version(void) {
  return static_cast<uint32_t>(SSC_ABI_MAJOR) << 16 | SSC_ABI_MINOR;
}

int ssc_open(const ssc_options* options, ssc_terminal** out) {
  if (out == nullptr) return refuse(Reason::badParameter);
  *out = nullptr;
  try {
    return openTerminal(options, out);
  } catch (...) {
    return refuse(Reason::internalError);
  }
}

void ssc_close(ssc_terminal** terminal) {
  if (terminal == nullptr || *terminal == nullptr) return;
  (*terminal)->terminal->close();
  delete *terminal;
  *terminal = nullptr;
}

int ssc_set_timeout(ssc_terminal* terminal, uint32_t milliseconds) {
  return callTerminal(terminal, [&](OpenTerminal& open, const std::stop_token&) -> Outcome<void> {
    if (milliseconds < kShortest || milliseconds > kLongest)
      return tl::unexpected(Failure{Reason::badParameter, "milliseconds", {}});
    open.config().callLimit = std::chrono::milliseconds(milliseconds);
    return {};
  });
}

void ssc_cancel(ssc_terminal* terminal) {
  if (terminal != nullptr) terminal->terminal->handle().cancel();
}

int ssc_readers(ssc_terminal* terminal, char* out, size_t* length) {
  return giveFromTerminal(terminal, {out, length}, {"ssc_readers"},
                          [](OpenTerminal& open, const std::stop_token& stop) {
                            return ssc::flows::survey(open.config(), stop).map([](const auto& devices) {
                              return jsonResult(ssc::render::readers(devices));
                            });
                          });
}

int ssc_capabilities(ssc_terminal* terminal, char* out, size_t* length) {
  return giveFromTerminal(terminal, {out, length}, {"ssc_capabilities"},
                          [](OpenTerminal& open, const std::stop_token& stop) {
                            return ssc::flows::survey(open.config(), stop).map([&](const auto& devices) {
                              return jsonResult(capabilities(open, devices));
                            });
                          });
}

int ssc_set_pin_callback(ssc_terminal* terminal, ssc_pin_callback callback, void* user) {
  return callTerminal(terminal, [&](OpenTerminal& open, const std::stop_token&) -> Outcome<void> {
    open.desk()->set({callback, user});
    return {};
  });
}

int ssc_watch(ssc_terminal* terminal, ssc_event_callback callback, void* user) {
  return callTerminal(terminal, [&](OpenTerminal& open, const std::stop_token&) -> Outcome<void> {
    open.watch().reset();
    if (callback != nullptr) open.watch() = std::make_unique<EventWatch>(callback, user);
    return {};
  });
}

int ssc_error(const ssc_terminal* terminal, int language, char* out, size_t* length) {
  return tellLast(terminal == nullptr ? nullptr : &terminal->terminal->handle(), language, {out, length});
}

int ssc_error_details(const ssc_terminal* terminal, char* out, size_t* length) {
  if (terminal == nullptr) return refuse(Reason::badParameter);
  return terminal->terminal->handle().tell({out, length}, failureJson);
}
