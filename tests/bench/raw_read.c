#include "tests/bench/raw_read.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <winscard.h>

enum { kAnswer = 258, kBlock = 8 };

static const unsigned char kSelectCard[] = {0x00, 0xA4, 0x04, 0x00, 0x0F, 0x73, 0x78, 0x31, 0x2E, 0x73,
                                            0x68, 0x2E, 0xC9, 0xE7, 0xBB, 0xE1, 0xB1, 0xA3, 0xD5, 0xCF};
static const unsigned char kReadIssuer[] = {0x00, 0xB2, 0x01, 0x2D, 0x40};
static const unsigned char kReadHolder[] = {0x00, 0xB2, 0x01, 0x35, 0x5B};
static const unsigned char kChallenge[] = {0x00, 0x84, 0x00, 0x00, 0x08};
static const unsigned char kTerminal[] = {0x00, 0xB0, 0x96, 0x00, 0x06};
static const unsigned char kSelectApplication[] = {0x00, 0xA4, 0x00, 0x00, 0x02, 0xDF, 0x01};

static int transmit(long handle, const unsigned char* command, unsigned long length, unsigned char* answer) {
  DWORD received = kAnswer;
  const LONG code = SCardTransmit(handle, SCARD_PCI_T0, command, length, NULL, answer, &received);
  return code == SCARD_S_SUCCESS && received >= 2 ? (int)received - 2 : -1;
}

/* Sends a command that answers 61xx and fetches the rest. */
static int transmit_and_fetch(long handle, const unsigned char* command, unsigned long length,
                              unsigned char* answer) {
  unsigned char fetch[] = {0x00, 0xC0, 0x00, 0x00, 0x00};
  const int waiting = transmit(handle, command, length, answer);
  if (waiting < 0 || answer[waiting] != 0x61) return -1;
  fetch[4] = answer[waiting + 1];
  return transmit(handle, fetch, sizeof fetch, answer);
}

static int random_bytes(unsigned char* out, size_t count) {
  static int source = -1;
  if (source < 0) source = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  return read(source, out, count) == (ssize_t)count ? 0 : -1;
}

/* DELIVERY SESSION KEY and CIPHER DATA: 8 bytes of authentication data for `data` under `key_id`. */
static int prove(long sam, int sm4, unsigned char key_id, const unsigned char* factors,
                 const unsigned char* session_factor, const unsigned char* data, unsigned char* proof) {
  unsigned char deliver[5 + 24 + 16] = {0xBF, 0xDE, 0x67, key_id, (unsigned char)(24 + (sm4 ? 16 : 8))};
  unsigned char cipher[5 + 16] = {0x80, 0xFA, 0x00, 0x00, (unsigned char)(sm4 ? 16 : 8)};
  unsigned char answer[kAnswer];
  int i;
  memcpy(deliver + 5, factors, 24);
  memcpy(deliver + 29, session_factor, kBlock);
  memcpy(cipher + 5, data, kBlock);
  if (transmit(sam, deliver, 5UL + deliver[4], answer) < 0) return -1;
  if (transmit_and_fetch(sam, cipher, 5UL + cipher[4], answer) != cipher[4]) return -1;
  for (i = 0; i < kBlock; ++i)
    proof[i] = (unsigned char)(answer[i] ^ (sm4 ? answer[i + kBlock] : 0));
  return 0;
}

int raw_open(struct raw_terminal* terminal, const char* card_reader, const char* sam_reader) {
  DWORD protocol = 0;
  SCARDCONTEXT context = 0;
  SCARDHANDLE card = 0, sam = 0;
  LONG code = SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context);
  if (code != SCARD_S_SUCCESS) return (int)code;
  code = SCardConnect(context, card_reader, SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0, &card, &protocol);
  if (code == SCARD_S_SUCCESS) {
    code = SCardConnect(context, sam_reader, SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0, &sam, &protocol);
  }
  terminal->context = context;
  terminal->card = card;
  terminal->sam = sam;
  return (int)code;
}

void raw_close(struct raw_terminal* terminal) {
  SCardDisconnect(terminal->sam, SCARD_RESET_CARD);
  SCardDisconnect(terminal->card, SCARD_RESET_CARD);
  SCardReleaseContext(terminal->context);
}

/* card factor, city factor, province factor of region 999900, the region of all sample cards of this bench.
 */
static const unsigned char kFactors[24] = {0x86, 0x99, 0x99, 0x99, 0x00, 0x00, 0x00, 0x01,
                                           '9',  '9',  '9',  '9',  '0',  '0',  's',  'x',
                                           '9',  '9',  '0',  '0',  '0',  '0',  's',  'h'};

int raw_read(const struct raw_terminal* t, int third_generation, unsigned char* holder) {
  unsigned char environment[sizeof kSelectCard];
  unsigned char answer[kAnswer], challenge[kBlock], input[kBlock], proof[kBlock], expected[kBlock];
  unsigned char internal[5 + 16] = {0x00, 0x88, 0x00, 0x00, 0x10};
  unsigned char external[5 + 16] = {0x00, 0x82, 0x00, 0x0A, 0x10};
  if (transmit_and_fetch(t->card, kSelectCard, sizeof kSelectCard, answer) < 0) return -1;
  if (transmit(t->card, kReadIssuer, sizeof kReadIssuer, answer) != 0x40) return -2;
  memcpy(environment, kSelectCard, sizeof environment);
  environment[7] = third_generation ? '3' : '1';
  if (transmit(t->sam, environment, sizeof environment, answer) < 0) return -3;
  if (transmit(t->sam, kTerminal, sizeof kTerminal, answer) != 6) return -4;
  if (transmit(t->sam, kSelectApplication, sizeof kSelectApplication, answer) < 0) return -5;
  if (third_generation) {
    if (transmit(t->card, kChallenge, sizeof kChallenge, answer) != kBlock) return -6;
    memcpy(challenge, answer, kBlock);
    if (random_bytes(input, kBlock) != 0 || prove(t->sam, 1, 0x0A, kFactors, challenge, input, proof) != 0)
      return -7;
  }
  if (random_bytes(internal + 5, 16) != 0) return -8;
  if (prove(t->sam, third_generation, 0x08, kFactors, internal + 5, internal + 13, expected) != 0) return -9;
  if (transmit_and_fetch(t->card, internal, sizeof internal, answer) != kBlock) return -10;
  if (memcmp(answer, expected, kBlock) != 0) return -11;
  if (third_generation) {
    memcpy(external + 5, proof, kBlock);
    memcpy(external + 13, input, kBlock);
    if (transmit(t->card, external, sizeof external, answer) != 0 || answer[0] != 0x90) return -12;
  }
  return transmit(t->card, kReadHolder, sizeof kReadHolder, holder);
}
