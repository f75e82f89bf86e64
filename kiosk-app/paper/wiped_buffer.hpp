// Memory that Qt writes a document into, and that is wiped.
#pragma once

#include <QIODevice>

#include "crypto/secret.hpp"

namespace ssc::kiosk::paper {

/// Grows as it is written; every block that it leaves is wiped.
class WipedBuffer : public QIODevice {
 public:
  WipedBuffer();

  /// What was written; the buffer is empty then.
  crypto::SecretBytes take();

 protected:
  qint64 readData(char* data, qint64 most) override;
  qint64 writeData(const char* data, qint64 size) override;

 private:
  void makeRoom(std::size_t more);

  crypto::SecretBytes bytes_;
  std::size_t used_ = 0;
};

}  // namespace ssc::kiosk::paper
