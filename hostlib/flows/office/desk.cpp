#include "hostlib/flows/office/desk.hpp"

#include "hostlib/office/https_transport.hpp"

namespace ssc::flows {

Outcome<office::Settings> officeSettings(const profile::Config& config, std::string_view version) {
  if (!config.office) return tl::unexpected(Failure{Reason::officeNotConfigured, "[office]", {}});
  const profile::OfficeConfig& given = *config.office;
  office::Settings settings;
  settings.url = given.url;
  settings.registerUrl = given.registerUrl;
  settings.authority = given.authority;
  settings.centerKey = given.centerKey;
  settings.folder = given.folder;
  settings.terminal = given.terminal;
  settings.area = given.area;
  settings.institution = given.institution;
  settings.institutionName = given.institutionName;
  settings.place = given.place;
  settings.operatorType = given.operatorType;
  settings.operatorId = given.operatorId;
  settings.operatorName = given.operatorName;
  settings.version = version;
  settings.program = "/proc/self/exe";
  if (const auto mistake = office::mistakeIn(settings))
    return tl::unexpected(Failure{Reason::badConfiguration, "[office] " + *mistake, {}});
  return settings;
}

struct OfficeMachine {
  OfficeMachine(https::Settings place, std::string_view path)
      : transport(std::move(place), std::string(path)) {}
  [[nodiscard]] office::Parts parts() { return {transport, clock, random, link}; }

  office::HttpsTransport transport;
  office::SystemClock clock;
  crypto::SystemRandom random;
  office::LinkState link;
};

OfficeDesk::OfficeDesk(std::unique_ptr<OfficeMachine> machine, const office::Parts& parts)
    : machine_(std::move(machine)), parts_(parts) {}

OfficeDesk::~OfficeDesk() = default;

Outcome<std::unique_ptr<OfficeDesk>> OfficeDesk::make(std::unique_ptr<OfficeMachine> machine,
                                                      const office::Parts& parts,
                                                      const office::Settings& settings) {
  std::unique_ptr<OfficeDesk> desk(new OfficeDesk(std::move(machine), parts));
  auto client = lift(office::Client::open(settings, parts));
  if (!client) return tl::unexpected(client.error());
  desk->client_ = std::move(*client);
  return desk;
}

Outcome<std::unique_ptr<OfficeDesk>> OfficeDesk::over(const office::Parts& parts,
                                                      const office::Settings& settings) {
  return make(nullptr, parts, settings);
}

Outcome<std::unique_ptr<OfficeDesk>> OfficeDesk::open(const profile::Config& config,
                                                      std::string_view version) {
  const auto settings = officeSettings(config, version);
  if (!settings) return tl::unexpected(settings.error());
  auto machine = std::make_unique<OfficeMachine>(office::officeLink(*settings), office::kOfficePath);
  const office::Parts parts = machine->parts();
  return make(std::move(machine), parts, *settings);
}

Outcome<office::Registration> registerAtOffice(const profile::Config& config, std::string_view version,
                                               const std::string& code, const std::stop_token& stop) {
  const auto settings = officeSettings(config, version);
  if (!settings) return tl::unexpected(settings.error());
  OfficeMachine machine(office::registrationLink(*settings), office::kRegisterPath);
  return lift(office::registerTerminal(*settings, code, machine.parts(), stop));
}

}  // namespace ssc::flows
