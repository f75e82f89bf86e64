#include "keys-sim/phone/phone_app.hpp"

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <mutex>

#include "keys-sim/profile/file_text.hpp"
#include "wire/code_text.hpp"
#include "wire/qr/decode.hpp"
#include "wire/qr/draw.hpp"
#include "wire/qr/png.hpp"
#include "wire/qr/png_file.hpp"

namespace ssc::sim {

namespace gateway = wire::gateway;
using gateway::EcardFace;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::string_view kVersion = "1";
constexpr std::string_view kFaceShown = "006", kPayCodeShown = "007", kPaying = "02";
constexpr seconds kLook{2}, kLookAfterProblem{5}, kRenewal{60};

tl::unexpected<PhoneProblem> problem(std::string zh, std::string en) {
  return tl::unexpected(PhoneProblem{0, std::move(zh), std::move(en)});
}

Told<void> writePicture(const std::string& file, const std::string& text) {
  const auto picture = qr::drawCode(text);
  if (!picture) return problem("无法生成二维码。", "The code cannot be drawn.");
  if (!qr::replacePng(file, *picture)) return problem("无法写入图片文件。", file + ": cannot be written");
  return {};
}

}  // namespace

Told<std::string> codeOnPicture(const std::string& file) {
  const auto content = readFileText(file);
  if (!content) return problem("无法读取图片文件。", file + ": cannot be read");
  const auto picture = qr::readPng({reinterpret_cast<const std::uint8_t*>(content->data()), content->size()});
  const auto seen = picture ? qr::decode(*picture) : tl::unexpected(picture.error());
  if (!seen) return problem("无法识别图片。", file + ": " + std::string(qr::toText(seen.error())));
  const auto code = std::find_if(seen->texts.begin(), seen->texts.end(), [](const std::string& text) {
    return wire::parseLoginCode(text).has_value();
  });
  if (code == seen->texts.end())
    return problem("图片上没有终端的登录码。", file + ": there is no sign-in code of a terminal on it");
  return *code;
}

Told<std::vector<EcardFace>> PhoneApp::start() {
  if (!ecards_.empty()) return ecards_;
  auto started = platform_.ask(gateway::Start{"ssc-sim phone", std::string(kVersion)});
  if (!started) return tl::unexpected(started.error());
  ecards_ = std::move(started->ecards);
  return ecards_;
}

Told<EcardFace> PhoneApp::ecardNumber(std::size_t number) {
  const auto ecards = start();
  if (!ecards) return tl::unexpected(ecards.error());
  if (number == 0 || number > ecards->size())
    return problem("本手机没有这张电子社保卡。", "This phone has no e-card of that number.");
  return (*ecards)[number - 1];
}

Told<void> PhoneApp::cards() {
  return start().map([&](const std::vector<EcardFace>& ecards) { screen_.ecards(ecards); });
}

Told<void> PhoneApp::show(const Show& what) {
  const auto ecard = ecardNumber(what.ecard);
  if (!ecard) return tl::unexpected(ecard.error());
  return showCode(*ecard, what);
}

Told<void> PhoneApp::showCode(const EcardFace& ecard, const Show& what) {
  const auto made = platform_.ask(gateway::MakeCode{ecard.signNo, what.purpose});
  if (!made) return tl::unexpected(made.error());
  if (!what.view.png.empty()) {
    if (auto written = writePicture(what.view.png, made->text); !written) return written;
  }
  screen_.code(ecard, *made, what.view);
  const std::string_view action = what.purpose == kPaying ? kPayCodeShown : kFaceShown;
  const auto reported = platform_.ask(gateway::ReportAction{ecard.signNo, std::string(action)});
  return reported ? Told<void>() : tl::unexpected(reported.error());
}

Told<void> PhoneApp::scan(std::size_t number, const std::string& text) {
  const auto ecard = ecardNumber(number);
  if (!ecard) return tl::unexpected(ecard.error());
  return platform_.ask(gateway::ScanCode{ecard->signNo, text}).map([&](const gateway::WaitingLogin& login) {
    screen_.login("scanned", login);
  });
}

Told<std::vector<PhoneApp::Found>> PhoneApp::waiting() {
  const auto ecards = start();
  if (!ecards) return tl::unexpected(ecards.error());
  std::vector<Found> found;
  for (const EcardFace& ecard : *ecards) {
    auto answer = platform_.ask(gateway::AskWaiting{ecard.signNo});
    if (!answer) return tl::unexpected(answer.error());
    for (auto& login : answer->logins)
      found.push_back({ecard.signNo, std::move(login)});
  }
  return found;
}

Told<void> PhoneApp::inbox() {
  return waiting().map([&](const std::vector<Found>& found) {
    std::vector<gateway::WaitingLogin> logins;
    logins.reserve(found.size());
    for (const Found& each : found)
      logins.push_back(each.login);
    screen_.logins(logins);
  });
}

