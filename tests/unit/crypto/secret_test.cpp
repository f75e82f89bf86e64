#include "crypto/secret.hpp"

#include <doctest/doctest.h>
#include <sstream>
#include <string>
#include <type_traits>

using ssc::crypto::Bytes;
using ssc::crypto::ByteView;
using ssc::crypto::Key;
using ssc::crypto::Personal;
using ssc::crypto::SecretBytes;

// What must not happen by accident does not compile.
static_assert(!std::is_copy_constructible_v<SecretBytes> && !std::is_copy_assignable_v<SecretBytes>);
static_assert(!std::is_copy_constructible_v<Key> && !std::is_copy_assignable_v<Key>);
static_assert(!std::is_convertible_v<SecretBytes, Key> && !std::is_convertible_v<Bytes, Key>);
static_assert(!std::is_convertible_v<SecretBytes, ByteView> && !std::is_convertible_v<SecretBytes, Bytes>);
static_assert(!std::is_convertible_v<Personal, std::string> &&
              !std::is_convertible_v<Personal, std::string_view>);

namespace {

template <typename T>
std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

const Bytes kPattern{0xDE, 0xAD, 0xBE, 0xEF};

}  // namespace

TEST_CASE("printing a secret gives a mask, in streams and in the messages of tests") {
  const SecretBytes secret{ByteView(kPattern)};
  const Key key{ByteView(kPattern)};
  const Personal person{"测试一"};

  CHECK(printed(secret) == "[secret]");
  CHECK(printed(key) == "[secret]");
  CHECK(printed(person) == "[personal]");
  CHECK(doctest::toString(key) == "[secret]");
  CHECK(doctest::toString(person) == "[personal]");
}

TEST_CASE("a secret is revealed on request, cloned explicitly, and moved without a copy") {
  SecretBytes secret{ByteView(kPattern)};
  const auto* where = secret.reveal().data();
  const SecretBytes clone = secret.clone();

  const SecretBytes moved = std::move(secret);

  CHECK(moved.reveal().data() == where);
  CHECK(secret.empty());  // NOLINT(bugprone-use-after-move): the contract says so
  CHECK(clone.size() == kPattern.size());
  CHECK(Bytes(clone.reveal().begin(), clone.reveal().end()) == kPattern);
}

TEST_CASE("assigning a secret replaces the old one, and to itself changes nothing") {
  SecretBytes secret{ByteView(kPattern)};
  SecretBytes other(std::size_t{2});

  other = std::move(secret);
  auto& same = other;
  other = std::move(same);

  CHECK(other.size() == kPattern.size());
  CHECK(other.reveal()[0] == 0xDE);
}

TEST_CASE("a key's clone is a key") {
  const Key key{ByteView(kPattern)};

  const Key clone = key.clone();

  CHECK(Bytes(clone.reveal().begin(), clone.reveal().end()) == kPattern);
}

TEST_CASE("a wiped span is zero, and wiping nothing is allowed") {
  Bytes bytes = kPattern;

  ssc::crypto::wipe(bytes);
  ssc::crypto::wipe({});

  CHECK(bytes == Bytes(4));
}

TEST_CASE("a personal text is copied and moved like a text, and a moved-from one is empty") {
  for (const std::string& text : {std::string("short"), std::string(100, 'x')}) {
    Personal person{text};
    Personal copy = person;
    Personal moved = std::move(person);
    Personal assigned{"another"};
    Personal moveAssigned{std::string(50, 'y')};

    assigned = copy;
    moveAssigned = std::move(moved);
    auto& same = assigned;
    assigned = same;
    assigned = std::move(same);

    CHECK(person.empty());  // NOLINT(bugprone-use-after-move): the contract says so
    CHECK(moved.empty());   // NOLINT(bugprone-use-after-move)
    CHECK(copy.reveal() == text);
    CHECK(assigned.reveal() == text);
    CHECK(moveAssigned.reveal() == text);
  }
}

TEST_CASE("masking keeps the head and the tail and a star for each character between") {
  CHECK(Personal("110101199003070011").masked(6, 4) == "110101********0011");
  CHECK(Personal("测试甲").masked(1, 0) == "测**");
  CHECK(Personal("测试甲").masked(0, 1) == "**甲");
  CHECK(Personal("测a甲").masked(1, 1) == "测*甲");
}

TEST_CASE("masking gives stars only when no character would be hidden") {
  CHECK(Personal("测试").masked(1, 1) == "**");
  CHECK(Personal("测试").masked(5, 5) == "**");
  CHECK(Personal("测试").masked(static_cast<std::size_t>(-1), 1) == "**");
  CHECK(Personal("测试").masked(1, static_cast<std::size_t>(-1)) == "**");
  CHECK(Personal("").masked(0, 0).empty());
}

TEST_CASE("masking bytes that are not UTF-8 still hides what is between") {
  CHECK(Personal("\x80\x80").masked(0, 0) == "*");
  CHECK(Personal("a\xFF"
                 "b")
            .masked(1, 1) == "a*b");
}
