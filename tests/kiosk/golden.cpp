// Pictures of screens against the ones that were accepted: `ssc_kiosk_golden compare|accept GOLDEN REPORT`,
// with a line for each on the standard input: NAME, the picture's file, and places to paint over
// ("x,y,width,height …"), separated by tabs. GOLDEN/NAME.png is a small picture for people; in its text
// stands a checksum of every tile of the whole one, so nothing of a pixel is missed. It says for each: NAME,
// "same", "new", or the number of tiles that differ; before, after and difference of those lie in REPORT.
#include <QCryptographicHash>
#include <QDir>
#include <QGuiApplication>
#include <QHash>
#include <QImage>
#include <QPainter>
#include <QTextStream>
#include <algorithm>
#include <tuple>
#include <vector>

namespace {

constexpr int kTile = 40, kSmaller = 3, kColours = 16;
constexpr const char *kKey = "tiles", *kSize = "size";

struct Task {
  QString name, file;
  std::vector<QRect> masks;
};

std::vector<QRect> readMasks(const QString& text) {
  std::vector<QRect> masks;
  for (const QString& one : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    const QStringList parts = one.split(QLatin1Char(','));
    masks.emplace_back(parts[0].toInt(), parts[1].toInt(), parts[2].toInt(), parts[3].toInt());
  }
  return masks;
}

std::vector<Task> readTasks() {
  std::vector<Task> tasks;
  QTextStream in(stdin);
  for (QString line = in.readLine(); !line.isNull(); line = in.readLine()) {
    const QStringList parts = line.split(QLatin1Char('\t'));
    if (parts.size() == 3) tasks.push_back({parts[0], parts[1], readMasks(parts[2])});
  }
  return tasks;
}

QImage masked(const Task& task) {
  QImage picture = QImage(task.file).convertToFormat(QImage::Format_RGB32);
  QPainter painter(&picture);
  for (const QRect& mask : task.masks)
    painter.fillRect(mask, QColor(0x9A, 0x9A, 0x9A));
  return picture;
}

/// A few letters for each tile, row by row.
QString checksums(const QImage& picture) {
  constexpr int kBytes = 3;  // four letters
  QString all;
  for (int y = 0; y < picture.height(); y += kTile)
    for (int x = 0; x < picture.width(); x += kTile) {
      const QImage tile = picture.copy(x, y, kTile, kTile);
      QCryptographicHash hash(QCryptographicHash::Sha256);
      hash.addData(QByteArrayView(tile.constBits(), tile.sizeInBytes()));
      all += QString::fromLatin1(hash.result().left(kBytes).toBase64());
    }
  return all;
}

/// Of every group of colours that are nearly the same, the one that most of it has.
QList<QRgb> palette(const QImage& picture) {
  struct Group {
    int pixels = 0, most = 0;
    QRgb colour = 0;
  };
  QHash<QRgb, int> counts;
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x)
      ++counts[picture.pixel(x, y)];
  QHash<QRgb, Group> groups;
  for (const QRgb colour : counts.keys()) {
    const int count = counts[colour];
    Group& group = groups[colour & 0xFFF8F8F8];
    group.pixels += count;
    if (std::pair(count, colour) > std::pair(group.most, group.colour))
      std::tie(group.most, group.colour) = std::pair(count, colour);
  }
  QList<Group> sorted = groups.values();
  std::sort(sorted.begin(), sorted.end(), [](const Group& a, const Group& b) {
    return std::pair(a.pixels, a.colour) > std::pair(b.pixels, b.colour);
  });
  QList<QRgb> colours;
  for (const Group& group : sorted.mid(0, kColours))
    colours.append(group.colour);
  return colours;
}

QImage small(const QImage& picture) {
  const QImage scaled = picture.scaledToWidth(picture.width() / kSmaller, Qt::SmoothTransformation)
                            .convertToFormat(QImage::Format_RGB32);
  return scaled.convertToFormat(QImage::Format_Indexed8, palette(scaled),
                                Qt::AvoidDither | Qt::ThresholdDither);
}

bool accept(const QImage& picture, const QString& path) {
  QImage made = small(picture);
  made.setText(QLatin1String(kKey), checksums(picture));
  made.setText(QLatin1String(kSize), QStringLiteral("%1x%2").arg(picture.width()).arg(picture.height()));
  return QDir().mkpath(QFileInfo(path).path()) && made.save(path, "PNG", 0);
}

/// Places of tiles whose checksums differ; all of them where the size does.
std::vector<QRect> differing(const QImage& picture, const QImage& golden) {
  constexpr int kLetters = 4;
  const QString now = checksums(picture), then = golden.text(QLatin1String(kKey));
  const bool sameSize =
      golden.text(QLatin1String(kSize)) == QStringLiteral("%1x%2").arg(picture.width()).arg(picture.height());
  const int across = (picture.width() + kTile - 1) / kTile;
  std::vector<QRect> places;
  for (qsizetype i = 0; i * kLetters < now.size(); ++i)
    if (!sameSize || now.mid(i * kLetters, kLetters) != then.mid(i * kLetters, kLetters))
      places.emplace_back(static_cast<int>(i % across) * kTile, static_cast<int>(i / across) * kTile, kTile,
                          kTile);
  return places;
}

/// The new one, pale, and what differs as it is, framed.
QImage difference(const QImage& picture, const std::vector<QRect>& places) {
  QImage shown = picture.copy();
  QPainter painter(&shown);
  painter.fillRect(shown.rect(), QColor(255, 255, 255, 190));
  for (const QRect& place : places)
    painter.drawImage(place.topLeft(), picture, place);
  painter.setPen(QPen(QColor(0xD0, 0x00, 0x60), 3));
  for (const QRect& place : places)
    painter.drawRect(place);
  return shown;
}

void report(const QImage& picture, const QImage& golden, const std::vector<QRect>& places,
            const QString& path) {
  QDir().mkpath(QFileInfo(path).path());
  golden.save(path + QStringLiteral("-before.png"));
  picture.save(path + QStringLiteral("-after.png"));
  difference(picture, places).save(path + QStringLiteral("-difference.png"));
}

QString compare(const Task& task, const QString& golden, const QString& reports) {
  const QImage picture = masked(task), before(golden + QLatin1Char('/') + task.name + QStringLiteral(".png"));
  if (picture.isNull()) return QStringLiteral("unreadable");
  const auto places = before.isNull() ? std::vector<QRect>{picture.rect()} : differing(picture, before);
  if (places.empty()) return QStringLiteral("same");
  report(picture, before, places, reports + QLatin1Char('/') + task.name);
  return before.isNull() ? QStringLiteral("new") : QString::number(places.size());
}

/// Where nothing has changed the file stays as it is.
QString acceptNew(const Task& task, const QString& golden) {
  const QString path = golden + QLatin1Char('/') + task.name + QStringLiteral(".png");
  const QImage picture = masked(task), before(path);
  if (!before.isNull() && differing(picture, before).empty()) return QStringLiteral("same");
  return !picture.isNull() && accept(picture, path) ? QStringLiteral("accepted")
                                                    : QStringLiteral("unreadable");
}

}  // namespace

int main(int argc, char** argv) {
  const QGuiApplication app(argc, argv);
  const QStringList words = QGuiApplication::arguments();
  if (words.size() != 4) return 2;
  QTextStream out(stdout);
  for (const Task& task : readTasks())
    out << task.name << '\t'
        << (words[1] == QLatin1String("accept") ? acceptNew(task, words[2])
                                                : compare(task, words[2], words[3]))
        << '\n';
  return 0;
}