Told<PhoneApp::Found> PhoneApp::find(const std::string& loginId) {
  auto found = waiting();
  if (!found) return tl::unexpected(found.error());
  const auto at = std::find_if(found->begin(), found->end(),
                               [&](const Found& each) { return each.login.loginId == loginId; });
  if (at == found->end()) return problem("没有这个待确认的登录。", "No such sign-in waits for this phone.");
  return *at;
}

Told<void> PhoneApp::confirmFound(const Found& found, const PasswordSource& source) {
  auto digits = readPassword(source, screen_.words(Notice::password), stop_);
  if (!digits) return tl::unexpected(digits.error());
  const auto checked = platform_.ask(gateway::CheckPassword{found.signNo, std::move(*digits)});
  if (!checked) return tl::unexpected(checked.error());
  return platform_.ask(gateway::ConfirmLogin{found.signNo, found.login.loginId, checked->busiSeq})
      .map([&](const gateway::Nothing&) { screen_.notice(Notice::confirmed, found.login.loginId); });
}

Told<void> PhoneApp::refuseFound(const Found& found) {
  return platform_.ask(gateway::RefuseLogin{found.signNo, found.login.loginId})
      .map([&](const gateway::Nothing&) { screen_.notice(Notice::refused, found.login.loginId); });
}

Told<void> PhoneApp::confirm(const std::string& loginId, const PasswordSource& source) {
  const auto found = find(loginId);
  if (!found) return tl::unexpected(found.error());
  screen_.login("waiting", found->login);
  return confirmFound(*found, source);
}

Told<void> PhoneApp::refuse(const std::string& loginId) {
  const auto found = find(loginId);
  if (!found) return tl::unexpected(found.error());
  return refuseFound(*found);
}

Told<void> PhoneApp::decide(const Found& found, const Watch& what) {
  screen_.login("waiting", found.login);
  if (what.decision == Decision::refuseAll) return refuseFound(found);
  auto confirmed = confirmFound(found, what.password);
  // Whoever enters nothing where a password is asked for does not want it.
  const bool declined = !confirmed && confirmed.error().cancelled && !stop_.stop_requested();
  return declined ? refuseFound(found) : confirmed;
}

bool PhoneApp::rest(std::chrono::milliseconds time) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop_, time, [] { return false; });
  return !stop_.stop_requested();
}

Told<void> PhoneApp::renewCode(const EcardFace& ecard, const Watch& what, Watching& state) {
  if (!what.showsCode || Clock::now() < state.renewal) return {};
  auto shown = showCode(ecard, what.code);
  if (shown) state.renewal = Clock::now() + kRenewal;
  return shown;
}

Told<void> PhoneApp::decideOnNew(const Watch& what, Watching& state) {
  const auto found = waiting();
  if (!found) return tl::unexpected(found.error());
  for (const Found& each : *found) {
    if (what.most && state.decided.size() >= *what.most) break;
    if (!state.decided.insert(each.login.loginId).second) continue;
    if (each.login.flow == "A") state.renewal = Clock::now();  // the shown code is used up
    if (auto made = decide(each, what); !made) screen_.problem(made.error());
  }
  return {};
}

// A terminal draws its code anew every second: the same sign-in is scanned once.
void PhoneApp::lookThroughCamera(const Watch& what, Watching& state) {
  std::error_code nothing;
  if (what.camera.empty() || !std::filesystem::exists(what.camera, nothing)) return;
  const auto text = codeOnPicture(what.camera);
  const auto code = text ? wire::parseLoginCode(*text) : tl::unexpected(wire::BadMessage{});
  if (!code || code->loginId == state.lastSeen) return;
  const auto scanned = scan(what.code.ecard, *text);
  if (!scanned) screen_.problem(scanned.error());
  // What the platform has answered to is done; a scan that did not reach it comes again.
  if (scanned || scanned.error().infcode != 0) state.lastSeen = code->loginId;
}

void PhoneApp::tellOfConnection(const Told<void>& looked, Watching& state) {
  if (!looked && !state.lost && !looked.error().cancelled) screen_.problem(looked.error());
  if (looked && state.lost) screen_.notice(Notice::connected);
  state.lost = !looked;
}

Told<void> PhoneApp::watch(const Watch& what) {
  const auto ecard = ecardNumber(what.code.ecard);
  if (!ecard) return tl::unexpected(ecard.error());
  const auto end = what.lasts ? Clock::now() + *what.lasts : Clock::time_point::max();
  Watching state;
  state.renewal = Clock::now();
  screen_.notice(Notice::watching);
  do {
    lookThroughCamera(what, state);
    auto looked = renewCode(*ecard, what, state);
    if (looked) looked = decideOnNew(what, state);
    tellOfConnection(looked, state);
    if (what.most && state.decided.size() >= *what.most) break;
  } while (rest(state.lost ? kLookAfterProblem : kLook) && Clock::now() < end);
  return {};
}

}  // namespace ssc::sim
