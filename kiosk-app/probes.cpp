#include "kiosk-app/probes.hpp"

#include "hostlib/office/heartbeat.hpp"
#include "hostlib/printer/line_port.hpp"
#include "kiosk-app/paper_devices.hpp"

namespace ssc::kiosk {
namespace {

using Look = PartWatch::Look;
using printer::Presented;

constexpr std::chrono::milliseconds kPrinter{4000}, kPaper{1000}, kSwitch{300};

class OfficeLook {
 public:
  explicit OfficeLook(OfficeWork& office) : office_(office) {}

  Look operator()(const std::stop_token& stop) {
    const auto desk = office_.desk();
    if (!desk) return {};
    if (!heartbeat_) {
      desk_ = *desk;
      heartbeat_ = std::make_unique<office::Heartbeat>(desk_->client(), desk_->clock(), desk_->random(),
                                                       [] { return office::Vitals{}; });
    }
    const auto next = heartbeat_->beat(stop);
    const office::Link link = desk_->client().link().current();
    const bool there = link == office::Link::online || link == office::Link::recovering;
    return {there, there ? next : std::chrono::milliseconds{}};
  }

 private:
  OfficeWork& office_;
  DeskPtr desk_;
  std::unique_ptr<office::Heartbeat> heartbeat_;
};

class PaperLook {
 public:
  explicit PaperLook(const profile::PrinterConfig& config)
      : presenter_(presenterOf(config)), tray_(trayOf(config)) {}

  Look operator()() { return {isClear(), kPaper}; }

 private:
  bool isClear() {
    if (presenter_) {
      const auto seen = presenter_->look();
      if (!seen || seen->where == Presented::Where::presented || seen->where == Presented::Where::stuck)
        return false;
    }
    if (!tray_) return true;
    const auto lies = tray_->paperLies();
    return lies && !*lies;
  }

  std::unique_ptr<printer::PresenterPort> presenter_;
  std::unique_ptr<printer::TrayPort> tray_;
};

/// "Missing" while the switch says `word`. One that says nothing is as it was, at first not so.
PartWatch::Probe switchProbe(const std::string& socket, std::string_view word) {
  struct Switch {
    explicit Switch(const std::string& path) : port(path) {}
    printer::LinePort port;
    bool on = false;
  };
  auto state = std::make_shared<Switch>(socket);
  return [state, word](const std::stop_token&) {
    const auto line = state->port.newest();
    if (line && *line) state->on = **line == word;
    return Look{!state->on, kSwitch};
  };
}

}  // namespace

PartWatch::Probe officeProbe(OfficeWork& office) {
  auto look = std::make_shared<OfficeLook>(office);
  return [look](const std::stop_token& stop) { return (*look)(stop); };
}

PartWatch::Probe doorProbe(const std::string& socket) {
  return switchProbe(socket, "open");
}

PartWatch::Probe earphoneProbe(const std::string& socket) {
  return switchProbe(socket, "in");
}

PartWatch::Probe printerProbe(const profile::Config& config) {
  if (!config.printer) return {};
  auto made = printerAt(*config.printer, config.printer->url);
  if (!made) return [](const std::stop_token&) { return Look{}; };
  const std::shared_ptr<printer::Printer> device = std::move(*made);
  return [device](const std::stop_token& stop) {
    const auto paper = device->paper(stop);
    const bool there = paper && paper->trouble != printer::Trouble::offline;
    return Look{there, there ? kPrinter : std::chrono::milliseconds{}};
  };
}

PartWatch::Probe paperProbe(const profile::Config& config) {
  if (!config.printer || (config.printer->presenter.empty() && config.printer->tray.empty())) return {};
  auto look = std::make_shared<PaperLook>(*config.printer);
  return [look](const std::stop_token&) { return (*look)(); };
}

}  // namespace ssc::kiosk
