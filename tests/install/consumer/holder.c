/* Who holds the card, through the standard terminal interface. */
#include <SSCardDriver.h>
#include <stdio.h>

int main(void) {
  char reply[SSC_OUT_SHORT] = "";
  uint32_t size = sizeof reply;
  const int64_t code = ssc_iReadCardBas(3, reply, &size);
  puts(reply);
  return code == 0 ? 0 : 1;
}
