#include "hostlib/flows/office/desk.hpp"

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
  auto measured = office::measuredProgram("/proc/self/exe");
  if (!measured) return tl::unexpected(failureFrom(measured.error()));
  settings.measured = std::move(*measured);
  if (const auto mistake = office::mistakeIn(settings))
    return tl::unexpected(Failure{Reason::badConfiguration, "[office] " + *mistake, {}});
  return settings;
}

OfficeDesk::OfficeDesk(const office::Settings& settings)
    : transport_(office::officeLink(settings), std::string(office::kOfficePath)) {}

Outcome<std::unique_ptr<OfficeDesk>> OfficeDesk::open(const profile::Config& config,
                                                      std::string_view version) {
  const auto settings = officeSettings(config, version);
  if (!settings) return tl::unexpected(settings.error());
  std::unique_ptr<OfficeDesk> desk(new OfficeDesk(*settings));
  auto client =
      lift(office::Client::open(*settings, {desk->transport_, desk->clock_, desk->random_, desk->link_}));
  if (!client) return tl::unexpected(client.error());
  desk->client_ = std::move(*client);
  return desk;
}

Outcome<office::Registration> registerAtOffice(const profile::Config& config, std::string_view version,
                                               const std::string& code, const std::stop_token& stop) {
  const auto settings = officeSettings(config, version);
  if (!settings) return tl::unexpected(settings.error());
  office::HttpsTransport transport(office::registrationLink(*settings), std::string(office::kRegisterPath));
  office::SystemClock clock;
  crypto::SystemRandom random;
  office::LinkState link;
  return lift(office::registerTerminal(*settings, code, {transport, clock, random, link}, stop));
}

}  // namespace ssc::flows
