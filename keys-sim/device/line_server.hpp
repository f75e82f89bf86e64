// Lines of text over a unix socket: one in, one out. The loop that polls belongs to somebody else.
#pragma once

#include <functional>
#include <list>
#include <poll.h>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "keys-sim/device/unix_socket.hpp"

namespace ssc::sim {

class LineServer {
 public:
  using Run = std::function<std::string(const std::string& line)>;

  /// Without a path it serves nobody. `run` gives the answer to a line.
  static tl::expected<LineServer, std::string> open(std::string path, Run run);
  LineServer(LineServer&& other) noexcept;
  LineServer& operator=(LineServer&&) = delete;
  ~LineServer();

  /// What to wait for, added to what the loop waits for anyway; and afterwards, the same part of it.
  void addTo(std::vector<pollfd>& waiting) const;
  void serve(std::span<const pollfd> polled);

 private:
  struct Client {
    Socket socket;
    std::string text;  ///< not a whole line yet
  };

  LineServer(std::string path, Socket listener, Run run)
      : path_(std::move(path)), listener_(std::move(listener)), run_(std::move(run)) {}
  void read(Client& client);

  std::string path_;
  Socket listener_;
  Run run_;
  std::list<Client> clients_;
};

}  // namespace ssc::sim
