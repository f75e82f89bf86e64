#include "apdu/pcsc/context.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "apdu/pcsc/library_call.hpp"

namespace ssc::pcsc {
namespace {

using apdu::ChannelError;

constexpr std::size_t kMaxNames = PCSCLITE_MAX_READERS_CONTEXTS * MAX_READERNAME + 1;
using NameBuffer = std::array<char, kMaxNames>;

/// The service's list is a multi-string: each name ends in NUL, the list in an empty name.
std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty() && list.front() != '\0') {
    const std::size_t end = std::min(list.find('\0'), list.size());
    names.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return names;
}

Code listReaders(SCARDCONTEXT context, NameBuffer& names, DWORD& size) {
  size = names.size();
  return static_cast<Code>(SCardListReaders(context, nullptr, names.data(), &size));
}

/// Codes that come from the reader or from a lost service alike.
bool isAmbiguous(ChannelError error) {
  return error == ChannelError::communication || error == ChannelError::internal ||
         error == ChannelError::readerGone;
}

}  // namespace

tl::expected<std::shared_ptr<Context>, ChannelError> Context::establish() {
  // Whoever releases it is there before it is: what the service gave must not be lost for want of memory.
  auto context = std::make_shared<Context>();
  const LibraryCall call;
  if (!call.isAllowed()) return tl::unexpected(ChannelError::serviceAbsent);
  const auto code =
      static_cast<Code>(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context->handle_));
  context->isEstablished_ = code == kSuccess;
  if (context->isEstablished_) return context;
  const ChannelError error = errorOf(code);
  return tl::unexpected(error == ChannelError::communication ? ChannelError::serviceStopped : error);
}

Context::~Context() {
  if (!isEstablished_) return;
  const LibraryCall call;
  if (call.isAllowed()) SCardReleaseContext(handle_);
}

tl::expected<std::vector<std::string>, ChannelError> Context::readers() const {
  NameBuffer names;
  DWORD size = 0;
  const Code code = listReaders(handle_, names, size);
  if (code == kSuccess) return split({names.data(), std::min<std::size_t>(size, names.size())});
  if (errorOf(code) == ChannelError::noReader) return std::vector<std::string>{};
  return tl::unexpected(explain(code));
}

bool Context::isValid() const {
  NameBuffer names;
  DWORD size = 0;
  const Code code = listReaders(handle_, names, size);
  return code == kSuccess || errorOf(code) == ChannelError::noReader;
}

void Context::cancel() const {
  SCardCancel(handle_);
}

ChannelError Context::explain(Code code) const {
  const ChannelError error = errorOf(code);
  if (error == ChannelError::serviceAbsent) return ChannelError::serviceStopped;
  return isAmbiguous(error) && !isValid() ? ChannelError::serviceStopped : error;
}

ChannelError Context::explainInUse(Code code, const std::string& reader) const {
  const ChannelError error = errorInUse(code);
  if (!isAmbiguous(error)) return error;
  const auto names = readers();
  if (!names) return ChannelError::serviceStopped;
  return std::ranges::find(*names, reader) == names->end() ? ChannelError::readerGone : error;
}

}  // namespace ssc::pcsc
