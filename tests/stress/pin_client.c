/* A program that uses the card as a hospital's would, for a test that looks into its memory. It knows the
 * public headers only and never touches a digit itself: what it must put somewhere comes as raw bytes from
 * descriptor 3, straight into the buffer that the library (or the test) will wipe.
 *
 * Standard input: one command a line. Standard output: one line for each, the result.
 *   call NAME [ARGUMENT …]   a function of SSCardDriver.h below
 *   callback verify|change|reload|unblock
 *                            the same through ssc.h; at each prompt the line "asked" goes out, then the
 * digits are read (one byte with their number, then they), "entered" goes out, and the library gets them once
 * a byte was read from descriptor 4 plant N, wipe            N bytes kept in this program's data, and
 * overwritten again
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "SSCardDriver.h"
#include "ssc.h"

enum { kSecretsFrom = 3, kGoOnFrom = 4, kMostWords = 8, kMostPlanted = 64 };

static unsigned char planted[kMostPlanted];

static void overwrite(void* memory, size_t size) {
  volatile unsigned char* at = memory;
  while (size-- > 0)
    *at++ = 0;
}

static int readAll(int from, void* to, size_t size) {
  for (size_t done = 0; done < size;) {
    const ssize_t count = read(from, (char*)to + done, size - done);
    if (count <= 0) return 0;
    done += (size_t)count;
  }
  return 1;
}

static void say(const char* text, int64_t number) {
  printf("%s %lld\n", text, (long long)number);
  fflush(stdout);
}

/* ---- ssc.h */

static int enterPin(void* user, int prompt, char* digits, size_t capacity, size_t* length) {
  unsigned char count = 0, goOn = 0;
  (void)user;
  say("asked", prompt);
  if (!readAll(kSecretsFrom, &count, 1) || count > capacity || !readAll(kSecretsFrom, digits, count))
    return -31;
  *length = count;
  say("entered", prompt);
  return readAll(kGoOnFrom, &goOn, 1) ? 0 : -31;
}

struct CardCall {
  const char* name;
  int (*run)(ssc_card*);
};
static const struct CardCall kCardCalls[] = {
    {"verify", ssc_card_pin_verify},
    {"change", ssc_card_pin_change},
    {"reload", ssc_card_pin_reload},
    {"unblock", ssc_card_pin_unblock},
};

static int onCard(int (*run)(ssc_card*)) {
  ssc_terminal* terminal = NULL;
  ssc_card* card = NULL;
  int code = ssc_open(NULL, &terminal);
  if (code == 0) code = ssc_set_pin_callback(terminal, enterPin, NULL);
  if (code == 0) code = ssc_card_open(terminal, SSC_CONTACT, &card);
  if (code == 0) code = run(card);
  ssc_card_close(&card);
  ssc_close(&terminal);
  return code;
}

static int64_t callback(const char* name) {
  for (size_t i = 0; i < sizeof kCardCalls / sizeof *kCardCalls; ++i) {
    if (strcmp(kCardCalls[i].name, name) == 0) return onCard(kCardCalls[i].run);
  }
  return 1;
}

/* ---- SSCardDriver.h */

/* What Step2 of a reload says, but for the PIN: factor and header, from which the test makes the command. */
static void sayWithoutPin(const char* reply) {
  const char* end = reply;
  for (int bars = 0; *end != '\0' && bars < 4; ++end)
    bars += *end == '|';
  printf("reply %.*s\n", (int)(end - reply), reply);
  fflush(stdout);
}

static int64_t callDriver(char** words) {
  static char out[SSC_OUT_LONG];
  int64_t code = 1;
  const char* name = words[0];
  if (strcmp(name, "iVerifyPIN") == 0) code = iVerifyPIN(1, out);
  if (strcmp(name, "iChangePIN") == 0) code = iChangePIN(1, out);
  if (strcmp(name, "iReloadPIN") == 0) code = iReloadPIN(1, words[1], out);
  if (strcmp(name, "iUnblockPIN") == 0) code = iUnblockPIN(1, words[1], out);
  if (strcmp(name, "iDoDebit") == 0) code = iDoDebit(1, words[1], words[2], out);
  if (strcmp(name, "iReadCard") == 0) code = iReadCard(1, 1, words[1], words[2], out);
  if (strcmp(name, "iReadDebitRecord") == 0) code = iReadDebitRecord(1, out);
  if (strcmp(name, "iReloadPIN_HSM_Step1") == 0) code = iReloadPIN_HSM_Step1(1, words[1], out);
  if (strcmp(name, "iReloadPIN_HSM_Step2") == 0) code = iReloadPIN_HSM_Step2(words[1], out);
  if (strcmp(name, "iReloadPIN_HSM_Step3") == 0) code = iReloadPIN_HSM_Step3(words[1], out);
  if (code == 0 && strstr(name, "_HSM_") != NULL && *out != 0) sayWithoutPin(out);
  overwrite(out, sizeof out);
  return code;
}

static int64_t obey(char** words) {
  if (strcmp(words[0], "call") == 0) return callDriver(words + 1);
  if (strcmp(words[0], "callback") == 0) return callback(words[1]);
  if (strcmp(words[0], "wipe") == 0) return overwrite(planted, sizeof planted), 0;
  if (strcmp(words[0], "plant") == 0) return readAll(kSecretsFrom, planted, (size_t)atoi(words[1])) ? 0 : 1;
  return 1;
}

int main(void) {
  char line[1024];
  while (fgets(line, sizeof line, stdin) != NULL) {
    char* words[kMostWords + 1] = {"", "", "", "", "", "", "", "", ""};
    int count = 0;
    for (char* word = strtok(line, " \n"); word != NULL && count < kMostWords; word = strtok(NULL, " \n"))
      words[count++] = word;
    say("result", obey(words));
  }
  return 0;
}
