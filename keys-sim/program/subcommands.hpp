// The subcommands of ssc-sim; each writes the program's exit code: 0 done, 1 failed (the reason is on
// standard error).
#pragma once

namespace CLI {
class App;
}

namespace ssc::sim {

void addServeCommands(CLI::App& app, int& code);     ///< card, psam
void addMakeCardCommand(CLI::App& app, int& code);   ///< make-card
void addHsmCommand(CLI::App& app, int& code);        ///< hsm, hsm init
void addPadCommand(CLI::App& app, int& code);        ///< pad
void addPresenterCommand(CLI::App& app, int& code);  ///< presenter
void addPhoneCommand(CLI::App& app, int& code);      ///< phone init, cards, show, scan, inbox, confirm …
void addPkiCommand(CLI::App& app, int& code);        ///< pki ca, pki card
void addControlCommand(CLI::App& app, int& code);    ///< ctl

}  // namespace ssc::sim
