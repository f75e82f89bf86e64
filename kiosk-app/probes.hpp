// How the watches look at back office, printer, and what holds the paper.
#pragma once

#include "hostlib/profile/config.hpp"
#include "kiosk-app/office_work.hpp"
#include "kiosk-app/part_watch.hpp"

namespace ssc::kiosk {

/// A sign of life at the visit's own desk, once a minute or as the center wishes. Missing where none is
/// configured.
PartWatch::Probe officeProbe(OfficeWork& office);
/// Nothing where none is configured.
PartWatch::Probe printerProbe(const profile::Config& config);
/// "There" means that no page lies where the next person finds it. Nothing where no presenter and no tray
/// tells.
PartWatch::Probe paperProbe(const profile::Config& config);
/// "There" means closed: the switch at the cabinet's door says so on a unix socket, as a tray does
/// (docs/paper-ports.md). A switch that says nothing is closed.
PartWatch::Probe doorProbe(const std::string& socket);
/// "There" means that nobody listens by earphone: its switch says `in` or `out`. One that cannot be reached
/// says nothing new; one that never said anything is out.
PartWatch::Probe earphoneProbe(const std::string& socket);

}  // namespace ssc::kiosk
