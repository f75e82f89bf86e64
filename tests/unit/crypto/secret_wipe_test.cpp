// Secrets leave nothing in memory. Every search first finds the secret where it is, so that a search which
// finds nothing afterwards means something.
#include <algorithm>
#include <cstring>
#include <doctest/doctest.h>
#include <memory>
#include <new>
#include <string>

#include "crypto/secret.hpp"
#include "tests/unit/crypto/memory_watch.hpp"

using ssc::crypto::ByteView;
using ssc::crypto::Key;
using ssc::crypto::Personal;
using ssc::crypto::SecretBytes;
using ssc::test::holds;
using ssc::test::MemoryWatch;

namespace {

constexpr std::array<std::uint8_t, 12> kPattern{'T', 'e', 's', 't', '-', '5', 'e', 'c', 'r', 'e', 't', '!'};

/// Begins with two other characters: emptying a string overwrites its first byte, which must not pass for
/// wiping.
std::string shortText() {
  return "##" + std::string(kPattern.begin(), kPattern.end());
}
std::string longText() {
  return shortText() + std::string(100, 'x');
}

/// Memory we own, so that an object's place can be read after the object has gone.
template <typename T>
class Place {
 public:
  template <typename... Arguments>
  T& make(Arguments&&... arguments) {
    return *(object_ = new (memory_.data()) T(std::forward<Arguments>(arguments)...));
  }
  void destroy() { std::destroy_at(object_); }
  [[nodiscard]] bool holdsPattern() const { return holds(memory_, kPattern); }

 private:
  alignas(T) std::array<std::uint8_t, sizeof(T)> memory_{};
  T* object_ = nullptr;
};

}  // namespace

TEST_CASE("the watch sees what an ordinary vector leaves behind") {
  MemoryWatch watch(kPattern);
  auto vector = std::make_unique<std::vector<std::uint8_t>>(kPattern.begin(), kPattern.end());
  CHECK(watch.liveHits() == 1);

  vector.reset();

  CHECK(watch.liveHits() == 0);
  CHECK(watch.freedHits() == 1);
}

TEST_CASE("secret bytes are wiped before their memory is freed") {
  MemoryWatch watch(kPattern);
  {
    const SecretBytes secret{ByteView(kPattern)};
    const Key key{ByteView(kPattern)};
    const Key clone = key.clone();
    CHECK(watch.liveHits() == 3);
  }

  CHECK(watch.liveHits() == 0);
  CHECK(watch.freedHits() == 0);
}

TEST_CASE("secret bytes are wiped when others are assigned to them") {
  MemoryWatch watch(kPattern);
  SecretBytes secret{ByteView(kPattern)};
  REQUIRE(watch.liveHits() == 1);

  secret = SecretBytes(std::size_t{64});

  CHECK(watch.liveHits() == 0);
  CHECK(watch.freedHits() == 0);
}

TEST_CASE("a long personal text is wiped before its memory is freed, assigned over or moved from") {
  std::string text = longText();
  {
    MemoryWatch watch(kPattern);
    {
      Personal person{std::move(text)};
      Personal copy = person;
      Personal assigned = copy;
      CHECK(watch.liveHits() >= 2);  // the first one lives in a block from before the watch
      assigned = Personal{std::string(300, 'y')};
      copy = assigned;
      const Personal moved = std::move(person);
      CHECK(watch.liveHits() == 0);
    }
    CHECK(watch.freedHits() == 0);
  }
}

TEST_CASE("a short personal text inside the object is wiped with it") {
  Place<Personal> place;
  place.make(shortText());
  REQUIRE(place.holdsPattern());

  place.destroy();

  CHECK_FALSE(place.holdsPattern());
}

TEST_CASE("a short personal text does not stay behind in an object moved from") {
  Place<Personal> source;
  Place<Personal> target;
  Personal& person = source.make(shortText());
  REQUIRE(source.holdsPattern());

  const Personal& moved = target.make(std::move(person));

  CHECK_FALSE(source.holdsPattern());
  CHECK(target.holdsPattern());
  CHECK(moved.reveal() == shortText());
  source.destroy();
  target.destroy();
  CHECK_FALSE(target.holdsPattern());
}

TEST_CASE("a short personal text does not stay behind when moved by assignment, nor when assigned over") {
  Place<Personal> source;
  Place<Personal> target;
  Personal& from = source.make(shortText());
  Personal& to = target.make("other");

  to = std::move(from);
  CHECK_FALSE(source.holdsPattern());
  REQUIRE(target.holdsPattern());
  const Personal brief{"x"};
  to = brief;

  CHECK_FALSE(target.holdsPattern());
  source.destroy();
  target.destroy();
}

TEST_CASE("a longer text assigned over a short one leaves nothing of the short one") {
  Place<Personal> place;
  Personal& person = place.make(shortText());
  const Personal longer{std::string(100, 'y')};
  REQUIRE(place.holdsPattern());

  person = longer;

  CHECK_FALSE(place.holdsPattern());
  place.destroy();
}
