#include "crypto/sealed.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <doctest/doctest.h>
#include <thread>
#include <vector>

#include "tests/unit/crypto/vector_file.hpp"

using ssc::crypto::Bytes;
using ssc::crypto::bytesOf;
using ssc::crypto::ByteView;
using ssc::crypto::CryptoError;
using ssc::crypto::FieldSealer;
using ssc::crypto::Key;
using ssc::crypto::kLargestSealable;
using ssc::crypto::kSealedOverhead;
using ssc::crypto::MutableByteView;
using ssc::crypto::SystemRandom;
using ssc::test::readVectors;
using ssc::test::toHex;

namespace {

class FixedRandom final : public ssc::crypto::RandomSource {
 public:
  explicit FixedRandom(Bytes bytes) : bytes_(std::move(bytes)) {}
  tl::expected<void, CryptoError> fill(MutableByteView out) override {
    REQUIRE(out.size() == bytes_.size());
    std::ranges::copy(bytes_, out.begin());
    return {};
  }

 private:
  Bytes bytes_;
};

class NoRandom final : public ssc::crypto::RandomSource {
 public:
  tl::expected<void, CryptoError> fill(MutableByteView /*out*/) override {
    return tl::unexpected(CryptoError::randomUnavailable);
  }
};

FieldSealer sealerOf(ByteView key) {
  auto sealer = FieldSealer::fromSessionKey(Key(key));
  REQUIRE(sealer);
  return std::move(*sealer);
}

FieldSealer exampleSealer() {
  return sealerOf(Bytes(16, 0x5A));
}

Bytes sealed(const FieldSealer& sealer, ByteView plaintext, ByteView associated) {
  SystemRandom random;
  auto result = sealer.seal(plaintext, associated, random);
  REQUIRE(result);
  return std::move(*result);
}

bool opens(const FieldSealer& sealer, ByteView sealed, ByteView associated) {
  const auto opened = sealer.open(sealed, associated);
  if (!opened) CHECK(opened.error() == CryptoError::badCiphertext);
  return opened.has_value();
}

constexpr std::string_view kText = "310101198501010037";
constexpr std::string_view kField = "request 7, idNumber";

}  // namespace

TEST_CASE("sealed fields are those that other libraries compute") {
  for (const auto& vector : readVectors("sealed_field.vec")) {
    CAPTURE(vector.place());
    const FieldSealer sealer = sealerOf(vector.bytes("key"));
    FixedRandom random(vector.bytes("iv"));

    const auto sealed = sealer.seal(vector.bytes("plaintext"), vector.bytes("associated"), random);
    const auto opened = sealer.open(vector.bytes("sealed"), vector.bytes("associated"));

    REQUIRE(sealed);
    CHECK(toHex(*sealed) == vector.text("sealed"));
    REQUIRE(opened);
    CHECK(toHex(opened->reveal()) == vector.text("plaintext"));
  }
}

TEST_CASE("every length of plaintext is opened again, and only 48 bytes longer when sealed") {
  const FieldSealer sealer = exampleSealer();
  for (std::size_t size = 0; size <= 50; ++size) {
    CAPTURE(size);
    const Bytes plaintext(size, 0x31);
    const Bytes box = sealed(sealer, plaintext, bytesOf(kField));
    CHECK(box.size() == size + kSealedOverhead);
    const auto opened = sealer.open(box, bytesOf(kField));
    REQUIRE(opened);
    CHECK(std::ranges::equal(opened->reveal(), plaintext));
  }
}

TEST_CASE("no bit of a sealed field can be turned") {
  const FieldSealer sealer = exampleSealer();
  const Bytes box = sealed(sealer, bytesOf(kText), bytesOf(kField));
  REQUIRE(opens(sealer, box, bytesOf(kField)));
  for (std::size_t bit = 0; bit < box.size() * 8; ++bit) {
    CAPTURE(bit);
    Bytes altered = box;
    altered[bit / 8] = static_cast<std::uint8_t>(altered[bit / 8] ^ 1U << bit % 8);
    CHECK_FALSE(opens(sealer, altered, bytesOf(kField)));
  }
}

