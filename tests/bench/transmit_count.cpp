// Counts for callgrind: N exchanges through apdu::Session and pcsc::CardChannel, or N bare SCardTransmit
// calls, with a SCardTransmit that answers at once (transmit_count_service.c). The difference of two run
// lengths leaves start-up out.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <winscard.h>

#include "apdu/pcsc/card_channel.hpp"
#include "apdu/session.hpp"

namespace {

using namespace ssc;

// Builds the command, exchanges it, looks at status and data: what every caller does.
std::size_t throughSession(long count) {
  auto context = pcsc::Context::establish();
  auto channel =
      pcsc::CardChannel::open(*context, "Counted 00 00", pcsc::Clock::now() + std::chrono::seconds(5), {});
  apdu::Session session(std::move(*channel));
  std::size_t total = 0;
  for (long i = 0; i < count; ++i) {
    const auto response = session.transmit(apdu::Command::readRecordByIdentifier(0x07, 0x05, 11));
    if (!response || !response->ok()) std::abort();
    total += response->data().size();
  }
  return total;
}

std::size_t bare(long count) {
  constexpr unsigned char kCommand[] = {0x00, 0xB2, 0x07, 0x28, 0x0B};
  unsigned char answer[258];
  std::size_t total = 0;
  for (long i = 0; i < count; ++i) {
    DWORD length = sizeof answer;
    if (SCardTransmit(1, SCARD_PCI_T0, kCommand, sizeof kCommand, nullptr, answer, &length) !=
        SCARD_S_SUCCESS)
      std::abort();
    if (answer[length - 2] != 0x90) std::abort();
    total += length - 2;
  }
  return total;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const long count = std::atol(argv[2]);
  const std::size_t total = std::strcmp(argv[1], "session") == 0 ? throughSession(count) : bare(count);
  return total == static_cast<std::size_t>(count) * 11 ? 0 : 1;
}
