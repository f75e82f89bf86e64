// Where the certificates of a listener lie.
#pragma once

#include <string>

namespace ssc::center {

struct TlsFiles {
  std::string authority;    ///< PEM: who issues the certificates of the other sides
  std::string certificate;  ///< PEM: ours, with its chain
  std::string key;          ///< PEM: the private key to it
};

}  // namespace ssc::center