TEST_CASE("no bit of the associated bytes can be turned, none taken away or added") {
  const FieldSealer sealer = exampleSealer();
  const Bytes associated(bytesOf(kField).begin(), bytesOf(kField).end());
  const Bytes box = sealed(sealer, bytesOf(kText), associated);
  for (std::size_t bit = 0; bit < associated.size() * 8; ++bit) {
    CAPTURE(bit);
    Bytes altered = associated;
    altered[bit / 8] = static_cast<std::uint8_t>(altered[bit / 8] ^ 1U << bit % 8);
    CHECK_FALSE(opens(sealer, box, altered));
  }
  CHECK_FALSE(opens(sealer, box, ByteView(associated).first(associated.size() - 1)));
  CHECK_FALSE(opens(sealer, box, {}));
}

TEST_CASE("a sealed field that is cut off or grows does not open") {
  const FieldSealer sealer = exampleSealer();
  Bytes box = sealed(sealer, bytesOf(kText), {});
  for (std::size_t size = 0; size < box.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(opens(sealer, ByteView(box).first(size), {}));
    CHECK_FALSE(opens(sealer, ByteView(box).last(size), {}));
  }
  box.push_back(0);
  CHECK_FALSE(opens(sealer, box, {}));
}

TEST_CASE("bytes cannot wander between the associated ones and the iv") {
  const FieldSealer sealer = exampleSealer();
  const Bytes box = sealed(sealer, bytesOf(kText), bytesOf("ab"));
  Bytes longer{'b'};
  longer.insert(longer.end(), box.begin(), box.end());
  CHECK_FALSE(opens(sealer, longer, bytesOf("a")));
  CHECK_FALSE(opens(sealer, ByteView(box).subspan(1), Bytes{'a', 'b', box[0]}));
}

TEST_CASE("another session's key opens nothing, whichever bit it differs in") {
  const Bytes key(16, 0x5A);
  const Bytes box = sealed(sealerOf(key), bytesOf(kText), {});
  for (std::size_t bit = 0; bit < key.size() * 8; ++bit) {
    CAPTURE(bit);
    Bytes other = key;
    other[bit / 8] = static_cast<std::uint8_t>(other[bit / 8] ^ 1U << bit % 8);
    CHECK_FALSE(opens(sealerOf(other), box, {}));
  }
}

TEST_CASE("the same text is never sealed the same way twice") {
  const FieldSealer sealer = exampleSealer();
  const Bytes one = sealed(sealer, bytesOf(kText), {}), two = sealed(sealer, bytesOf(kText), {});
  for (std::size_t from : {std::size_t{0}, std::size_t{16}, one.size() - 32}) {
    CAPTURE(from);
    CHECK_FALSE(std::equal(one.begin() + static_cast<std::ptrdiff_t>(from),
                           one.begin() + static_cast<std::ptrdiff_t>(from) + 16,
                           two.begin() + static_cast<std::ptrdiff_t>(from)));
  }
}

TEST_CASE(
    "a session key has 16 bytes, a field at most a mebibyte, and nothing is sealed without randomness") {
  SystemRandom random;
  NoRandom none;
  for (const std::size_t size : {0U, 15U, 17U, 32U}) {
    const auto sealer = FieldSealer::fromSessionKey(Key(size));
    REQUIRE_FALSE(sealer);
    CHECK(sealer.error() == CryptoError::badKeyLength);
  }
  const FieldSealer sealer = exampleSealer();
  const Bytes largest(kLargestSealable);
  CHECK(opens(sealer, sealed(sealer, largest, {}), {}));
  CHECK(sealer.seal(Bytes(kLargestSealable + 1), {}, random).error() == CryptoError::badLength);
  CHECK_FALSE(opens(sealer, Bytes(kLargestSealable + kSealedOverhead + 1), {}));
  CHECK(sealer.seal({}, {}, none).error() == CryptoError::randomUnavailable);
}

TEST_CASE("several threads seal and open with one sealer") {
  constexpr int kThreads = 4, kRounds = 500;
  const FieldSealer sealer = exampleSealer();
  std::atomic<int> good{0};
  const auto work = [&sealer, &good](std::uint8_t mark) {
    SystemRandom random;
    for (int i = 0; i < kRounds; ++i) {
      const Bytes text(static_cast<std::size_t>(i % 40), mark), associated(3, mark);
      const auto box = sealer.seal(text, associated, random);
      const auto opened = box ? sealer.open(*box, associated) : sealer.open({}, {});
      if (opened && std::ranges::equal(opened->reveal(), text)) ++good;
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back(work, static_cast<std::uint8_t>(i));
  for (auto& thread : threads)
    thread.join();
  CHECK(good == kThreads * kRounds);
}
