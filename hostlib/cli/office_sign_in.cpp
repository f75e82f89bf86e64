#include "hostlib/cli/office_sign_in.hpp"

#include <array>
#include <cstdio>
#include <fmt/core.h>
#include <unistd.h>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/cli/catalogue_view.hpp"
#include "hostlib/cli/pin_prompt.hpp"
#include "hostlib/scanner/open_source.hpp"
#include "wire/qr/png_file.hpp"

namespace ssc::cli {
namespace {

using flows::Failure;
using flows::Outcome;
using flows::Reason;
using flows::SignedInPerson;
using flows::SignInView;
using profile::Language;
using Stage = SignInView::Stage;

/// What the center adds to the card's own time: a sign-in there, its answers.
constexpr auto kOfficeTime = std::chrono::seconds(40);

/// The code on a terminal: drawn anew in its place.
class Screen {
 public:
  Screen(std::string picture, Language language)
      : picture_(std::move(picture)), zh_(language == Language::zh), drawn_(isatty(STDERR_FILENO) != 0) {}

  void show(const SignInView& view) {
    switch (view.stage) {
      case Stage::scan:
        return say(zh_ ? "请将手机上的电子社保卡二维码对准扫码口。"
                       : "Please hold the code of your e-card before the scanner.");
      case Stage::notACode:
        return say(zh_ ? "不是电子社保卡二维码，请打开电子社保卡后再扫。"
                       : "This is not an e-card code. Please open the e-card and show its code.");
      case Stage::show:
        return draw(view);
      case Stage::confirm:
        return confirm(view);
    }
  }

 private:
  static void say(std::string_view text) { fmt::print(stderr, "{}\n", text); }
  void draw(const SignInView& view) {
    const auto now = ecard::MovingCode::Clock::now();
    if (!picture_.empty()) {  // one that cannot be written is tried anew with the next code
      if (const auto picture = view.code->picture(now)) qr::replacePng(picture_, *picture);
    }
    const auto text = view.code->text(now);
    const auto modules = text ? qr::encode(*text) : tl::unexpected(qr::QrError::notText);
    if (!drawn_ || !modules) return;
    if (rows_ > 0) fmt::print(stderr, "\033[{}A", rows_);
    const std::string picture = qr::terminalText(*modules);
    rows_ = static_cast<int>(std::count(picture.begin(), picture.end(), '\n')) + 1;
    fmt::print(stderr, "{}{}  {} s \n", picture,
               zh_ ? "请用手机电子社保卡扫描此码，剩余" : "Scan this code with the e-card on your phone:",
               view.left.count());
  }
  void confirm(const SignInView& view) {
    rows_ = 0;  // what comes now stands below the code
    say(zh_ ? "请在手机上核对并确认。" : "Please check and confirm on your phone.");
    if (!view.matchNumber.empty())
      say(fmt::format("{} {}   {} {}", zh_ ? "姓名" : "Name", view.maskedName,
                      zh_ ? "配对号码" : "Number on both screens", view.matchNumber));
  }

  std::string picture_;
  bool zh_, drawn_;
  int rows_ = 0;
};

struct SignIn {
  const Options& options;
  const profile::Config& config;
  Language language;
  std::stop_token stop;
  std::string service;

  [[nodiscard]] flows::Level level() const {
    return options.level == 1 ? flows::Level::possession : flows::Level::identified;
  }

  Outcome<SignedInPerson> byCode(flows::OfficeDesk& desk) const {
    Screen screen(options.picture.empty() ? config.codePicture : options.picture, language);
    flows::CodeSignIn flow(desk, [&](const SignInView& view) { screen.show(view); }, stop);
    flows::CodeSignInPlan plan;
    plan.service = service;
    if (options.showCode) return flow.show(plan);
    const bool configuredOne = options.scan == kConfiguredScanner;
    if (configuredOne && config.codeScanner.empty())
      return tl::unexpected(Failure{Reason::scannerFault, "[codes] scanner of ssc.toml", {}});
    auto source = scanner::openSource(configuredOne ? config.codeScanner : options.scan);
    if (!source)
      return tl::unexpected(Failure{Reason::scannerFault, std::string(scanner::toText(source.error())), {}});
    return flow.scan(**source, plan);
  }

