#include "keys-sim/device/serve.hpp"

#include <array>
#include <iostream>
#include <poll.h>
#include <sys/prctl.h>

#include "keys-sim/device/line_server.hpp"
#include "keys-sim/device/signal_socket.hpp"

namespace ssc::sim {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::array<std::uint8_t, 1> kNullByte{0x60};
constexpr std::chrono::milliseconds kRetry{50};
constexpr std::chrono::milliseconds kAtOnce{500};  ///< a link that is lost within this was none

class Server {
 public:
  Server(std::unique_ptr<Chip> chip, const LoadChip& load, const ServeOptions& options)
      : options_(options),
        load_(load),
        moreTime_([this] { send(LinkMessage::characters, kNullByte); }),
        station_(
            std::move(chip),
            [this](LinkMessage type, apdu::ByteView payload) {
              if (!send(type, payload)) link_.close();
            },
            &moreTime_) {
    station_.setRate(options.rate);
    station_.setProcedure(options.procedure, options.procedureName);
    if (!options.startOut) station_.insert();
  }

  tl::expected<void, std::string> run() {
    // Waking up on time matters more here than saving power: the kernel may not round our sleeps.
    ::prctl(PR_SET_TIMERSLACK, 1UL);
    if (auto opened = openControl(); !opened) return opened;
    awayUntil_ = Clock::now() + options_.attachWait;
    while (!quit_) {
      noticeLinkLoss();  // first: how long it may be away counts from now
      if (auto attached = attach(); !attached) return attached;
      station_.runDue(Clock::now());
      wait();
    }
    return {};
  }

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

 private:
  bool send(LinkMessage type, apdu::ByteView payload) {
    return !link_ || link_.sendAll(encodeFrame(type, payload));
  }

  tl::expected<void, std::string> openControl() {
    auto opened =
        LineServer::open(options_.control, [this](const std::string& line) { return runLine(line); });
    if (!opened) return tl::unexpected(opened.error());
    control_.emplace(std::move(*opened));
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
    if (now - linkedAt_ > kAtOnce) awayUntil_ = now + options_.attachWait;
    retryAt_ = now + kRetry;
  }

  [[nodiscard]] std::optional<Clock::time_point> wakeUp() const {
    auto next = station_.nextDue();
    if (!link_) next = next ? std::min(*next, retryAt_) : retryAt_;
    return next;
  }

  void wait() {
    std::vector<pollfd> waiting{{link_.fd(), POLLIN, 0}, {signals_.fd(), POLLIN, 0}};
    const std::size_t controlAt = waiting.size();
    control_->addTo(waiting);
    const auto until = wakeUp();
    const auto left = until ? std::max(Clock::duration(0), *until - Clock::now()) : std::chrono::seconds(60);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    const timespec timeout{seconds.count(), std::chrono::nanoseconds(left - seconds).count()};
    if (::ppoll(waiting.data(), waiting.size(), &timeout, nullptr) <= 0) return;
    if (waiting[0].revents != 0) readLink();
    if (waiting[1].revents != 0) quit_ = true;
    control_->serve(std::span(waiting).subspan(controlAt));
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

  std::string runLine(const std::string& line) {
    ControlContext context{station_, load_, Clock::now()};
    std::string answer = runControlLine(context, line);
    quit_ = quit_ || context.quit;
    return answer;
  }

  const ServeOptions& options_;
  const LoadChip& load_;
  Socket link_, signals_ = signalSocket();  // before the thread, which must not take the signals
  std::optional<LineServer> control_;
  FrameReader frames_;
  MoreTime moreTime_;
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
