// A camera, as its pictures: a PNG file, or a folder of them in the order of their names.
#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <vector>

#include "hostlib/scanner/code_source.hpp"
#include "hostlib/scanner/line_source.hpp"
#include "hostlib/scanner/repeat_filter.hpp"

namespace ssc::scanner {

struct PictureSettings {
  std::string path;                       ///< a PNG file, or a folder: of it the files that end in .png
  std::chrono::milliseconds interval{0};  ///< from frame to frame, as a camera takes its time
};

/// At most 10 000 frames. Error: cannotOpen, also for a folder without pictures.
OpenedSource openPictures(const PictureSettings& settings);

/// The frames are looked at one after the other; after the last the source has ended. Decoding one frame is
/// not interrupted by a stop (20 ms at 640 × 480).
class PictureSource final : public CodeSource {
 public:
  PictureSource(std::vector<std::string> files, std::chrono::milliseconds interval);

  tl::expected<std::string, NoCode> next(Clock::time_point deadline, const std::stop_token& stop) override;

 private:
  void lookAt(const std::string& file);

  std::deque<std::string> files_;
  std::chrono::milliseconds interval_;
  Clock::time_point nextFrame_;
  std::deque<tl::expected<std::string, NoCode>> found_;
  RepeatFilter filter_;
};

}  // namespace ssc::scanner
