// Internal: one connection to a printer or a spooler that speaks IPP, over libcups. Every wait ends with the
// patience of the call.
#pragma once

#include <cups/cups.h>
#include <memory>
#include <string>

#include "crypto/bytes.hpp"
#include "hostlib/printer/patience.hpp"

namespace ssc::printer {

/// Where a printer is: its URI in parts.
struct PrinterAddress {
  std::string uri;   ///< ipp://… or ipps://…: names the printer in every request
  std::string host;  ///< a name, a number, or the path of a unix socket
  int port = 0;
  bool tls = false;
  std::string resource;

  /// `socket`: path of the spooler's unix socket; empty: the host of the URI. badAddress for what is none.
  static Result<PrinterAddress> parse(const std::string& uri, const std::string& socket);
};

struct IppDelete {
  void operator()(ipp_t* message) const { ippDelete(message); }
};
using IppMessage = std::unique_ptr<ipp_t, IppDelete>;

class IppLink {
 public:
  /// `patience` must outlive the link.
  static Result<IppLink> open(const PrinterAddress& address, Patience& patience);

  /// A request of this operation, with the attributes that every one begins with.
  [[nodiscard]] IppMessage request(ipp_op_t operation) const;
  /// The answer, whatever its status; `document` goes behind the request.
  Result<IppMessage> ask(const IppMessage& request, crypto::ByteView document = {});

 private:
  struct HttpClose {
    void operator()(http_t* http) const { httpClose(http); }
  };
  IppLink(http_t* http, const PrinterAddress& address, Patience& patience);
  http_status_t send(const IppMessage& request, crypto::ByteView document);

  std::unique_ptr<http_t, HttpClose> http_;
  const PrinterAddress* address_;
  const Patience* patience_;
};

}  // namespace ssc::printer
