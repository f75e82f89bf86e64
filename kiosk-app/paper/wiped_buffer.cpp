#include "kiosk-app/paper/wiped_buffer.hpp"

#include <algorithm>

namespace ssc::kiosk::paper {

namespace {
constexpr std::size_t kFirst = std::size_t{1} << 17U;
}

WipedBuffer::WipedBuffer() : bytes_(kFirst) {
  open(QIODevice::WriteOnly | QIODevice::Unbuffered);
}

crypto::SecretBytes WipedBuffer::take() {
  crypto::SecretBytes whole(bytes_.reveal().first(used_));
  bytes_ = crypto::SecretBytes();
  used_ = 0;
  return whole;
}

qint64 WipedBuffer::readData(char*, qint64) {
  return -1;
}

void WipedBuffer::makeRoom(std::size_t more) {
  if (bytes_.size() - used_ >= more) return;
  crypto::SecretBytes larger(std::max(2 * bytes_.size(), used_ + more));
  std::ranges::copy(bytes_.reveal().first(used_), larger.revealMutable().begin());
  bytes_ = std::move(larger);
}

qint64 WipedBuffer::writeData(const char* data, qint64 size) {
  const auto count = static_cast<std::size_t>(size);
  makeRoom(count);
  std::copy_n(data, count, bytes_.revealMutable().begin() + static_cast<std::ptrdiff_t>(used_));
  used_ += count;
  return size;
}

}  // namespace ssc::kiosk::paper
