#include "keys-sim/device/serve.hpp"

#include <csignal>
#include <iostream>
#include <list>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "keys-sim/device/unix_socket.hpp"

namespace ssc::sim {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kRetry{50};
constexpr std::size_t kMaxLine = 4096;
constexpr std::size_t kMaxClients = 8;

struct Client {
  Socket socket;
  std::string line;
};

// Signals become readable like everything else the loop waits for.
Socket signalSocket() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  return Socket(::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
}

class Server {
 public:
  Server(std::unique_ptr<Chip> chip, const LoadChip& load, const ServeOptions& options)
      : options_(options),
        load_(load),
        station_(std::move(chip), [this](LinkMessage type, apdu::ByteView payload) {
          if (link_ && !link_.sendAll(encodeFrame(type, payload))) link_.close();
        }) {
    station_.setRate(options.rate);
    station_.setProcedure(options.procedure, options.procedureName);
    if (!options.startOut) station_.insert();
  }

  tl::expected<void, std::string> run() {
    // Waking up on time matters more here than saving power: the kernel may not round our sleeps.
    ::prctl(PR_SET_TIMERSLACK, 1UL);
    signals_ = signalSocket();
    if (auto opened = openControl(); !opened) return opened;
    awayUntil_ = Clock::now() + options_.attachWait;
    while (!quit_) {
      if (auto attached = attach(); !attached) return attached;
      station_.runDue(Clock::now());
      noticeLinkLoss();
      wait();
    }
    return {};
  }

  ~Server() {
    if (control_) ::unlink(options_.control.c_str());
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

 private:
  tl::expected<void, std::string> openControl() {
    if (options_.control.empty()) return {};
    auto listener = listenUnix(options_.control);
    if (!listener) return tl::unexpected(listener.error());
    control_ = std::move(*listener);
    return {};
  }

  // A reader that is not there yet, or restarts, is tried again and again, but not for ever.
  tl::expected<void, std::string> attach() {
    const auto now = Clock::now();
    if (link_ || now < retryAt_) return {};
    auto connected = connectUnix(options_.slot);
    retryAt_ = now + kRetry;
    if (!connected && now < awayUntil_) return {};
    if (!connected) return tl::make_unexpected("no reader: " + connected.error());
    if (now >= awayUntil_) return tl::make_unexpected(options_.slot + ": the reader closes the link at once");
    linkedAt_ = now;
    link_ = std::move(*connected);
    frames_ = FrameReader();
    linked_ = true;
    station_.linkUp();
    if (!std::exchange(readySaid_, true)) std::cout << "ready\n" << std::flush;
    return {};
  }

  void noticeLinkLoss() {
    if (link_ || !std::exchange(linked_, false)) return;
    station_.linkDown();
    const auto now = Clock::now();
    // A slot that is taken closes the link at once: that is no reader to wait for anew.
    if (now - linkedAt_ > kRetry) awayUntil_ = now + options_.attachWait;
    retryAt_ = now + kRetry;
  }

  [[nodiscard]] std::optional<Clock::time_point> wakeUp() const {
    auto next = station_.nextDue();
    if (!link_) next = next ? std::min(*next, retryAt_) : retryAt_;
    return next;
  }

  void wait() {
    std::vector<pollfd> waiting{
        {link_.fd(), POLLIN, 0}, {control_.fd(), POLLIN, 0}, {signals_.fd(), POLLIN, 0}};
    for (const auto& client : clients_)
      waiting.push_back({client.socket.fd(), POLLIN, 0});
    const auto until = wakeUp();
    const auto left = until ? std::max(Clock::duration(0), *until - Clock::now()) : std::chrono::seconds(60);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    const timespec timeout{seconds.count(), std::chrono::nanoseconds(left - seconds).count()};
    if (::ppoll(waiting.data(), waiting.size(), &timeout, nullptr) <= 0) return;
    if (waiting[0].revents != 0) readLink();
    if (waiting[2].revents != 0) quit_ = true;
    std::size_t index = 3;
    for (auto& client : clients_)
      if (waiting[index++].revents != 0) readClient(client);
    clients_.remove_if([](const Client& client) { return !client.socket; });
    if (waiting[1].revents != 0) acceptClient();
  }

  void readLink() {
    const auto now = Clock::now();
    const auto bytes = link_.receive();
    if (!bytes) return link_.close();
    frames_.feed(*bytes);
    while (const auto frame = frames_.next())
      station_.onFrame(*frame, now);
    if (frames_.broken()) link_.close();
  }

  void acceptClient() {
    Socket socket = acceptUnix(control_);
    if (socket && clients_.size() < kMaxClients) clients_.push_back({std::move(socket), {}});
  }

  void readClient(Client& client) {
    const auto bytes = client.socket.receive();
    if (!bytes || client.line.size() + bytes->size() > kMaxLine) return client.socket.close();
    client.line += apdu::toText(*bytes);
    for (auto end = client.line.find('\n'); end != std::string::npos; end = client.line.find('\n')) {
      const std::string answer = runLine(client.line.substr(0, end)) + "\n";
      client.line.erase(0, end + 1);
      if (!client.socket.sendAll(apdu::toBytes(answer))) return client.socket.close();
    }
  }

  std::string runLine(const std::string& line) {
    ControlContext context{station_, load_, Clock::now()};
    std::string answer = runControlLine(context, line);
    quit_ = quit_ || context.quit;
    return answer;
  }

  const ServeOptions& options_;
  const LoadChip& load_;
  Socket link_, control_, signals_;
  FrameReader frames_;
  std::list<Client> clients_;
  Station station_;
  Clock::time_point retryAt_{}, awayUntil_{}, linkedAt_{};
  bool quit_ = false, linked_ = false, readySaid_ = false;
};

}  // namespace

tl::expected<void, std::string> serve(std::unique_ptr<Chip> chip, const LoadChip& load,
                                      const ServeOptions& options) {
  return Server(std::move(chip), load, options).run();
}

}  // namespace ssc::sim
