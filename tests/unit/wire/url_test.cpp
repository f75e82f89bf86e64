// Where a service is.
#include "wire/https/url.hpp"

#include <doctest/doctest.h>

using namespace ssc::https;

TEST_CASE("a URL gives host and port") {
  struct Row {
    const char *url, *host;
    int port;
  };
  for (const Row& row :
       {Row{"https://hsm.example", "hsm.example", 443}, Row{"https://hsm.example/", "hsm.example", 443},
        Row{"https://127.0.0.1:8443", "127.0.0.1", 8443}, Row{"https://[::1]:8443/", "::1", 8443},
        Row{"https://[fe80::1]", "fe80::1", 443}, Row{"https://h:65535", "h", 65535}}) {
    CAPTURE(row.url);
    const auto endpoint = endpointOf(row.url);
    REQUIRE(endpoint.has_value());
    CHECK_EQ(endpoint->host, row.host);
    CHECK_EQ(endpoint->port, row.port);
  }
}

TEST_CASE("whatever is not a plain https address is refused") {
  for (const char* url :
       {"", "https://", "http://hsm.example", "HTTPS://hsm.example", "hsm.example:8443", "https://:8443",
        "https://hsm.example:", "https://hsm.example:0", "https://hsm.example:65536",
        "https://hsm.example:8443x", "https://user@hsm.example", "https://hsm.example/path",
        "https://hsm.example?x", "https://hsm example", "https://[::1", "https://[]:1", "https://[::1]8443",
        "https://::1", "https://hsm.example\n"}) {
    CAPTURE(url);
    CHECK_FALSE(endpointOf(url).has_value());
  }
}