  /// The card stays in the terminal's hands only for the sign-in.
  Outcome<SignedInPerson> byCard(const std::shared_ptr<flows::OfficeDesk>& desk) const {
    flows::CallOptions call;
    call.pinEntries = level() > flows::Level::possession ? 1 : 0;
    call.pins = call.pinEntries == 0 ? nullptr : pinSource(config, language, stop);
    call.extraTime = kOfficeTime;
    call.stop = stop;
    const flows::CardSignInPlan plan{*interfaceFrom(options.interface), level(), service};
    auto result = flows::call<SignedInPerson>(
        config, call, [desk, plan, stop = stop](flows::Visit& visit) -> Outcome<SignedInPerson> {
          return flows::CardSignIn(*desk, stop).run(visit, plan);
        });
    if (!result) return tl::unexpected(result.error());
    return std::move(result->value);
  }

  Outcome<SignedInPerson> run(const std::shared_ptr<flows::OfficeDesk>& desk) const {
    if (options.showCode || !options.scan.empty()) return byCode(*desk);
    if (const auto there = awaitCard(options, config, stop); !there) return tl::unexpected(there.error());
    return byCard(desk);
  }
};

std::string wayText(const std::string& way, Language language) {
  struct Row {
    std::string_view way, zh, en;
  };
  constexpr std::array kRows{Row{"card", "社保卡", "card"},
                             Row{"phone", "电子社保卡（出示二维码）", "e-card, its code scanned"},
                             Row{"code", "电子社保卡（扫描二维码）", "e-card, scanned the code shown here"}};
  for (const Row& row : kRows) {
    if (row.way == way) return std::string(language == Language::zh ? row.zh : row.en);
  }
  return way;
}

int show(const Json& result, const SignedInPerson& person, const Options& options, Language language,
         const std::function<void(const Json&, Language)>& print) {
  Json json = {
      {"ok", true}, {"simulated", person.insuredArea.starts_with("9999")}, {"person", personJson(person)}};
  json.update(result);
  if (options.json) {
    printJson(json);
  } else {
    printPerson(person, language);
    print(json, language);
  }
  return kExitOk;
}

}  // namespace

int runSignedIn(const Options& options, std::stop_token stop, const std::string& service,
                const SignedInWork& work, const std::function<void(const Json&, Language)>& print) {
  const auto config = configured(options);
  if (!config) return config.error();
  const Language language = languageOf(options, *config);
  auto opened = flows::OfficeDesk::open(*config, SSC_VERSION);
  if (!opened) return report(opened.error(), options, language);
  const std::shared_ptr<flows::OfficeDesk> desk = std::move(*opened);
  const auto person = SignIn{options, *config, language, stop, service}.run(desk);
  if (!person) return report(person.error(), options, language);
  const auto result = work(*desk, *person);
  const int code =
      result ? show(*result, *person, options, language, print) : report(result.error(), options, language);
  // Whoever waits for the words has them before this last message.
  std::fflush(stdout);
  flows::endSession(*desk, *person);
  return code;
}

Json personJson(const SignedInPerson& person) {
  return {{"way", person.way},
          {"level", static_cast<int>(person.level)},
          {"maskedName", person.maskedName},
          {"insuredArea", person.insuredArea},
          {"cardState", person.cardState},
          {"offers", person.offers}};
}

void printPerson(const SignedInPerson& person, Language language) {
  const bool zh = language == Language::zh;
  if (person.insuredArea.starts_with("9999"))
    fmt::print("{}\n", zh ? "【仿真】测试数据，非真实个人信息" : "[SIMULATED] test data, nobody is real");
  printLine(zh ? "已登录" : "Signed in", person.maskedName);
  printLine(zh ? "方式" : "By", wayText(person.way, language));
  printLine(zh ? "参保地" : "Insured area", in(language, catalogue::codeText("area", person.insuredArea)));
}

}  // namespace ssc::cli
