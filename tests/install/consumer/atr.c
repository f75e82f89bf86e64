/* The length of the answer to reset, through the low-level reader library. */
#include <SSSE32.h>
#include <stdio.h>

int main(void) {
  unsigned char atr[SSC_ATR_MOST];
  const int64_t reader = ICC_Reader_Open("AUTO");
  const int64_t length = ICC_Reader_PowerOn((int32_t)reader, 0x01, atr);
  ICC_Reader_Close((int32_t)reader);
  printf("%d\n", (int)length);
  return length > 0 ? 0 : 1;
}
