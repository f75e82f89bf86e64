// `ssc-center`: the reference back office of the simulation.
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "center/data/people/population.hpp"
#include "center/fleet/fleet.hpp"
#include "center/gateway/sample_ecards.hpp"
#include "center/identity/ecard_life.hpp"
#include "center/identity/test_clerks.hpp"
#include "center/program/center.hpp"
#include "center/program/files.hpp"
#include "center/settle/keys.hpp"
#include "center/settle/settle.hpp"
#include "center/web/clients.hpp"

namespace {

using namespace ssc::center;
namespace wire = ssc::wire;

struct Arguments {
  std::string state = "center-state";
  Settings settings;
  std::uint32_t people = 1000;
  std::uint64_t seed = 1;
  ServePlan plan{"127.0.0.1:8440", "127.0.0.1:8441", "127.0.0.1:8442", {}};
  TerminalPlan terminal;
  std::string devNo, signNo, url, file;
  std::string rootLabel = "SSC-TEST-ROOT/1";
  web::Client client;
};

using Done = Loaded<void>;

std::string textOf(const Refusal& refusal) {
  const auto& row = wire::office::rowOf(refusal.code);
  return std::string(row.cause) + (refusal.where.empty() ? "" : " (" + refusal.where + ")");
}

Loaded<std::unique_ptr<Center>> openCenter(const Arguments& arguments) {
  return Center::open(StateFolder(arguments.state));
}

/// SIGINT and SIGTERM as a stop; blocked in every thread, taken by one.
class StopOnSignal {
 public:
  StopOnSignal() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    thread_ = std::thread([this] {
      int signal = 0;
      sigwait(&set_, &signal);
      source_.request_stop();
    });
  }
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;
  ~StopOnSignal() {
    pthread_kill(thread_.native_handle(), SIGINT);
    thread_.join();
  }
  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  sigset_t set_{};
  std::stop_source source_;
  std::thread thread_;
};

Done makePeople(const Arguments& arguments, const Center& center) {
  const StopOnSignal signals;
  auto begun = populationDay(center.services().store, center.settings().area);
  if (!begun) return tl::unexpected("people: " + begun.error().what);
  const std::string today = begun->empty() ? wire::dayText(center.services().clock.now()) : std::move(*begun);
  const auto progress = [](std::uint32_t done, std::uint32_t of) {
    if (isatty(STDERR_FILENO) != 0)
      std::fprintf(stderr, "\r%u of %u people%s", done, of, done == of ? "\n" : "");
  };
  const auto made =
      populate(center.services().store, {center.settings().area, arguments.people, arguments.seed, today},
               progress, signals.token());
  if (!made) return tl::unexpected("people: " + made.error().what);
  if (!made->complete)
    return tl::unexpected(std::string("people: stopped; the same command goes on from here"));
  return {};
}

/// What offline settlement needs from the first day: card roots, policy, stop-list.
Done beginSettlement(const Arguments& arguments, const Services& services) {
  const auto roots = services.store.write(Durability::safe, [&](soci::session& sql) {
    return importTestRoots(services, sql, arguments.rootLabel);
  });
  if (!roots) return tl::unexpected("card roots: " + roots.error().what);
  if (!*roots) return tl::unexpected("card roots: " + textOf(roots->error()));
  if (const auto list = publishStopList(services); !list)
    return tl::unexpected("stop-list: " + textOf(list.error()));
  if (const auto policy = publishDefaultPolicy(services); !policy)
    return tl::unexpected("policy: " + textOf(policy.error()));
  return {};
}

Done runPolicy(const Arguments& arguments) {
  auto center = openCenter(arguments);
  if (!center) return tl::unexpected(center.error());
  const auto text = readText(arguments.file);
  if (!text) return tl::unexpected(text.error());
  const auto version = publishPolicy((*center)->services(), *text);
  if (!version) return tl::unexpected(textOf(version.error()));
  std::cout << *version << "\n";
  return {};
}

