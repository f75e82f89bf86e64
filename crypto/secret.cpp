#include "crypto/secret.hpp"

#include <openssl/crypto.h>
#include <ostream>

namespace ssc::crypto {

namespace {

/// Wipes the whole buffer, whether on the heap or inside the string, then empties the string. Growing to the
/// capacity does not allocate, and makes every byte of the buffer ours to write.
void wipeText(std::string& text) noexcept {
  text.resize(text.capacity());
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

bool startsCharacter(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/// The offset of each UTF-8 character, and the end.
std::vector<std::size_t> characterOffsets(std::string_view text) {
  std::vector<std::size_t> offsets;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (at == 0 || startsCharacter(text[at])) offsets.push_back(at);
  }
  offsets.push_back(text.size());
  return offsets;
}

}  // namespace

void wipe(MutableByteView bytes) noexcept {
  if (!bytes.empty()) OPENSSL_cleanse(bytes.data(), bytes.size());
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    wipe(bytes_);
    bytes_ = std::exchange(other.bytes_, {});
  }
  return *this;
}

Personal::Personal(std::string text) : text_(std::move(text)) {
  wipeText(text);  // NOLINT(bugprone-use-after-move): a short text is still in there
}

Personal::Personal(Personal&& other) noexcept : text_(std::move(other.text_)) {
  wipeText(other.text_);
}

Personal& Personal::operator=(const Personal& other) {
  if (this != &other) {
    wipeText(text_);  // before a longer text makes the string drop this buffer
    text_ = other.text_;
  }
  return *this;
}

Personal& Personal::operator=(Personal&& other) noexcept {
  if (this != &other) {
    wipeText(text_);
    text_ = std::move(other.text_);
    wipeText(other.text_);
  }
  return *this;
}

Personal::~Personal() {
  wipeText(text_);
}

std::string Personal::masked(std::size_t head, std::size_t tail) const {
  const auto offsets = characterOffsets(text_);
  const std::size_t count = offsets.size() - 1;
  if (head >= count || tail >= count - head) return std::string(count, '*');
  const std::size_t tailAt = offsets[count - tail];
  return text_.substr(0, offsets[head]) + std::string(count - head - tail, '*') + text_.substr(tailAt);
}

std::ostream& operator<<(std::ostream& out, const SecretBytes& /*secret*/) {
  return out << "[secret]";
}
std::ostream& operator<<(std::ostream& out, const Personal& /*text*/) {
  return out << "[personal]";
}

}  // namespace ssc::crypto
