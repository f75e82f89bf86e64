#include "kiosk-app/keeper/actions.hpp"

#include <array>

namespace ssc::kiosk::keeper {
namespace {

using namespace std::literals;

constexpr std::array kStatuses = {"starting"sv,
                                  "free"sv,
                                  "in use"sv,
                                  "blocked: paper is not cleared"sv,
                                  "nothing is shown, the next visit is being started"sv,
                                  "visits keep failing, waiting before the next one"sv,
                                  "stopping"sv};
constexpr std::array kCauses = {"crashed"sv, "ended"sv,  "cannot-start"sv, "slow"sv, "hung"sv,
                                "garbled"sv, "closed"sv, "said"sv,         "stuck"sv};

}  // namespace

std::string_view toText(Status status) {
  return kStatuses.at(static_cast<std::size_t>(status));
}

std::string_view toText(Cause cause) {
  return kCauses.at(static_cast<std::size_t>(cause));
}

}  // namespace ssc::kiosk::keeper