Done runStopList(const Arguments& arguments) {
  auto center = openCenter(arguments);
  if (!center) return tl::unexpected(center.error());
  const auto version = publishStopList((*center)->services());
  if (!version) return tl::unexpected(textOf(version.error()));
  std::cout << *version << "\n";
  return {};
}

Done runInit(const Arguments& arguments) {
  if (!isSimulatedArea(arguments.settings.area))
    return tl::unexpected(std::string("--area: 999900 or 999999, the simulated areas"));
  const StateFolder folder(arguments.state);
  ssc::crypto::SystemRandom random;
  if (auto made = folder.create(arguments.settings, random, SystemClock().now()); !made) return made;
  auto center = openCenter(arguments);
  if (!center) return tl::unexpected(center.error());
  if (auto people = makePeople(arguments, **center); !people) return people;
  if (const auto ecards = issueSampleEcards((*center)->services()); !ecards)
    return tl::unexpected("e-cards: " + textOf(ecards.error()));
  const auto staff = (*center)->services().store.write(Durability::safe, [&](soci::session& sql) {
    static_cast<void>(addTestStaff(sql, (*center)->settings().area));
  });
  if (!staff) return tl::unexpected("staff: " + staff.error().what);
  return beginSettlement(arguments, (*center)->services());
}

Done runPeople(const Arguments& arguments) {
  auto center = openCenter(arguments);
  if (!center) return tl::unexpected(center.error());
  return makePeople(arguments, **center);
}

Done runServe(const Arguments& arguments) {
  const StopOnSignal signals;
  return serve(StateFolder(arguments.state), arguments.plan, signals.token());
}

Done runAnnounce(const Arguments& arguments) {
  auto center = openCenter(arguments);
  if (!center) return tl::unexpected(center.error());
  const auto code = announceTerminal((*center)->services(), arguments.terminal);
  if (!code) return tl::unexpected(textOf(code.error()));
  std::cout << *code << "\n";
  return {};
}

Done runApprove(const Arguments& arguments) {
  auto center = openCenter(arguments);
  if (!center) return tl::unexpected(center.error());
  const auto issuers = StateFolder(arguments.state).issuers();
  if (!issuers) return tl::unexpected(issuers.error());
  const auto done = approveTerminal((*center)->services(), *issuers, arguments.devNo);
  if (!done) return tl::unexpected(textOf(done.error()));
  return {};
}

Done change(const Arguments& arguments, TerminalState state) {
  auto center = openCenter(arguments);
  if (!center) return tl::unexpected(center.error());
  const auto done = changeTerminal((*center)->services(), arguments.devNo, state);
  if (!done) return tl::unexpected(textOf(done.error()));
  return {};
}

Done runSuspend(const Arguments& arguments) {
  return change(arguments, TerminalState::suspended);
}
Done runResume(const Arguments& arguments) {
  return change(arguments, TerminalState::active);
}
Done runRetire(const Arguments& arguments) {
  return change(arguments, TerminalState::retired);
}

Done changeEcard(const Arguments& arguments,
                 Answered<void> (*work)(const Services&, soci::session&, const std::string&)) {
  auto center = openCenter(arguments);
  if (!center) return tl::unexpected(center.error());
  const Services& services = (*center)->services();
  const auto done = services.store.write(
      Durability::safe, [&](soci::session& sql) { return work(services, sql, arguments.signNo); });
  if (!done) return tl::unexpected("database: " + done.error().what);
  if (!*done) return tl::unexpected(textOf(done->error()));
  return {};
}

Done runSuspendEcard(const Arguments& arguments) {
  return changeEcard(arguments, suspendEcard);
}
Done runResumeEcard(const Arguments& arguments) {
  return changeEcard(arguments, [](const Services&, soci::session& sql, const std::string& signNo) {
    return resumeEcard(sql, signNo);
  });
}

Done runCard(const Arguments& arguments) {
  const auto card = StateFolder(arguments.state).visitingCard(arguments.url);
  if (!card) return tl::unexpected(card.error());
  std::cout << *card;
  return {};
}

