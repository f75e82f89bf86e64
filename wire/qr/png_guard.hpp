// Internal: libpng reports errors with longjmp. Only guarded() calls setjmp. A step between the two is a
// plain function over a struct of pointers and numbers: no object with a destructor lives in a frame that is
// jumped over, and nothing that a step allocates outlives it unowned.
#pragma once

#include <png.h>  // and <setjmp.h> with it

namespace ssc::qr {

[[noreturn]] inline void onPngError(png_structp png, png_const_charp /*text*/) {
  png_longjmp(png, 1);
}
inline void onPngWarning(png_structp /*png*/, png_const_charp /*text*/) {}

/// False when the step ended in an error of libpng.
template <class Context>
bool guarded(png_structp png, void (*step)(Context&), Context& context) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  step(context);
  return true;
}

}  // namespace ssc::qr
