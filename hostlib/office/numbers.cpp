#include "hostlib/office/numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hostlib/office/private_files.hpp"
#include "wire/beijing_time.hpp"

namespace ssc::office {
namespace {

constexpr std::uint64_t kSequences = 10'000, kMostNumber = 999'999'999'999'999'999;
constexpr std::int64_t kBlockLife = 60;  // seconds: how far `high` runs ahead of the clock
constexpr std::int64_t k2020 = 1'577'836'800;
constexpr std::chrono::milliseconds kLockTry{5}, kLockLimit{5000};
constexpr std::string_view kTitle = "ssc-office-numbers 1";

static_assert(kSequences % Numbers::kBlock == 0, "a block lies inside one round of sequences");

/// The lock of an open file description (Linux): it holds between threads as well as processes, and ends with
/// the process however that ends.
bool tryLock(int descriptor) {
  struct flock whole{};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  return ::fcntl(descriptor, F_OFD_SETLK, &whole) == 0;
}

/// Lets go of it at the end. Closing the file is not enough: a process that was forked meanwhile has it open
/// too, and would keep the lock for as long as it lives.
class Unlocking {
 public:
  explicit Unlocking(int descriptor) : descriptor_(descriptor) {}
  Unlocking(const Unlocking&) = delete;
  Unlocking& operator=(const Unlocking&) = delete;
  ~Unlocking() {
    struct flock whole{};
    whole.l_type = F_UNLCK;
    whole.l_whence = SEEK_SET;
    ::fcntl(descriptor_, F_OFD_SETLK, &whole);
  }

 private:
  int descriptor_;
};

Result<void> lockWithin(int descriptor, Clock& clock, const std::stop_token& stop) {
  for (auto waited = kLockTry; !tryLock(descriptor); waited += kLockTry) {
    if (waited > kLockLimit) return badFile("numbers.lock: held by another process");
    if (!clock.wait(kLockTry, stop)) return tl::unexpected(Error{Fault::cancelled, "numbers"});
  }
  return {};
}

template <class Number>
bool takeNumber(std::string_view& text, Number& value) {
  if (!text.starts_with(' ')) return false;
  text.remove_prefix(1);
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end == text.data()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

}  // namespace

Numbers::Numbers(const std::filesystem::path& folder, Clock& clock)
    : file_(folder / "numbers"), lock_(folder / "numbers.lock"), clock_(clock) {}

Result<Numbers::State> Numbers::read() {
  if (!fileExists(file_)) {
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
    const auto since = static_cast<std::uint64_t>(std::max<std::int64_t>(now - k2020, 0));
    return State{since * kBlock, now, now};
  }
  const auto bytes = readPrivately(file_);
  if (!bytes) return tl::unexpected(bytes.error());
  std::string_view text(reinterpret_cast<const char*>(bytes->reveal().data()), bytes->size());
  State state;
  if (!text.starts_with(kTitle)) return badFile(file_.string() + ": is not a file of numbers");
  text.remove_prefix(kTitle.size());
  const bool whole = takeNumber(text, state.next) && takeNumber(text, state.floor) &&
                     takeNumber(text, state.high) && text == "\n";
  if (!whole || state.next % kBlock != 0 || state.next > kMostNumber - kBlock)
    return badFile(file_.string() + ": is not a file of numbers");
  return state;
}

bool Numbers::mayUseBlock(const State& state, std::int64_t second) const {
  return process_ == ::getpid() && next_ < end_ && state.next == end_ && second <= limit_;
}

Result<void> Numbers::takeBlock(State state, std::int64_t second) {
  // The sequences begin anew: no second from before may come again.
  if (state.next % kSequences == 0) state.floor = state.high + 1;
  const std::int64_t limit = std::max(second, state.floor) + kBlockLife;
  const State after{state.next + kBlock, state.floor, std::max(state.high, limit)};
  const std::string text = std::string(kTitle) + ' ' + std::to_string(after.next) + ' ' +
                           std::to_string(after.floor) + ' ' + std::to_string(after.high) + '\n';
  if (auto written = writePrivately(file_, text); !written) return written;
  next_ = state.next;
  end_ = after.next;
  floor_ = after.floor;
  limit_ = limit;
  process_ = ::getpid();
  return {};
}

Result<Numbers::Drawn> Numbers::draw(const std::stop_token& stop) {
  const Descriptor lock(::open(lock_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!lock.isOpen()) return badFile(lock_.string() + ": cannot be opened");
  if (auto locked = lockWithin(lock.number(), clock_, stop); !locked) return tl::unexpected(locked.error());
  const Unlocking unlocking(lock.number());
  // Whoever has the file has this too, threads included: nobody ever waits here.
  const std::lock_guard ours(mutex_);
  const auto state = read();
  if (!state) return tl::unexpected(state.error());
  const auto second = std::chrono::floor<std::chrono::seconds>(clock_.now().time_since_epoch()).count();
  if (!mayUseBlock(*state, second)) {
    if (auto taken = takeBlock(*state, second); !taken) return tl::unexpected(taken.error());
  }
  return Drawn{next_++, std::max(second, floor_)};
}

Result<std::uint64_t> Numbers::counter(const std::stop_token& stop) {
  return draw(stop).map([](const Drawn& drawn) { return drawn.number; });
}

Result<std::string> Numbers::messageId(std::string_view institution, const std::stop_token& stop) {
  return draw(stop).map([&](const Drawn& drawn) {
    const std::string sequence = std::to_string(kSequences + drawn.number % kSequences).substr(1);
    return std::string(institution) +
           wire::compactSeconds(wire::TimePoint(std::chrono::seconds(drawn.second))) + sequence;
  });
}

}  // namespace ssc::office