Done runAddPeer(const Arguments& arguments) {
  const auto text = readText(arguments.file);
  if (!text) return tl::unexpected(text.error());
  return StateFolder(arguments.state).addPeer(*text);
}

Done runAddClient(const Arguments& arguments) {
  auto center = openCenter(arguments);
  if (!center) return tl::unexpected(center.error());
  const auto secret = web::addClient((*center)->services(), arguments.client);
  if (!secret) return tl::unexpected(textOf(secret.error()));
  std::cout << *secret << "\n";
  return {};
}

// ---- the command line

using Run = Done (*)(const Arguments&);

CLI::App* add(CLI::App& app, Arguments& arguments, Run& chosen, Run run, const char* name, const char* text) {
  CLI::App* command = app.add_subcommand(name, text);
  command->add_option("--state", arguments.state, "Folder of the center")->capture_default_str();
  command->callback([&chosen, run] { chosen = run; });
  return command;
}

void peopleOptions(CLI::App& command, Arguments& arguments) {
  command.add_option("--people", arguments.people, "How many people to invent")->capture_default_str();
  command.add_option("--seed", arguments.seed, "The same seed invents the same people")
      ->capture_default_str();
}

void addInit(CLI::App& app, Arguments& arguments, Run& chosen) {
  auto* init =
      add(app, arguments, chosen, runInit, "init", "Make a center: authorities, keys, database, people");
  auto& settings = arguments.settings;
  settings.database = "sqlite:center.sqlite";
  init->add_option("--area", settings.area, "999900 or 999999")->required();
  init->add_option("--name", settings.name, "As people read it")->default_str("模拟社会保险中心 (SIMULATED)");
  init->add_option("--db", settings.database, "sqlite:FILE or postgresql://…")->capture_default_str();
  init->add_option("--host", settings.host, "Host name of its certificate")->capture_default_str();
  init->add_option("--workers", settings.workers, "Threads that work on requests")->capture_default_str();
  init->add_option("--rate", settings.requestsPerSecond, "Requests a second of one terminal")
      ->capture_default_str();
  init->add_option("--burst", settings.burst, "Requests of one terminal at once")->capture_default_str();
  init->add_option("--root-label", arguments.rootLabel, "Label of the test cards' key roots")
      ->capture_default_str();
  init->add_flag_callback(
      "--test-policies", [&settings] { settings.testPolicies = 1; },
      "Also take what was settled offline under a policy of tests (99…)");
  peopleOptions(*init, arguments);
}

void addServe(CLI::App& app, Arguments& arguments, Run& chosen) {
  auto* serve =
      add(app, arguments, chosen, runServe, "serve", "Serve terminals, phones and the citizens' page");
  auto& plan = arguments.plan;
  serve->add_option("--terminals", plan.terminals, "address:port, mutual TLS; port 0: any")
      ->capture_default_str();
  serve->add_option("--open", plan.open, "address:port, TLS: registration, phones, page")
      ->capture_default_str();
  serve->add_option("--tools", plan.tools, "address:port, plain: /healthz, /metrics")->capture_default_str();
  serve->add_option("--log", plan.log, "File to append the log to (standard error)");
}

void addTerminal(CLI::App& app, Arguments& arguments, Run& chosen) {
  auto* terminal = app.add_subcommand("terminal", "Let terminals in, and keep them out");
  terminal->require_subcommand(1);
  auto* announce =
      add(*terminal, arguments, chosen, runAnnounce, "announce", "A one-time code for a new terminal");
  auto& plan = arguments.terminal;
  announce->add_option("DEV_NO", plan.devNo, "Twelve digits, the first six a region")->required();
  announce->add_option("--institution", plan.institutionCode, "Twelve characters")->required();
  announce->add_option("--name", plan.institutionName, "Name of the institution")->required();
  announce->add_option("--place", plan.place, "Where it stands, as people read it")->required();
  announce->add_flag("--attended", plan.attended, "At a window, with a member of staff");
  struct Row {
    Run run;
    const char *name, *text;
  };
  for (const Row& row :
       {Row{runApprove, "approve", "Place and institution are right: issue its certificates"},
        Row{runSuspend, "suspend", "Out of service for now"}, Row{runResume, "resume", "In service again"},
        Row{runRetire, "retire", "For ever: its certificates are worth nothing"}}) {
    auto* command = add(*terminal, arguments, chosen, row.run, row.name, row.text);
    command->add_option("DEV_NO", arguments.devNo, "Twelve digits")->required();
  }
}

