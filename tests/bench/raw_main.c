/* The raw basic read as a program: `ssc read` is counted against it, instruction by instruction. */
#include <stdio.h>
#include <stdlib.h>
#include <winscard.h>

#include "tests/bench/raw_read.h"

int main(int argc, char** argv) {
  struct raw_terminal terminal;
  unsigned char holder[258];
  int i, length;
  if (argc != 4) {
    fprintf(stderr, "usage: raw_read CARD_READER SAM_READER GENERATION\n");
    return 2;
  }
  if (raw_open(&terminal, argv[1], argv[2]) != 0) return 1;
  length = raw_read(&terminal, atoi(argv[3]) == 3, holder);
  raw_close(&terminal);
  for (i = 0; i < length; ++i)
    printf("%02X", holder[i]);
  printf("\n");
  return length > 0 ? 0 : 1;
}
