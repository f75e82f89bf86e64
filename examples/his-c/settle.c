/* Settles 128.50 yuan with the social security card in the reader and prints the slip, as a hospital's
 * program does.
 *
 * Uses the standard functions alone, in GB 18030: it links with any maker's SSCardDriver.
 * Exit code 0: settled; 1: not settled, the reason is on standard error.
 * The PIN is entered at the PIN pad and never comes here. Only the slip holds personal data, the messages do
 * not.
 */
#include <iconv.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "SSCardDriver.h"

enum {
  kContactFirst = 3, /* iType: the contact slot, then the contactless one */
  kByKey = 2,        /* iAuthType: the PSAM opens the medical file */
  kAmountFen = 12850 /* money is counted in fen: a double cannot hold 128.10 */
};
enum { kRegion, kNumber, kCardNumber, kCardId, kName, kCardFields = 11 };
enum { kFile, kInsuranceType, kInsuredRegion, kInsuredClass, kHospital, kMedicalFields };
enum { kTac, kMac2, kCardSequence, kAmounts, kKind, kTerminal, kTerminalSequence, kTime, kDebitFields = 10 };
static char medicalItems[] = "DF04EF05|81|84|8C|83|$"; /* in the order of the fields above */

/* What a call wrote: at most SSC_OUT_LONG bytes, the largest class of the header. */
typedef struct {
  char gb18030[SSC_OUT_LONG];
  char text[3 * SSC_OUT_LONG]; /* the same in UTF-8: no byte becomes more than three */
  const char* fields[kCardFields];
} Reply;

/* "GBK" is not enough: rare characters of names need all of GB 18030. What cannot be converted is left out.
 */
static void toUtf8(Reply* reply) {
  char *in = reply->gb18030, *out = reply->text;
  size_t left = strlen(in), room = sizeof reply->text - 1;
  const iconv_t converter = iconv_open("UTF-8", "GB18030");
  if ((intptr_t)converter != -1) {
    iconv(converter, &in, &left, &out, &room);
    iconv_close(converter);
  }
  *out = '\0';
}

/* 1 when the call went well; otherwise says what a person should know. */
static int done(const char* step, int64_t code, Reply* reply, const char* advice) {
  toUtf8(reply);
  if (code == 0) return 1;
  fprintf(stderr, "结算未完成：%s（%" PRId64 "）\n%s\n%s\n", step, code, reply->text, advice);
  return 0;
}

/* Cuts the text at each bar. In UTF-8: in GB 18030 the second byte of a character may be a bar. */
static int split(Reply* reply, int count, const char* advice) {
  char* rest = reply->text;
  for (int i = 0; i < count; ++i) {
    char* const bar = strchr(rest, '|');
    if (bar == NULL) {
      fprintf(stderr, "结算未完成：返回的字段不足（%d/%d）\n%s\n", i, count, advice);
      return 0;
    }
    *bar = '\0';
    reply->fields[i] = rest;
    rest = bar + 1;
  }
  return 1;
}

/* The card's clock is Beijing's, whatever the time zone of this machine. */
static void beijingTime(char* out, size_t capacity) {
  const time_t shifted = time(NULL) + (time_t)8 * 60 * 60;
  strftime(out, capacity, "%Y%m%d%H%M%S", gmtime(&shifted));
}

static void printSlip(const Reply* card, const Reply* medical, const Reply* debit) {
  static const char kLine[] = "----------------------------------------";
  const char* const time = debit->fields[kTime];
  printf("社会保障卡医疗费用结算单\n");
  if (strncmp(card->fields[kRegion], "9999", 4) == 0) printf("【模拟】测试卡，数据均为虚构\n");
  printf("%s\n", kLine);
  printf("姓名　　　　　%s\n", card->fields[kName]);
  printf("社会保障号码　%s\n", card->fields[kNumber]);
  printf("卡号　　　　　%s\n", card->fields[kCardNumber]);
  printf("参保地区划　　%s\n", medical->fields[kInsuredRegion]);
  printf("参保类型　　　%s\n", medical->fields[kInsuranceType]);
  printf("医疗人员类别　%s\n", medical->fields[kInsuredClass]);
  printf("定点医疗机构　%s\n", medical->fields[kHospital]);
  printf("%s\n", kLine);
  printf("结算金额　　　%d.%02d 元\n", kAmountFen / 100, kAmountFen % 100);
  printf("交易时间　　　%.4s-%.2s-%.2s %.2s:%.2s:%.2s\n", time, time + 4, time + 6, time + 8, time + 10,
         time + 12);
  printf("终端机编号　　%s\n", debit->fields[kTerminal]);
  printf("终端交易序号　%s\n", debit->fields[kTerminalSequence]);
  printf("卡交易序号　　%s\n", debit->fields[kCardSequence]);
  printf("交易验证码　　%s\n", debit->fields[kTac]);
}

int main(void) {
  static const char kNothing[] = "未扣款。";
  static const char kLook[] = "是否扣款以卡内交易记录为准：请先查询，不要直接重新结算。";
  static const char kEnterPin[] = "请持卡人在密码键盘上输入密码。\n";
  static Reply card, pin, medical, debit;
  char cardInfo[64], payInfo[128], now[15];

  if (!done("读卡", iReadCardBas(kContactFirst, card.gb18030), &card, kNothing)) return 1;
  if (!split(&card, kCardFields, kNothing)) return 1;
  snprintf(cardInfo, sizeof cardInfo, "%s|%s|", card.fields[kCardId], card.fields[kCardNumber]);

  fputs(kEnterPin, stderr);
  if (!done("验证密码", iVerifyPIN(kContactFirst, pin.gb18030), &pin, kNothing)) return 1;

  if (!done("读取医保信息", iReadCard(kContactFirst, kByKey, cardInfo, medicalItems, medical.gb18030),
            &medical, kNothing))
    return 1;
  if (!split(&medical, kMedicalFields, kNothing)) return 1;

  beijingTime(now, sizeof now);
  snprintf(payInfo, sizeof payInfo, "%d.%02d|%d.%02d|%s|", kAmountFen / 100, kAmountFen % 100,
           kAmountFen / 100, kAmountFen % 100, now); /* in all, of which from account and pool, when */
  fputs(kEnterPin, stderr);
  if (!done("结算", iDoDebit(kContactFirst, cardInfo, payInfo, debit.gb18030), &debit, kLook)) return 1;
  if (!split(&debit, kDebitFields, kLook)) return 1;

  printSlip(&card, &medical, &debit);
  return 0;
}