void addEcard(CLI::App& app, Arguments& arguments, Run& chosen) {
  auto* ecard = app.add_subcommand("ecard", "Electronic cards of people who call");
  ecard->require_subcommand(1);
  auto* suspend =
      add(*ecard, arguments, chosen, runSuspendEcard, "suspend", "Lost or misused: nothing goes on with it");
  auto* resume = add(*ecard, arguments, chosen, runResumeEcard, "resume",
                     "In use again, with all tries of its password");
  for (auto* command : {suspend, resume})
    command->add_option("SIGN_NO", arguments.signNo, "Its issue number")->required();
}

void addPeer(CLI::App& app, Arguments& arguments, Run& chosen) {
  auto* peer = app.add_subcommand("peer", "Other areas' centers");
  peer->require_subcommand(1);
  auto* card =
      add(*peer, arguments, chosen, runCard, "card", "Print what another center has to know of this one");
  card->add_option("--url", arguments.url, "https://host:port of the terminals' listener")->required();
  auto* addCommand = add(*peer, arguments, chosen, runAddPeer, "add", "Know another center by its card");
  addCommand->add_option("FILE", arguments.file, "What `ssc-center peer card` printed there")->required();
}

void addClient(CLI::App& app, Arguments& arguments, Run& chosen) {
  auto* client =
      app.add_subcommand("client", "Platforms that citizens sign in to with their electronic card");
  client->require_subcommand(1);
  auto* addCommand = add(*client, arguments, chosen, runAddClient, "add",
                         "Register a platform, or change it; prints its secret, this once");
  auto& plan = arguments.client;
  addCommand->add_option("ID", plan.id, "1 to 32 letters, digits, hyphens")->required();
  addCommand->add_option("--name", plan.name, "As citizens read it")->required();
  addCommand->add_option("--redirect", plan.redirect, "https://host/path: return addresses begin with it")
      ->required();
  addCommand->add_option("--terminal", plan.devNo, "The terminal that may exchange its codes (8108)");
}

void addSettlement(CLI::App& app, Arguments& arguments, Run& chosen) {
  auto* settlement = app.add_subcommand("settlement", "Medical settlements made without the network");
  settlement->require_subcommand(1);
  auto* policy = add(*settlement, arguments, chosen, runPolicy, "policy",
                     "Sign a policy and make it today's; prints its version");
  policy->add_option("FILE", arguments.file, "JSON, as docs/settlement.md shows it")->required();
  add(*settlement, arguments, chosen, runStopList, "list",
      "Publish the stop-list as it is now; prints its version");
}

int run(int argc, char** argv) {
  CLI::App app{"SSC Terminal: the reference back office of the simulation"};
  app.set_version_flag("--version", std::string("ssc-center ") + SSC_VERSION);
  app.require_subcommand(1);
  Arguments arguments;
  arguments.settings.name = "模拟社会保险中心 (SIMULATED)";
  Run chosen = nullptr;
  addInit(app, arguments, chosen);
  addServe(app, arguments, chosen);
  auto* people = add(app, arguments, chosen, runPeople, "people", "Go on inventing the people of `init`");
  peopleOptions(*people, arguments);
  addTerminal(app, arguments, chosen);
  addEcard(app, arguments, chosen);
  addPeer(app, arguments, chosen);
  addClient(app, arguments, chosen);
  addSettlement(app, arguments, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const Done done = chosen(arguments);
  if (!done) std::cerr << "ssc-center: " << done.error() << "\n";
  return done ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  umask(S_IRWXG | S_IRWXO);  // people's data and keys are the center's alone
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "ssc-center: internal error: " << error.what() << "\n";
    return 1;
  }
}
