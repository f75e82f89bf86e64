#include "hostlib/capi/ssc/result.hpp"

#include <algorithm>
#include <exception>

namespace ssc::capi {
namespace {

using flows::Failure;
using flows::Outcome;
using flows::Reason;

// Each part with its length before it: no two calls give the same bytes.
void append(crypto::Bytes& to, crypto::ByteView part) {
  for (unsigned shift = 0; shift < 64; shift += 8)
    to.push_back(static_cast<std::uint8_t>(std::uint64_t{part.size()} >> shift));
  to.insert(to.end(), part.begin(), part.end());
}

}  // namespace

Outcome<void> Output::check() const {
  if (length_ == nullptr) return tl::unexpected(Failure{Reason::badParameter, "length", {}});
  if (out_ == nullptr && *length_ != 0) return tl::unexpected(Failure{Reason::badParameter, "out", {}});
  return {};
}

Outcome<void> Output::write(crypto::ByteView result) const {
  const std::size_t needed = result.size() + (isText_ ? 1 : 0);
  const bool fits = needed <= *length_;
  *length_ = needed;
  if (!fits) return tl::unexpected(Failure{Reason::outputTooSmall, "", {}, static_cast<unsigned>(needed)});
  if (out_ == nullptr) return {};  // nothing to write, and nowhere
  std::copy(result.begin(), result.end(), out_);
  if (isText_) out_[result.size()] = 0;
  return {};
}

CallKey::CallKey(std::string_view function, std::initializer_list<Argument> arguments) noexcept {
  try {
    crypto::Bytes all;
    append(all, Argument(function).bytes());
    for (const Argument& argument : arguments)
      append(all, argument.bytes());
    call_ = crypto::SecretBytes(all);
    crypto::wipe(all);
  } catch (const std::exception&) {
    call_ = crypto::SecretBytes();
  }
}

std::optional<crypto::Sm3Digest> CallKey::digest() const {
  if (call_.empty()) return std::nullopt;
  const auto digest = crypto::sm3(call_.reveal());
  return digest ? std::optional(*digest) : std::nullopt;
}

Outcome<void> PendingResult::offer(const CallKey& key, crypto::SecretBytes result, const Output& out) {
  auto written = out.write(result.reveal());
  if (!written) kept_.emplace(Kept{key.digest(), std::move(result)});
  return written;
}

Outcome<void> PendingResult::moveTo(const Output& out) {
  auto written = out.write(kept_->result.reveal());
  if (written) drop();
  return written;
}

}  // namespace ssc::capi
