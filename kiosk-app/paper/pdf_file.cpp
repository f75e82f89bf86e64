#include "kiosk-app/paper/pdf_file.hpp"

#include <QMarginsF>
#include <QPageSize>

#include "kiosk-app/paper/type_setter.hpp"

namespace ssc::kiosk::paper {

PdfFile::PdfFile(const QString& title, double width, double height) : writer_(&buffer_) {
  writer_.setPdfVersion(QPagedPaintDevice::PdfVersion_1_6);
  writer_.setTitle(title);
  writer_.setCreator({});
  writer_.setResolution(static_cast<int>(kDotsPerInch));
  writer_.setPageSize(QPageSize(QSizeF(width, height), QPageSize::Millimeter, {}, QPageSize::FuzzyMatch));
  writer_.setPageMargins(QMarginsF(0, 0, 0, 0));
  painter_.begin(&writer_);
}

std::optional<crypto::SecretBytes> PdfFile::finish() {
  if (!painter_.isActive() || !painter_.end()) return std::nullopt;
  return buffer_.take();
}

}  // namespace ssc::kiosk::paper
