/* Not a caller but its opposite: a library that does each thing wrong that the common checks look for; iType
 * chooses. */
#include <stdint.h>
#include <string.h>

enum { kShort = 1024, kWrittenBehind = 1, kNoNul, kNotExtended, kNoText };

int64_t iReadCardBas(int iType, char* pOutInfo);
int64_t iReadCardBas(int iType, char* pOutInfo) {
  strcpy(pOutInfo, iType == kNoText ? "" : "no card");
  if (iType == kWrittenBehind) pOutInfo[100] = 0;
  if (iType == kNoNul) memset(pOutInfo, 'A', kShort);
  return iType == kNotExtended ? INT64_C(0xFFFFFFFE) : -2;
}
