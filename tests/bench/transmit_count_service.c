/* A PC/SC service that answers at once: one card, one answer. Linked before libpcsclite, so that what is
 * counted is the code above SCardTransmit and nothing below it. */
#include <string.h>
#include <winscard.h>

static const unsigned char kAtr[] = {0x3B, 0x6D, 0x00, 0x00, 0x00, 0x81, 0x54, 0x53, 0x54,
                                     0x86, 0x99, 0x99, 0x99, 0x00, 0x00, 0x00, 0x01};
static const unsigned char kAnswer[] = {0x07, 0x09, 'T', '0', '0', '0', '0', '0', '0', '2', '8', 0x90, 0x00};

LONG SCardEstablishContext(DWORD scope, LPCVOID reserved1, LPCVOID reserved2, LPSCARDCONTEXT context) {
  (void)scope, (void)reserved1, (void)reserved2;
  *context = 1;
  return SCARD_S_SUCCESS;
}

LONG SCardReleaseContext(SCARDCONTEXT context) {
  (void)context;
  return SCARD_S_SUCCESS;
}

LONG SCardConnect(SCARDCONTEXT context, LPCSTR reader, DWORD share, DWORD protocols, LPSCARDHANDLE card,
                  LPDWORD protocol) {
  (void)context, (void)reader, (void)share, (void)protocols;
  *card = 1;
  *protocol = SCARD_PROTOCOL_T0;
  return SCARD_S_SUCCESS;
}

LONG SCardDisconnect(SCARDHANDLE card, DWORD disposition) {
  (void)card, (void)disposition;
  return SCARD_S_SUCCESS;
}

LONG SCardStatus(SCARDHANDLE card, LPSTR reader, LPDWORD readerLength, LPDWORD state, LPDWORD protocol,
                 LPBYTE atr, LPDWORD atrLength) {
  (void)card, (void)reader;
  if (readerLength != NULL) *readerLength = 0;
  if (state != NULL) *state = SCARD_PRESENT;
  if (protocol != NULL) *protocol = SCARD_PROTOCOL_T0;
  if (atr != NULL) memcpy(atr, kAtr, sizeof kAtr);
  if (atrLength != NULL) *atrLength = sizeof kAtr;
  return SCARD_S_SUCCESS;
}

LONG SCardTransmit(SCARDHANDLE card, const SCARD_IO_REQUEST* send, LPCBYTE command, DWORD length,
                   SCARD_IO_REQUEST* receive, LPBYTE answer, LPDWORD answerLength) {
  (void)card, (void)send, (void)command, (void)length, (void)receive;
  memcpy(answer, kAnswer, sizeof kAnswer);
  *answerLength = sizeof kAnswer;
  return SCARD_S_SUCCESS;
}
