#include "kiosk-app/paper/paginate.hpp"

namespace ssc::kiosk::paper {

namespace {

class Paginator {
 public:
  Paginator(std::span<const Band> bands, const PageRoom& room) : bands_(bands), room_(room) {}

  std::vector<Page> run() {
    for (std::size_t begin = 0; begin < bands_.size();) {
      const std::size_t end = groupEnd(begin);
      if (!fits(begin, end)) breakPage(begin);
      for (; begin < end; ++begin)
        place(begin);
    }
    return std::move(pages_);
  }

 private:
  /// After the last band that must stand on the page of `begin`.
  [[nodiscard]] std::size_t groupEnd(std::size_t begin) const {
    while (begin + 1 < bands_.size() && bands_[begin].keepWithNext)
      ++begin;
    return begin + 1;
  }

  [[nodiscard]] bool fits(std::size_t begin, std::size_t end) const {
    if (pages_.back().empty()) return true;
    const Band& first = bands_[begin];
    if (first.rowsAPage > 0 && first.header == header_ && rows_ >= first.rowsAPage) return false;
    double height = 0;
    for (const Band& band : bands_.subspan(begin, end - begin))
      height += band.gap + band.height;
    return y_ + height <= (pages_.size() == 1 ? room_.first : room_.other);
  }

  void breakPage(std::size_t next) {
    pages_.emplace_back();
    y_ = 0;
    rows_ = 0;
    if (const auto header = bands_[next].header) place(*header);
  }

  void place(std::size_t number) {
    const Band& band = bands_[number];
    if (!pages_.back().empty()) y_ += band.gap;
    pages_.back().push_back({number, y_});
    y_ += band.height;
    if (!band.header) return;
    rows_ = band.header == header_ ? rows_ + 1 : 1;
    header_ = band.header;
  }

  std::span<const Band> bands_;
  PageRoom room_;
  std::vector<Page> pages_{1};
  double y_ = 0;
  std::size_t rows_ = 0;  ///< on this page, of the table of header_
  std::optional<std::size_t> header_;
};

}  // namespace

std::vector<Page> paginate(std::span<const Band> bands, const PageRoom& room) {
  return Paginator(bands, room).run();
}

}  // namespace ssc::kiosk::paper
