// A PDF (ISO 32000, version 1.6) in memory: pages to draw on, fonts embedded as subsets.
#pragma once

#include <QPainter>
#include <QPdfWriter>
#include <QString>
#include <optional>

#include "crypto/secret.hpp"
#include "kiosk-app/paper/wiped_buffer.hpp"

namespace ssc::kiosk::paper {

class PdfFile {
 public:
  /// Sizes in millimetres. The title is all that the file says about itself.
  PdfFile(const QString& title, double width, double height);
  PdfFile(const PdfFile&) = delete;
  PdfFile& operator=(const PdfFile&) = delete;

  /// Of the current page, in dots from its upper left corner.
  QPainter& painter() { return painter_; }
  void nextPage() { writer_.newPage(); }
  /// None when Qt could not write. Nothing can be drawn then.
  std::optional<crypto::SecretBytes> finish();

 private:
  WipedBuffer buffer_;
  QPdfWriter writer_;
  QPainter painter_;
};

}  // namespace ssc::kiosk::paper
