// A journal for tests of `ssc journal`:   ssc_journal_maker FOLDER PURCHASES
// makes FOLDER/journal.sqlite and FOLDER/terminal.pub.
#define DOCTEST_CONFIG_IMPLEMENT
#include <cstdlib>
#include <doctest/doctest.h>
#include <fstream>

#include "crypto/hex.hpp"
#include "tests/unit/journal/journal_rig.hpp"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  doctest::Context context;
  const ssc::journal::JournalRig rig;
  {
    auto journal = rig.open();
    if (!journal) return 1;
    for (int i = 1; i <= std::atoi(argv[2]); ++i) {
      auto writer = journal->writer(ssc::journal::kSoon, {});
      if (!writer || !writer->prepare(ssc::journal::JournalRig::draft(static_cast<std::uint32_t>(20 + i))))
        return 1;
      if (i % 5 == 0 ? !writer->close(ssc::journal::Aborted{"9406"}, rig.now)
                     : !writer->close(ssc::journal::Settled{{1, 2, 3, 4}}, rig.now))
        return 1;
      if (!writer->cardDone(static_cast<std::uint32_t>(i))) return 1;
    }
  }
  const std::filesystem::path folder(argv[1]);
  std::filesystem::copy(rig.folder, folder, std::filesystem::copy_options::recursive);
  std::ofstream(folder / "terminal.pub") << ssc::crypto::toHex(rig.publicKey.point()) << '\n';
}
