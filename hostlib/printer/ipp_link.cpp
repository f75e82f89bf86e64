#include "hostlib/printer/ipp_link.hpp"

#include <array>

namespace ssc::printer {
namespace {

// How long a stop may go unseen.
constexpr double kLookSeconds = 0.05;
constexpr std::chrono::milliseconds kConnectSlice{250};
constexpr const char* kUser = "kiosk";  // the only name a spooler is told

int goesOn(http_t* /*http*/, void* patience) {
  return static_cast<const Patience*>(patience)->isOver() ? 0 : 1;
}

// Without it libcups asks at the terminal it was started from.
const char* noPassword(const char* /*prompt*/, http_t* /*http*/, const char* /*method*/,
                       const char* /*resource*/, void* /*data*/) {
  return nullptr;
}

http_t* connectOnce(const PrinterAddress& address) {
  const auto encryption = address.tls ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_NEVER;
  return httpConnect2(address.host.c_str(), address.port, nullptr, AF_UNSPEC, encryption, 1,
                      static_cast<int>(kConnectSlice.count()), nullptr);
}

}  // namespace

Result<PrinterAddress> PrinterAddress::parse(const std::string& uri, const std::string& socket) {
  std::array<char, 32> scheme{};
  std::array<char, 256> user{}, host{}, resource{};
  int port = 0;
  const auto status =
      httpSeparateURI(HTTP_URI_CODING_ALL, uri.c_str(), scheme.data(), scheme.size(), user.data(),
                      user.size(), host.data(), host.size(), &port, resource.data(), resource.size());
  const std::string_view kind = scheme.data();
  const bool isOurs = status == HTTP_URI_STATUS_OK && (kind == "ipp" || kind == "ipps") && user.front() == 0;
  if (!isOurs || host.front() == 0) return tl::unexpected(PrinterError::badAddress);
  if (!socket.empty() && !socket.starts_with('/')) return tl::unexpected(PrinterError::badAddress);
  return PrinterAddress{uri, socket.empty() ? host.data() : socket, port, kind == "ipps", resource.data()};
}

IppLink::IppLink(http_t* http, const PrinterAddress& address, Patience& patience)
    : http_(http), address_(&address), patience_(&patience) {
  httpSetTimeout(http, kLookSeconds, goesOn, &patience);
  cupsSetPasswordCB2(noPassword, nullptr);
}

// In slices: libcups looks at nothing else while it connects.
Result<IppLink> IppLink::open(const PrinterAddress& address, Patience& patience) {
  while (!patience.isOver()) {
    const auto begun = Patience::Clock::now();
    if (http_t* http = connectOnce(address)) return IppLink(http, address, patience);
    if (Patience::Clock::now() - begun < kConnectSlice) return tl::unexpected(PrinterError::gone);
  }
  return tl::unexpected(patience.reason());
}

IppMessage IppLink::request(ipp_op_t operation) const {
  IppMessage message(ippNewRequest(operation));
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, address_->uri.c_str());
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr, kUser);
  return message;
}

http_status_t IppLink::send(const IppMessage& request, crypto::ByteView document) {
  const std::size_t length = ippLength(request.get()) + document.size();
  const auto status = cupsSendRequest(http_.get(), request.get(), address_->resource.c_str(), length);
  if (status != HTTP_STATUS_CONTINUE || document.empty()) return status;
  const auto* bytes = reinterpret_cast<const char*>(document.data());
  return cupsWriteRequestData(http_.get(), bytes, document.size());
}

Result<IppMessage> IppLink::ask(const IppMessage& request, crypto::ByteView document) {
  http_status_t status = send(request, document);
  const bool sent = status == HTTP_STATUS_CONTINUE;
  IppMessage answer(sent ? cupsGetResponse(http_.get(), address_->resource.c_str()) : nullptr);
  if (answer) return answer;
  if (patience_->isOver()) return tl::unexpected(patience_->reason());
  if (sent) status = httpGetStatus(http_.get());
  // HTTP said no: 403, 404, 413 …
  return tl::unexpected(status >= HTTP_STATUS_BAD_REQUEST ? PrinterError::refused : PrinterError::gone);
}

}  // namespace ssc::printer
