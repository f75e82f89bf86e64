// Ending what a socket of another thread does.
#include "wire/https/breaker.hpp"

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <csignal>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "wire/https/no_sigpipe.hpp"

using namespace ssc::https;
using Clock = std::chrono::steady_clock;

TEST_CASE("a thread that reads comes back when the breaker cuts") {
  std::array<int, 2> pair{};
  REQUIRE_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()), 0);
  Breaker breaker;
  breaker.watch(pair[0]);
  const auto begin = Clock::now();
  std::thread cutter([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    breaker.cut();
  });
  char byte = 0;
  CHECK_EQ(::read(pair[0], &byte, 1), 0);
  cutter.join();
  CHECK(Clock::now() - begin < std::chrono::seconds(1));
  CHECK(breaker.isCut());
  ::close(pair[0]);
  ::close(pair[1]);
}

TEST_CASE("cutting touches nobody who got the number of a closed socket") {
  std::array<int, 2> first{}, second{};
  REQUIRE_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, first.data()), 0);
  Breaker breaker;
  breaker.watch(first[0]);
  ::close(first[0]);
  REQUIRE_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, second.data()), 0);
  REQUIRE_EQ(second[0], first[0]);  // the case: the number was given out anew
  breaker.cut();
  CHECK_EQ(::write(second[0], "x", 1), 1);
  for (const int socket : {first[1], second[0], second[1]})
    ::close(socket);
}

TEST_CASE("a socket made after the cut cannot be connected") {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  REQUIRE_EQ(::bind(listener, generic, size), 0);
  REQUIRE_EQ(::listen(listener, 1), 0);
  REQUIRE_EQ(::getsockname(listener, generic, &size), 0);
  Breaker breaker;
  const int before = ::socket(AF_INET, SOCK_STREAM, 0);
  breaker.watch(before);
  CHECK_EQ(::connect(before, generic, size), 0);
  breaker.cut();
  const int after = ::socket(AF_INET, SOCK_STREAM, 0);
  breaker.watch(after);
  CHECK_NE(::connect(after, generic, size), 0);
  for (const int socket : {listener, before, after})
    ::close(socket);
}

TEST_CASE("a write to a closed connection raises no SIGPIPE, and the program's own handling comes back") {
  std::array<int, 2> pair{};
  REQUIRE_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()), 0);
  ::close(pair[1]);
  {
    const NoSigpipe guard;
    CHECK_EQ(::write(pair[0], "x", 1), -1);  // without the guard this would end the test
    CHECK_EQ(errno, EPIPE);
  }
  sigset_t pending{}, blocked{};
  ::sigpending(&pending);
  ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
  CHECK_EQ(sigismember(&pending, SIGPIPE), 0);
  CHECK_EQ(sigismember(&blocked, SIGPIPE), 0);
  ::close(pair[0]);
}
