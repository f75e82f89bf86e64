#include "kiosk-app/paper_devices.hpp"

namespace ssc::kiosk {

flows::Outcome<std::unique_ptr<printer::CupsPrinter>> printerAt(const profile::PrinterConfig& config,
                                                                const std::string& url) {
  printer::CupsSettings settings;
  settings.uri = url;
  settings.socket = config.socket;
  if (url == config.url) settings.device = config.device;
  auto made = printer::CupsPrinter::make(std::move(settings));
  if (!made) return tl::unexpected(flows::Failure{flows::Reason::badConfiguration, "[printer] url", {}});
  return std::move(*made);
}

std::unique_ptr<printer::PresenterPort> presenterOf(const profile::PrinterConfig& config) {
  return config.presenter.empty() ? nullptr : std::make_unique<printer::PresenterPort>(config.presenter);
}

std::unique_ptr<printer::TrayPort> trayOf(const profile::PrinterConfig& config) {
  return config.tray.empty() ? nullptr : std::make_unique<printer::TrayPort>(config.tray);
}

}  // namespace ssc::kiosk
