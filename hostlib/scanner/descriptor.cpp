#include "hostlib/scanner/descriptor.hpp"

#include <unistd.h>

namespace ssc::scanner {

Descriptor::~Descriptor() {
  if (isOpen()) ::close(number_);
}

}  // namespace ssc::scanner
