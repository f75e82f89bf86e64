// What somebody else's program (poppler) sees on a PDF.
#pragma once

#include <QString>
#include <filesystem>
#include <string>
#include <vector>

#include "crypto/secret.hpp"
#include "wire/qr/picture.hpp"

namespace ssc::test {

/// A word with its place on the page, in millimetres.
struct Word {
  QString text;
  double left, top, right, bottom;
};

/// A PDF in a folder of its own, which goes when the test ends.
class PdfReader {
 public:
  explicit PdfReader(const crypto::SecretBytes& pdf);
  PdfReader(const PdfReader&) = delete;
  PdfReader& operator=(const PdfReader&) = delete;
  ~PdfReader();

  [[nodiscard]] std::size_t pages() const;
  /// Lines `key: value` of pdfinfo.
  [[nodiscard]] QString info() const;
  /// Lines `name type … emb sub` of pdffonts.
  [[nodiscard]] QString fonts() const;
  /// Page from 1; 0: all. In the order in which it was drawn, so that the lines of a cell stand together;
  /// normalised (NFKC), without blanks.
  [[nodiscard]] QString text(std::size_t page) const;
  [[nodiscard]] std::vector<Word> words(std::size_t page) const;
  /// Grey, 150 dots an inch.
  [[nodiscard]] qr::Picture picture(std::size_t page) const;

 private:
  QString run(const std::string& command) const;

  std::filesystem::path folder_;
};

/// As texts of pages are compared: a reader may give a hanzi by its twin among the radicals.
QString plain(const QString& text);

}  // namespace ssc::test
