#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <unistd.h>

#include "crypto/hex.hpp"
#include "keys-sim/phone/interrupt.hpp"
#include "keys-sim/phone/phone_app.hpp"
#include "keys-sim/profile/file_text.hpp"
#include "keys-sim/program/subcommands.hpp"

namespace ssc::sim {
namespace {

struct Arguments {
  std::string state, language = "zh";
  bool json = false;

  std::string gateway, authority, accessId, secretFile;  // init
  std::size_t ecard = 1;
  std::string purpose = "01", png, picture, text, login, camera;
  bool showText = false, noCode = false;
  bool confirmAll = false, refuseAll = false, passwordStdin = false;
  int passwordFd = -1, lasts = 0, most = 0;
  std::string passwordFile;
};
using Shared = std::shared_ptr<Arguments>;
using Action = std::function<Told<void>(PhoneApp&, const Arguments&)>;

int fail(const std::string& what) {
  std::cerr << "ssc-sim: " << what << "\n";
  return 1;
}

int run(const Arguments& arguments, const Action& action) {
  const Interrupt interrupt;
  crypto::SystemRandom random;
  const auto settings = loadPhone(arguments.state);
  if (!settings) return fail(settings.error());
  PhoneScreen screen(std::cout, std::cerr, arguments.language == "en" ? Language::en : Language::zh,
                     arguments.json);
  auto platform = Platform::make(*settings, random, interrupt.token());
  const auto done = platform ? [&] {
    PhoneApp app(*platform, screen, interrupt.token());
    return action(app, arguments);
  }()
                             : Told<void>(tl::unexpected(platform.error()));
  if (!done) screen.problem(done.error());
  return done ? 0 : 1;
}

tl::expected<crypto::Key, std::string> secretOf(const Arguments& arguments) {
  if (arguments.secretFile.empty()) {
    auto secret = wire::gateway::testSecret(arguments.accessId);
    if (!secret) return tl::make_unexpected(std::string("no cryptography"));
    return std::move(*secret);
  }
  auto text = readFileText(arguments.secretFile);
  const auto bytes = text ? crypto::fromHex(text->substr(0, text->find('\n'))) : std::nullopt;
  if (!bytes || bytes->size() != wire::gateway::kSecretBytes)
    return tl::make_unexpected(arguments.secretFile + ": must hold 32 hexadecimal digits");
  return crypto::Key(crypto::ByteView(*bytes));
}

int init(const Arguments& arguments) {
  auto secret = secretOf(arguments);
  if (!secret) return fail(secret.error());
  const auto made = makePhone(
      arguments.state, {arguments.gateway, arguments.authority, arguments.accessId, std::move(*secret)});
  return made ? 0 : fail(made.error());
}

PasswordSource sourceOf(const Arguments& arguments) {
  PasswordSource source;
  if (arguments.passwordStdin) source.descriptor = STDIN_FILENO;
  if (arguments.passwordFd >= 0) source.descriptor = arguments.passwordFd;
  source.file = arguments.passwordFile;
  return source;
}

PhoneApp::Show showOf(const Arguments& arguments) {
  return {arguments.ecard, arguments.purpose, {arguments.showText, arguments.png}};
}

// ---- what each subcommand does

Told<void> scan(PhoneApp& app, const Arguments& arguments) {
  const auto text =
      arguments.text.empty() ? codeOnPicture(arguments.picture) : Told<std::string>(arguments.text);
  if (!text) return tl::unexpected(text.error());
  return app.scan(arguments.ecard, *text);
}

Told<void> watch(PhoneApp& app, const Arguments& arguments) {
  PhoneApp::Watch what;
  what.code = showOf(arguments);
  what.showsCode = !arguments.noCode;
  what.password = sourceOf(arguments);
  what.camera = arguments.camera;
  if (arguments.confirmAll) what.decision = PhoneApp::Decision::confirmAll;
  if (arguments.refuseAll) what.decision = PhoneApp::Decision::refuseAll;
  if (arguments.lasts > 0) what.lasts = std::chrono::seconds(arguments.lasts);
  if (arguments.most > 0) what.most = static_cast<unsigned>(arguments.most);
  return app.watch(what);
}

// ---- the command line

CLI::App* addAction(CLI::App& phone, const Shared& arguments, int& code, const char* name, const char* help,
                    Action action) {
  auto* command = phone.add_subcommand(name, help);
  command->callback([arguments, action = std::move(action), &code] { code = run(*arguments, action); });
  return command;
}

void addEcardOption(CLI::App* command, const Shared& arguments) {
  command->add_option("--ecard", arguments->ecard, "number in the list of `cards`; 1: one's own");
}

void addCodeOptions(CLI::App* command, const Shared& arguments) {
  addEcardOption(command, arguments);
  command
      ->add_option("--purpose", arguments->purpose,
                   "01 query, 02 payment, 03 other, 04 treatment away from home")
      ->check(CLI::IsMember({"01", "02", "03", "04"}));
  command->add_option("--png", arguments->png, "draw the code into this file");
  command->add_flag("--text", arguments->showText, "the code's text, no picture on the terminal");
}

void addPasswordOptions(CLI::App* command, const Shared& arguments) {
  auto* input =
      command->add_flag("--password-stdin", arguments->passwordStdin, "six digits from standard input");
  auto* fd = command->add_option("--password-fd", arguments->passwordFd, "six digits from this descriptor");
  auto* file = command->add_option("--password-file", arguments->passwordFile, "six digits from this file");
  input->excludes(fd)->excludes(file);
  fd->excludes(file);
}

void addInit(CLI::App& phone, const Shared& arguments, int& code) {
  auto* command = phone.add_subcommand("init", "make a phone in the state folder");
  command->add_option("--gateway", arguments->gateway, "the center's public address: https://host:port")
      ->required();
  command->add_option("--authority", arguments->authority, "PEM: who issued the center's certificate")
      ->required();
  command->add_option("--access-id", arguments->accessId, "name of the app; SIMPHONE-A for sample card A")
      ->required();
  command->add_option("--secret-file", arguments->secretFile,
                      "32 hexadecimal digits; without it the public secret of simulated phones");
  command->callback([arguments, &code] { code = init(*arguments); });
}

void addWatch(CLI::App& phone, const Shared& arguments, int& code) {
  auto* command = addAction(phone, arguments, code, "watch",
                            "show a code, renew it every 60 s, and decide on whatever sign-in comes", watch);
  addCodeOptions(command, arguments);
  addPasswordOptions(command, arguments);
  command->add_option("--camera", arguments->camera, "PNG file: scan the terminals' codes that appear there");
  command->add_flag("--no-code", arguments->noCode, "show no code");
  auto* confirm = command->add_flag("--confirm-all", arguments->confirmAll, "confirm each one");
  command->add_flag("--refuse-all", arguments->refuseAll, "refuse each one")->excludes(confirm);
  command->add_option("--for", arguments->lasts, "end after so many seconds")->check(CLI::Range(1, 86'400));
  command->add_option("--count", arguments->most, "end after so many sign-ins")->check(CLI::Range(1, 1000));
  confirm->needs(command->get_option("--password-file"));
}

}  // namespace

void addPhoneCommand(CLI::App& app, int& code) {
  auto arguments = std::make_shared<Arguments>();
  auto* phone = app.add_subcommand("phone", "an e-card app on a phone");
  phone->require_subcommand(1);
  phone->fallthrough();
  phone->add_option("--state", arguments->state, "the phone's folder")->required();
  phone->add_flag("--json", arguments->json, "one JSON text a line");
  phone->add_option("--lang", arguments->language, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  addInit(*phone, arguments, code);
  addAction(*phone, arguments, code, "cards", "the e-cards of this phone",
            [](PhoneApp& phoneApp, const Arguments&) { return phoneApp.cards(); });
  addCodeOptions(
      addAction(*phone, arguments, code, "show", "a code for a terminal to scan",
                [](PhoneApp& phoneApp, const Arguments& given) { return phoneApp.show(showOf(given)); }),
      arguments);
  auto* scanning = addAction(*phone, arguments, code, "scan", "scan the code that a terminal shows", scan);
  addEcardOption(scanning, arguments);
  auto* source = scanning->add_option_group("source");
  source->add_option("picture", arguments->picture, "PNG with the code");
  source->add_option("--text", arguments->text, "the code's text");
  source->require_option(1);
  addAction(*phone, arguments, code, "inbox", "sign-ins that wait for the holder",
            [](PhoneApp& phoneApp, const Arguments&) { return phoneApp.inbox(); });
  auto* confirm = addAction(*phone, arguments, code, "confirm", "confirm a sign-in with the six digits",
                            [](PhoneApp& phoneApp, const Arguments& given) {
                              return phoneApp.confirm(given.login, sourceOf(given));
                            });
  confirm->add_option("login", arguments->login, "its number")->required();
  addPasswordOptions(confirm, arguments);
  addAction(*phone, arguments, code, "refuse", "refuse a sign-in",
            [](PhoneApp& phoneApp, const Arguments& given) { return phoneApp.refuse(given.login); })
      ->add_option("login", arguments->login, "its number")
      ->required();
  addWatch(*phone, arguments, code);
}

}  // namespace ssc::sim
