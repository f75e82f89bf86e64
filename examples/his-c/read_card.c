/* Reads the social security card in the reader and prints who holds it, as a hospital's program does.
 *
 *   his_read_card             the length-aware call, UTF-8
 *   his_read_card --gb18030   the call of the standard interface, GB 18030, made UTF-8 here
 *
 * Exit code 0: card read; 1: it was not, the reason is on standard error; 2: wrong arguments.
 * A real program shows these values to whoever needs them and writes none of them to a log.
 */
#include <iconv.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "SSCardDriver.h"

enum {
  kContactFirst = 3,                /* iType: the contact slot, then the contactless one */
  kUtf8Text = 3 * SSC_OUT_SHORT + 1 /* no GB 18030 byte becomes more than three bytes of UTF-8 */
};

static const char* const kLabels[] = {
    "Issuing region", "Social security number", "Card number",   "Card identification",
    "Name",           "Reset information",      "Specification", "Issued",
    "Valid until",    "Terminal number",        "Device number",
};
enum { kFieldCount = sizeof kLabels / sizeof kLabels[0] };

/* "GBK" is not enough: names of minorities and rare characters need all of GB 18030. 0 when it worked. */
static int toUtf8(char* gb18030, char* out, size_t capacity) {
  size_t left = strlen(gb18030);
  size_t room = capacity - 1;
  const iconv_t converter = iconv_open("UTF-8", "GB18030");
  *out = '\0';
  if ((intptr_t)converter == -1) return -1;
  const size_t failed = iconv(converter, &gb18030, &left, &out, &room);
  iconv_close(converter);
  *out = '\0';
  return failed == (size_t)-1 ? -1 : 0;
}

static int64_t readGb18030(char* out, size_t capacity) {
  char reply[SSC_OUT_SHORT] = ""; /* the call takes no length: it relies on this size */
  const int64_t result = iReadCardBas(kContactFirst, reply);
  if (toUtf8(reply, out, capacity) != 0) fprintf(stderr, "his_read_card: the reply is not all GB 18030\n");
  return result;
}

static int64_t readUtf8(char* out, size_t capacity) {
  uint32_t size = (uint32_t)capacity;
  out[0] = '\0';
  return ssc_iReadCardBas(kContactFirst, out, &size);
}

/* Eleven fields, each followed by '|'. Fields behind them are left alone: a later version may add some. */
static int printFields(const char* reply) {
  for (size_t i = 0; i < kFieldCount; ++i) {
    const char* const bar = strchr(reply, '|');
    if (bar == NULL) {
      fprintf(stderr, "his_read_card: the reply has only %zu of %d fields\n", i, (int)kFieldCount);
      return 1;
    }
    printf("%-24s%.*s\n", kLabels[i], (int)(bar - reply), reply);
    reply = bar + 1;
  }
  return 0;
}

int main(int argc, char** argv) {
  char text[kUtf8Text];
  const int wantsGb18030 = argc == 2 && strcmp(argv[1], "--gb18030") == 0;
  if (argc > 1 && !wantsGb18030) {
    fprintf(stderr, "usage: his_read_card [--gb18030]\n");
    return 2;
  }
  const int64_t result = wantsGb18030 ? readGb18030(text, sizeof text) : readUtf8(text, sizeof text);
  if (result != 0) {
    fprintf(stderr, "his_read_card: %" PRId64 " %s\n", result, text);
    return 1;
  }
  return printFields(text);
}
