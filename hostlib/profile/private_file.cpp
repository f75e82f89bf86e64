#include "hostlib/profile/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ssc::profile {

bool appendPrivately(const std::filesystem::path& file, std::string_view text) {
  const int fd =
      ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (fd < 0) return false;
  const ssize_t written = ::write(fd, text.data(), text.size());
  ::close(fd);
  return written >= 0 && static_cast<std::size_t>(written) == text.size();
}

}  // namespace ssc::profile
