#include "tests/unit/kiosk_paper/pdf_reader.hpp"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <array>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fstream>

#include "wire/qr/png.hpp"

namespace ssc::test {

namespace {

struct Radical {
  char16_t radical, hanzi;
};
/// Radicals that look like a hanzi and have no decomposition of Unicode (EquivalentUnifiedIdeograph.txt), as
/// far as these tests meet them; and the hanzi that the radical of 户 decomposes into.
constexpr std::array<Radical, 24> kRadicals{
    {{u'⺎', u'兀'}, {u'⺉', u'刂'}, {u'⻧', u'卤'}, {u'⺠', u'民'}, {u'⻄', u'西'}, {u'⻅', u'见'},
     {u'⻉', u'贝'}, {u'⻋', u'车'}, {u'⻓', u'长'}, {u'⻔', u'门'}, {u'⻙', u'韦'}, {u'⻚', u'页'},
     {u'⻛', u'风'}, {u'⻜', u'飞'}, {u'⻢', u'马'}, {u'⻥', u'鱼'}, {u'⻦', u'鸟'}, {u'⻩', u'黄'},
     {u'⻬', u'齐'}, {u'⻰', u'龙'}, {u'⺟', u'母'}, {u'⻆', u'角'}, {u'⻘', u'青'}, {u'戶', u'户'}}};

constexpr double kMmPerPoint = 25.4 / 72;

QByteArray contentOf(const std::filesystem::path& path) {
  QFile file(QString::fromStdString(path.string()));
  REQUIRE(file.open(QIODevice::ReadOnly));
  return file.readAll();
}

std::string onlyPage(std::size_t page) {
  const std::string number = std::to_string(page);
  return page == 0 ? std::string() : " -f " + number + " -l " + number;
}

Word wordOf(QXmlStreamReader& xml) {
  const auto mm = [&](const char* name) {
    return xml.attributes().value(QLatin1String(name)).toDouble() * kMmPerPoint;
  };
  Word word{{}, mm("xMin"), mm("yMin"), mm("xMax"), mm("yMax")};
  word.text = plain(xml.readElementText());
  return word;
}

}  // namespace

QString plain(const QString& text) {
  static const QRegularExpression kBlank(QStringLiteral("\\s"));
  QString result = text.normalized(QString::NormalizationForm_KC).remove(kBlank);
  for (const auto& [radical, hanzi] : kRadicals)
    result.replace(QChar(radical), QChar(hanzi));
  return result;
}

PdfReader::PdfReader(const crypto::SecretBytes& pdf) {
  QTemporaryDir folder;
  folder.setAutoRemove(false);
  folder_ = folder.path().toStdString();
  std::ofstream file(folder_ / "paper.pdf", std::ios::binary);
  for (const std::uint8_t byte : pdf.reveal())
    file.put(static_cast<char>(byte));
}

PdfReader::~PdfReader() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

QString PdfReader::run(const std::string& command) const {
  const std::string line = "cd '" + folder_.string() + "' && " + command + " > out";
  REQUIRE(std::system(line.c_str()) == 0);  // NOLINT(cert-env33-c): a fixed command of a test
  return QString::fromUtf8(contentOf(folder_ / "out"));
}

QString PdfReader::info() const {
  return run("pdfinfo paper.pdf");
}

QString PdfReader::fonts() const {
  return run("pdffonts paper.pdf");
}

std::size_t PdfReader::pages() const {
  static const QRegularExpression kPages(QStringLiteral("Pages:\\s+(\\d+)"));
  return kPages.match(info()).captured(1).toULong();
}

QString PdfReader::text(std::size_t page) const {
  return plain(run("pdftotext -raw" + onlyPage(page) + " paper.pdf -"));
}

std::vector<Word> PdfReader::words(std::size_t page) const {
  QXmlStreamReader xml(run("pdftotext -bbox" + onlyPage(page) + " paper.pdf -"));
  std::vector<Word> words;
  while (!xml.atEnd()) {
    if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("word"))
      words.push_back(wordOf(xml));
  }
  return words;
}

qr::Picture PdfReader::picture(std::size_t page) const {
  run("pdftoppm -r 150 -gray -png -singlefile" + onlyPage(page) + " paper.pdf page");
  const QByteArray png = contentOf(folder_ / "page.png");
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(png.data());
  auto picture = qr::readPng({bytes, static_cast<std::size_t>(png.size())});
  REQUIRE(picture);
  return std::move(*picture);
}

}  // namespace ssc::test
