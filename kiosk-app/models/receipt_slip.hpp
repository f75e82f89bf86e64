// The slip of a proof of identity: what the center signed, in words.
#pragma once

#include <optional>

#include "hostlib/catalogue/catalogue.hpp"
#include "hostlib/flows/office/application.hpp"
#include "hostlib/flows/office/identity_proof.hpp"
#include "kiosk-app/models/view.hpp"
#include "kiosk-app/paper/slip.hpp"

namespace ssc::kiosk {

/// In the language of the moment. Nothing for facts that have another shape than the center gives them.
std::optional<SlipFacts> slipOf(const View& view, const flows::IdentityReceipt& receipt);

/// The slip of something that was handed in: what, its number, where it stands.
SlipFacts slipOf(const View& view, const catalogue::Text& service, const flows::Accepted& accepted);

}  // namespace ssc::kiosk
