/* A caller in C that declares the result as -DRESULT=int, long or long long, as programs in the field do. */
#include <stdio.h>

extern RESULT iReadCardBas(int, char*);

int main(void) {
  static char out[1024];
  const RESULT code = iReadCardBas(1, out);
  printf("%lld\n%s\n", (long long)code, out);
  return 0;
}
