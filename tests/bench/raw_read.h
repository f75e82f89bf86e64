/* The basic read as small as C can make it: the same APDUs by SCardTransmit, no checks beyond the status
 * words. The measure that the library is compared with. */
#ifndef SSC_BENCH_RAW_READ_H
#define SSC_BENCH_RAW_READ_H

#ifdef __cplusplus
extern "C" {
#endif

struct raw_terminal {
  long context; /* SCARDCONTEXT and two SCARDHANDLEs */
  long card;
  long sam;
};

/* Names as PC/SC lists them. 0 on success, else a PC/SC code or -1. */
int raw_open(struct raw_terminal* terminal, const char* card_reader, const char* sam_reader);
void raw_close(struct raw_terminal* terminal);

/* One basic read of a third-generation card (8 card and 9 PSAM exchanges), or of an older one (6 and 6).
 * `holder` receives EF06 (at least 258 bytes). Returns the bytes of EF06, or a negative value at the first
 * unexpected answer. */
int raw_read(const struct raw_terminal* terminal, int third_generation, unsigned char* holder);

#ifdef __cplusplus
}
#endif

#endif
