// Test certificates: an authority, the simulated HSM's certificate, a terminal's, and some that nobody may
// accept. All names say TEST; the authorities' private keys are thrown away at once.
#pragma once

#include <chrono>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace ssc::sim {

/// Files of the folder: NAME.pem and, but for authorities, NAME.key (PKCS#8 PEM, its owner's alone).
inline constexpr std::string_view kAuthority = "ca";
inline constexpr std::string_view kServer = "server";      ///< for localhost, 127.0.0.1, ::1
inline constexpr std::string_view kTerminal = "terminal";  ///< a client's

/// The certificates a simulated HSM can show, good one first: server, stranger (of another authority),
/// expired, terminal (a client's certificate, of the right authority), elsewhere (of another host).
std::span<const std::string_view> serverCertificates();

/// Makes the folder (it may exist) and the files in it (none may exist). P-256, valid for a year around
/// `now`.
tl::expected<void, std::string> makeTestPki(const std::filesystem::path& folder,
                                            std::chrono::system_clock::time_point now);

}  // namespace ssc::sim
