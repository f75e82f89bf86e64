// `ssc`: the command line of clerks, integrators and tests.
#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "hostlib/cli/catalogue_command.hpp"
#include "hostlib/cli/check_command.hpp"
#include "hostlib/cli/complete_command.hpp"
#include "hostlib/cli/context.hpp"
#include "hostlib/cli/stop_on_signal.hpp"

namespace {

using ssc::cli::Options;

constexpr double kMostSeconds = 600;
constexpr double kDefaultWaitSeconds = 60;

using Configure = void (*)(CLI::App&, Options&);

// ---- options that several commands share

void cardOptions(CLI::App& command, Options& options) {
  command.add_option("--interface", options.interface, "Which slot the card is in")
      ->type_name("SLOT")
      ->check(CLI::IsMember({"contact", "contactless", "contact-first", "contactless-first"}))
      ->capture_default_str();
  command.add_option("--wait", options.waitSeconds, "Wait for a card, at most this many seconds (60)")
      ->expected(0, 1)
      ->default_str(std::to_string(static_cast<int>(kDefaultWaitSeconds)))
      ->type_name("SECONDS")
      ->check(CLI::Range(0.0, kMostSeconds).description(""));
}

void fullOption(CLI::App& command, Options& options) {
  command.add_flag("--full", options.full, "Show names and numbers unmasked");
}

void byOption(CLI::App& command, Options& options) {
  command.add_option("--by", options.by, "How to open files that PIN or key opens")
      ->check(CLI::IsMember({"pin", "key"}))
      ->capture_default_str();
}

void placeOptions(CLI::App& command, Options& options) {
  command
      .add_option("NAME", options.place,
                  "File: DF01/EF05, its name (户籍), or file and items: 'DF01/EF15 40:2'")
      ->required();
  command.add_option("--tag", options.tags, "Item: its tag, or tag:occurrence; may be repeated")
      ->type_name("TAG")
      ->allow_extra_args(false);
}

// ---- the commands' own

void nothing(CLI::App&, Options&) {}

void readOptions(CLI::App& command, Options& options) {
  cardOptions(command, options);
  fullOption(command, options);
  command.add_flag("--exchanges", options.exchanges,
                   "Show every exchange with card and PSAM (masked on real readers)");
}

void fileOptions(CLI::App& command, Options& options) {
  cardOptions(command, options);
  fullOption(command, options);
  byOption(command, options);
  placeOptions(command, options);
}

void writeOptions(CLI::App& command, Options& options) {
  cardOptions(command, options);
  placeOptions(command, options);
  command
      .add_option("VALUE", options.value,
                  "Text or digits; parts of a record joined with ^; hexadecimal for transparent files")
      ->required();
}

void dumpOptions(CLI::App& command, Options& options) {
  cardOptions(command, options);
  fullOption(command, options);
  byOption(command, options);
}

void pinOptions(CLI::App& command, Options& options) {
  cardOptions(command, options);
  command.add_option("ACTION", options.action, "verify, change, reload or unblock")
      ->required()
      ->check(CLI::IsMember({"verify", "change", "reload", "unblock"}));
}

void debitOptions(CLI::App& command, Options& options) {
  cardOptions(command, options);
  auto* total = command.add_option("TOTAL", options.total, "Yuan, at most two decimals: 128.50");
  command.add_option("PART", options.part, "Of it from account and pool (all of it)")->needs(total);
  command.add_option("--time", options.time, "Time of the settlement, CCYYMMDDHHMMSS, Beijing time (now)");
  auto* check = command
                    .add_option("--check", options.sequence,
                                "Ask whether the purchase with this card sequence happened")
                    ->check(CLI::Range(1, 65535));
  check->excludes(total);
}

void pkiOptions(CLI::App& command, Options& options) {
  cardOptions(command, options);
  fullOption(command, options);
  options.input = options.output = "-";
  command
      .add_option("ACTION", options.action,
                  "show, certificate (PEM), sign, open: with the card; verify, seal: without")
      ->required()
      ->check(CLI::IsMember({"show", "certificate", "sign", "verify", "seal", "open"}));
  command.add_option("--in", options.input, "What to sign, verify, seal or open (standard input)");
  command.add_option("--out", options.output, "Where the result goes (standard output)");
  command.add_option("--certificate", options.certificate,
                     "verify, seal: certificate of signer or recipient");
  command.add_option("--signature", options.signature, "verify: file of 64 bytes");
  command.add_option("--authorities", options.authorities,
                     "verify, seal: trust only certificates of these (PEM)");
  command.add_option("--use", options.value, "certificate: which one")
      ->check(CLI::IsMember({"signing", "encryption"}));
}

void traceOptions(CLI::App& command, Options& options) {
  command.add_option("FILE", options.input, "Where the masked trace goes")->required();
  command.add_option("COMMAND", options.program, "The program to run, behind --")->required();
}

void replayOptions(CLI::App& command, Options& options) {
  command.add_option("FILE", options.input, "A trace; - for standard input")->required();
  command.add_option("--against", options.against,
                     "Another trace: whether its commands and answers are those of FILE");
}

void catalogueOptions(CLI::App& command, Options& options) {
  auto* item = command.add_option("ITEM", options.item, "One item with all its details: LP-HR-033")
                   ->check(CLI::Validator(ssc::cli::whyNoItem, ""));
  auto* codes = command.add_flag("--codes", options.codes, "What codes in answers of the back office mean")
                    ->excludes(item);
  const auto choice = [&](const char* name, std::string& value, const char* text) {
    return command.add_option(name, value, text)->excludes(item)->excludes(codes);
  };
  choice("--search", options.search, "Name, pinyin initials, number or field: 养老, yl, 024, pension");
  choice("--class", options.serviceClass, "Only this class")
      ->check(CLI::IsMember(ssc::cli::serviceClasses()));
  choice("--flow", options.flow, "Only items of this flow")->check(CLI::IsMember(ssc::cli::serviceFlows()));
  choice("--district", options.district, "Only the catalogue of this district profile")
      ->check(CLI::IsMember(ssc::cli::districtNames()));
  command.add_flag("--form", options.form, "The item's form: what to fill in, and how")
      ->needs(item)
      ->excludes(codes);
  command.add_flag("--missing", options.missing, "Only what is not built yet, with the reason")
      ->excludes(item)
      ->excludes(codes);
}

void signInOptions(CLI::App& command, Options& options) {
  cardOptions(command, options);
  auto* card = command.add_flag("--card")->description("With the card in the reader (as is)");
  auto* scan =
      command
          .add_option(
              "--qr-scan", options.scan,
              "With the phone's code: a PNG file or a folder of them, tty:DEVICE, - for the keyboard; "
              "without SOURCE the configured scanner")
          ->expected(0, 1)
          ->default_str(ssc::cli::kConfiguredScanner)
          ->type_name("SOURCE");
  auto* show =
      command.add_flag("--qr-show", options.showCode, "With a code shown here, for the phone to scan");
  command.add_option("--png", options.picture, "Draw that code into this file too, every second")
      ->needs(show);
  scan->excludes(show)->excludes(card);
  show->excludes(card);
}

void loginOptions(CLI::App& command, Options& options) {
  signInOptions(command, options);
  command.add_option("--level", options.level, "1: the card alone; 2: and its PIN")
      ->check(CLI::Range(1, 2))
      ->capture_default_str();
}

void queryOptions(CLI::App& command, Options& options) {
  command.add_option("ITEM", options.items, "Catalogue ids: LP-HR-024")->required();
  signInOptions(command, options);
  command.add_option("--from", options.from, "yyyy-MM or yyyy-MM-dd");
  command.add_option("--to", options.to, "The same");
}

void proveOptions(CLI::App& command, Options& options) {
  command.add_option("ITEM", options.item, "Catalogue id: YZ-003")->required();
  signInOptions(command, options);
  command.add_option("--matter", options.matter, "What it is for, as the receipt says it");
}

void checkOptions(CLI::App& command, Options& options) {
  constexpr unsigned kAlike = 100;
  command.add_option("ITEM", options.item, "Catalogue id of a quick check")
      ->required()
      ->type_name(ssc::cli::gateItems());
  command.add_option("VALUE", options.items, "What the gate says: room=101, for every name the item takes")
      ->check(CLI::Validator(ssc::cli::whyNoNamedValue, ""));
  signInOptions(command, options);
  command
      .add_option(
          "--face", options.face,
          "What the gate's camera found: likeness of a live face with the id photo, per cent; 0: none")
      ->type_name("PERCENT")
      ->check(CLI::Range(0U, kAlike).description(""));
}

void faceOption(CLI::App& command, Options& options, const char* text) {
  constexpr unsigned kAlike = 100;
  command.add_option("--face", options.face, text)
      ->type_name("PERCENT")
      ->check(CLI::Range(0U, kAlike).description(""));
}

void cardStateOptions(CLI::App& command, Options& options) {
  command
      .add_option("ACTION", options.action,
                  "loss: report the card lost; release: take that back; enable: a new card")
      ->required()
      ->check(CLI::IsMember({"loss", "release", "enable"}));
  signInOptions(command, options);
  command.add_option("--reason", options.reason, "Why, in one sentence");
  faceOption(command, options,
             "release, enable: what the camera found: likeness of a live face with the id photo, per cent");
  command.add_option("--id-card", options.idCard,
                     "enable: what the id-card reader read: a file {\"number\": …, \"name\": …}");
}

void applyOptions(CLI::App& command, Options& options) {
  command.add_option("ITEM", options.item,
                     "Catalogue id of a form: LP-HR-001 (ssc catalogue LP-HR-001 --form)");
  command.add_option("VALUE", options.items, "What stands in a field: region=999900")
      ->check(CLI::Validator(ssc::cli::whyNoNamedValue, ""));
  signInOptions(command, options);
  auto* list = command.add_flag("--list", options.list, "One's own applications and what became of them");
  auto* withdraw =
      command.add_option("--withdraw", options.withdraw, "Take an application back")->type_name("NO");
  command.add_option("--again", options.again, "Send one again that was returned")
      ->type_name("NO")
      ->excludes(list)
      ->excludes(withdraw);
  list->excludes(withdraw);
}

void correctOptions(CLI::App& command, Options& options) {
  command.add_option("ITEM", options.item, "Catalogue id of the query that showed the record: LP-HR-024")
      ->required();
  signInOptions(command, options);
  command.add_option("--row", options.row, "Which record, as one would name it")->required();
  command.add_option("--field", options.field, "Its column: base")->required();
  command.add_option("--text", options.text, "What is wrong")->required();
}

void staffOptions(CLI::App& command, Options& options) {
  command.add_option("ACTION", options.action, "on: sign in and take up duty; off: end it")
      ->required()
      ->check(CLI::IsMember({"on", "off"}));
  signInOptions(command, options);
}

void verifyOptions(CLI::App& command, Options& options) {
  command.add_option("CODE", options.items, "Text of the QR code, or number and check code as printed")
      ->required()
      ->expected(1, 2);
}

void officeOptions(CLI::App& command, Options& options) {
  command.add_option("ACTION", options.action, "register, status")
      ->required()
      ->check(CLI::IsMember({"register", "status"}));
  command.add_option("CODE", options.value, "register: the one-time code of the operator; none: ask again");
}

void settleOptions(CLI::App& command, Options& options) {
  cardOptions(command, options);
  auto* total = command.add_option(
      "TOTAL", options.total, "Yuan, at most two decimals; without it only what was interrupted is ended");
  command
      .add_option("ACCOUNT", options.part, "Of it from the personal account (all of it); the rest is cash")
      ->needs(total);
  command.add_option(
      "--offline", options.reason,
      "There is no network, and why: N01 reader, N21 network, N51 power, N81 center … (docs/settlement.md)");
  command.add_option("--kind", options.kind, "outpatient (default) or pharmacy")
      ->check(CLI::IsMember({"outpatient", "pharmacy"}));
  command.add_option("--visit", options.value, "The institution's number of the visit or sale");
  command.add_option("--fees", options.input, "File with the fee lines: n|code|name|quantity|price|fen");
  command.add_option("--special", options.field, "1 injury, 2 maternity, 3 relief, 9 other")
      ->check(CLI::IsMember({"1", "2", "3", "9"}));
  command.add_flag("--yes", options.confirmed, "The holder has agreed already");
}

void uploadOptions(CLI::App& command, Options& options) {
  cardOptions(command, options);
  command.add_flag("--card", options.withCard,
                   "Also what the card in the reader has debited; its sums are set back then (PIN)");
}

void reconcileOptions(CLI::App& command, Options& options) {
  command.add_option("--day", options.time, "Clearing date, yyyyMMdd (the newest there is)");
}

void journalOptions(CLI::App& command, Options& options) {
  constexpr unsigned kShown = 20, kMostShown = 1'000'000;
  options.last = kShown;
  command
      .add_option("ACTION", options.action,
                  "verify: is it what it was; show: the last records; stats: sums; export: as text, without "
                  "fees and persons")
      ->required()
      ->check(CLI::IsMember({"verify", "show", "stats", "export"}));
  command.add_option("FILE", options.input, "The journal; verify: also an export of one")->required();
  command.add_option("--key", options.certificate,
                     "verify: file with the terminal's SM2 public key, 128 hexadecimal digits");
  command.add_option("--last", options.last, "show: how many")
      ->check(CLI::Range(1U, kMostShown).description(""))
      ->capture_default_str();
  command.add_option("--to", options.output, "export: where it goes (standard output)");
}

struct Command {
  const char* name;
  const char* description;
  const char* examples;
  int (*run)(const Options&, std::stop_token);
  Configure configure;
};
constexpr std::array kCommands{
    Command{"readers", "List the attached readers, their slots and cards",
            "  ssc readers\n"
            "  ssc readers --json",
            ssc::cli::runReaders, nothing},
    Command{"atr", "Power the card and explain its answer to reset",
            "  ssc atr\n"
            "  ssc atr --interface contactless",
            ssc::cli::runAtr, cardOptions},
    Command{"read", "Authenticate the card and read who holds it",
            "  ssc read --lang zh\n"
            "  ssc read --json --full\n"
            "  ssc read --wait 30\n"
            "  ssc read --exchanges",
            ssc::cli::runRead, readOptions},
    Command{"file", "Read a file of the card, or items of it",
            "  ssc file DF01/EF05\n"
            "  ssc file 户籍 --tag 20\n"
            "  ssc file DF01/EF15 --tag 40:2 --json\n"
            "  ssc file SSSE/EF06 --full\n"
            "  ssc file DF04/EF15 --by pin",
            ssc::cli::runFile, fileOptions},
    Command{"write", "Write one item of a file, or append a record",
            "  ssc write DF01/EF07 --tag 29 2\n"
            "  ssc write DF01/EF15 --tag 40:2 '304^080605^示例大学'\n"
            "  ssc write DF04/EF15 '0001^1'",
            ssc::cli::runWrite, writeOptions},
    Command{"dump", "Read the whole card and show it as a tree",
            "  ssc dump\n"
            "  ssc dump --full --lang zh\n"
            "  ssc dump --json > card.json",
            ssc::cli::runDump, dumpOptions},
    Command{"pin", "Verify, change, reset or unblock the PIN",
            "  ssc pin verify\n"
            "  ssc pin change\n"
            "  ssc pin reload\n"
            "  ssc pin unblock",
            ssc::cli::runPin, pinOptions},
    Command{"balance", "Show the medical account",
            "  ssc balance\n"
            "  ssc balance --json",
            ssc::cli::runBalance, cardOptions},
    Command{"debit", "Settle an amount, or ask after one",
            "  ssc debit 128.50\n"
            "  ssc debit 128.50 100.00 --json\n"
            "  ssc debit --check 7",
            ssc::cli::runDebit, debitOptions},
    Command{"records", "Show the card's last settlements",
            "  ssc records\n"
            "  ssc records --json",
            ssc::cli::runRecords, cardOptions},
    Command{"pki", "Certificates, signatures and envelopes",
            "  ssc pki show\n"
            "  ssc pki certificate --out signer.pem\n"
            "  ssc pki sign --in contract.pdf --out contract.sig\n"
            "  ssc pki verify --in contract.pdf --signature contract.sig --certificate signer.pem\n"
            "  ssc pki certificate --use encryption --out holder.pem\n"
            "  ssc pki seal --in letter.txt --certificate holder.pem --out letter.env\n"
            "  ssc pki open --in letter.env --out letter.txt",
            ssc::cli::runPki, pkiOptions},
    Command{"trace", "Run a program and keep a masked trace of what it says to cards",
            "  ssc trace read.trace -- ssc read\n"
            "  ssc trace his.trace -- ./his_program",
            ssc::cli::runTrace, traceOptions},
    Command{"replay", "Explain a trace, or compare another one with it",
            "  ssc replay read.trace\n"
            "  ssc replay read.trace --json\n"
            "  ssc replay before.trace --against after.trace",
            ssc::cli::runReplay, replayOptions},
    Command{"catalogue", "List the services of the card, and what of them is built",
            "  ssc catalogue LP-HR-033\n"
            "  ssc catalogue --search 养老 --lang zh\n"
            "  ssc catalogue --district liangping --class query\n"
            "  ssc catalogue --missing --json",
            ssc::cli::runCatalogue, catalogueOptions},
    Command{"login", "Sign in at the back office, with the card or the phone",
            "  ssc login\n"
            "  ssc login --qr-scan code.png\n"
            "  ssc login --qr-show --png /run/screen/code.png",
            ssc::cli::runLogin, loginOptions},
    Command{"query", "Sign in and ask what the back office knows",
            "  ssc query LP-HR-024\n"
            "  ssc query LP-HR-033 --from 2026-01 --json\n"
            "  ssc query YZ-050 --qr-show",
            ssc::cli::runQuery, queryOptions},
    Command{"prove", "Identify a person for a matter: a receipt that a counter can check",
            "  ssc prove YZ-003 --matter 求职\n"
            "  ssc prove LP-OT-013 --qr-show",
            ssc::cli::runProve, proveOptions},
    Command{"check", "May this person pass here? Quick checks of gates and desks",
            "  ssc check LP-HR-070 exam=系统分析师考试 room=101\n"
            "  ssc check LP-HR-091 project=示例桥梁工程 gate=1号门 direction=in --face 92\n"
            "  ssc check LP-OT-032 venue=示例市博物馆 --qr-scan --json",
            ssc::cli::runCheck, checkOptions},
    Command{"verify", "Check a printed document by its code",
            "  ssc verify SSV1.SIM9999990220260105000001.8SC7MGCM7151H\n"
            "  ssc verify SIM9999990220260105000001 8SC7-MGCM-7151H",
            ssc::cli::runVerify, verifyOptions},
    Command{"card", "Report a card lost, have it released, enable a new one",
            "  ssc card loss --qr-scan\n"
            "  ssc card release --face 92\n"
            "  ssc card enable --id-card id.json --face 92",
            ssc::cli::runCardState, cardStateOptions},
    Command{"apply", "Hand in a form, see what became of it, take it back",
            "  ssc apply LP-OT-051 request_kind=referral area=999999 reason=转诊 from_date=2026-01-05 "
            "contact=13900000000\n"
            "  ssc apply --list\n"
            "  ssc apply --withdraw SQ99990020260105000001",
            ssc::cli::runApply, applyOptions},
    Command{"correct", "Say that something in a record is wrong",
            "  ssc correct LP-HR-024 --row 2026-01 --field base --text 缴费基数与工资不符",
            ssc::cli::runCorrect, correctOptions},
    Command{"staff", "A member of staff takes up duty at this terminal, or ends it",
            "  ssc staff on\n"
            "  ssc staff on --qr-scan\n"
            "  ssc staff off",
            ssc::cli::runStaff, staffOptions},
    Command{"office", "Register this terminal at the back office, or see how it stands there",
            "  ssc office register 7F3K9Q2M\n"
            "  ssc office status",
            ssc::cli::runOffice, officeOptions},
    Command{"settle", "Settle with the card while there is no network",
            "  ssc settle 128.50 80 --offline N21 --visit V0042\n"
            "  ssc settle 30 --kind pharmacy --fees fees.txt --yes --json\n"
            "  ssc settle",
            ssc::cli::runSettle, settleOptions},
    Command{"upload", "Send what was settled without the network; fetch today's policy and stop-list",
            "  ssc upload\n"
            "  ssc upload --card\n"
            "  ssc upload --json",
            ssc::cli::runUpload, uploadOptions},
    Command{"reconcile", "Hold a day of offline settlements against the center's: totals, then lines",
            "  ssc reconcile\n"
            "  ssc reconcile --day 20260106 --json",
            ssc::cli::runReconcile, reconcileOptions},
    Command{"journal", "What this terminal settled without the network: check it, show it, hand it on",
            "  ssc journal verify journal.sqlite --key terminal.pub\n"
            "  ssc journal show journal.sqlite --last 50\n"
            "  ssc journal stats journal.sqlite --json\n"
            "  ssc journal export journal.sqlite --to journal.txt",
            ssc::cli::runJournal, journalOptions},
    Command{"doctor", "Check service, reader, card, PSAM, PIN pad, HSM and clock, and say what to do",
            "  ssc doctor\n"
            "  ssc doctor --json --timeout 10",
            ssc::cli::runDoctor, nothing},
};

CLI::App* addCommand(CLI::App& app, const Command& command, Options& options) {
  CLI::App* sub = app.add_subcommand(command.name, command.description);
  sub->add_flag("--json", options.json, "Answer as JSON");
  sub->add_option("--reader", options.reader, "Reader to use: its name, * and ? allowed");
  sub->add_option("--timeout", options.timeoutSeconds,
                  "Give up after this many seconds; a PIN entry has its own time")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.1, kMostSeconds).description(""));
  sub->add_option("--lang", options.language, "Language of messages")->check(CLI::IsMember({"zh", "en"}));
  command.configure(*sub, options);
  sub->footer(std::string("Examples:\n") + command.examples);
  return sub;
}

int runCommand(const CLI::App& app, const Options& options) {
  const std::stop_token stop = ssc::cli::stopOnSignals();
  for (const Command& command : kCommands) {
    if (app.got_subcommand(command.name)) return command.run(options, stop);
  }
  return ssc::cli::kExitUsage;
}

// The return leaves without destructors of statics: a worker that was left behind inside a hung driver may
// still live.
[[noreturn]] void leave(int code) {
  std::fflush(stdout);
  std::fflush(stderr);
  std::_Exit(code);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    CLI::App app{
        "SSC Terminal: the social security card from the command line.\nExit codes: docs/exit-codes.md"};
    app.set_version_flag("--version", std::string("ssc ") + SSC_VERSION);
    app.require_subcommand(1);
    Options options;
    for (const Command& command : kCommands)
      addCommand(app, command, options);
    if (const auto done = ssc::cli::complete(app, {argv, static_cast<std::size_t>(argc)})) leave(*done);
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? ssc::cli::kExitOk : ssc::cli::kExitUsage;
    }
    leave(runCommand(app, options));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "ssc: internal error: %s\n", error.what());
    return 1;
  }
}
