// Files that are their owner's alone, and are always whole: the old content or the new one.
#pragma once

#include <filesystem>
#include <string_view>

#include "crypto/secret.hpp"
#include "hostlib/office/error.hpp"

namespace ssc::office {

inline constexpr std::size_t kLargestFile = std::size_t{64} * 1024;  ///< bytes

/// Refuses what others than the owner may read or write (any bit of 077), a symbolic link, and more than
/// kLargestFile.
Result<crypto::SecretBytes> readPrivately(const std::filesystem::path& file);
/// 0600, written beside and renamed, on the disk when it returns.
Result<void> writePrivately(const std::filesystem::path& file, crypto::ByteView content);
Result<void> writePrivately(const std::filesystem::path& file, std::string_view text);
/// Public files: certificates, the center's key.
Result<std::string> readPublic(const std::filesystem::path& file);
bool fileExists(const std::filesystem::path& file);

/// An open file, closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool isOpen() const { return number_ >= 0; }

 private:
  int number_;
};

}  // namespace ssc::office
