// How fast the crypto room is. Key set-up stays outside the loops; compare_openssl.py sets the numbers beside
// those of `openssl speed`, which works the same way.
#include <benchmark/benchmark.h>

#include "crypto/block_cipher.hpp"
#include "crypto/digest.hpp"
#include "crypto/sm2.hpp"

namespace {

using namespace ssc::crypto;
using Maker = tl::expected<BlockCipher, CryptoError> (*)(const Key&);

constexpr std::int64_t kSizes[] = {1024, 16384};
constexpr std::size_t kSm2MessageSize = 20;  // what `openssl speed` signs

void sizes(benchmark::internal::Benchmark* benchmark) {
  for (const auto size : kSizes)
    benchmark->Arg(size);
}

/// Runs `step`, which says whether it worked, until the time is over.
template <typename Step>
void repeat(benchmark::State& state, Step step) {
  for (auto _ : state) {
    if (!step()) return state.SkipWithError("the operation failed");
  }
}

void countBytes(benchmark::State& state) {
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

Key exampleKey() {
  Key key(std::size_t{16});
  std::uint8_t next = 0;
  for (auto& byte : key.revealMutable())
    byte = next++;
  return key;
}

void ecb(benchmark::State& state, Maker make) {
  const auto cipher = make(exampleKey());
  Bytes data(static_cast<std::size_t>(state.range(0)));
  repeat(state, [&] { return cipher->encryptEcb(data, data).has_value(); });
  countBytes(state);
}

void cbc(benchmark::State& state, Maker make) {
  const auto cipher = make(exampleKey());
  const Bytes iv(cipher->blockSize());
  Bytes data(static_cast<std::size_t>(state.range(0)));
  repeat(state, [&] { return cipher->encryptCbc(iv, data, data).has_value(); });
  countBytes(state);
}

void sm3Digest(benchmark::State& state) {
  const Bytes data(static_cast<std::size_t>(state.range(0)));
  repeat(state, [&] {
    auto digest = sm3(data);
    benchmark::DoNotOptimize(digest);
    return digest.has_value();
  });
  countBytes(state);
}

void sm2Sign(benchmark::State& state) {
  const auto pair = Sm2KeyPair::generate();
  const Bytes message(kSm2MessageSize);
  repeat(state, [&] { return pair->sign(message).has_value(); });
}

void sm2Verify(benchmark::State& state) {
  const auto pair = Sm2KeyPair::generate();
  const auto key = pair->publicKey();
  const Bytes message(kSm2MessageSize);
  const auto signature = pair->sign(message);
  repeat(state, [&] { return key->verify(message, *signature).has_value(); });
}

BENCHMARK_CAPTURE(ecb, sm4, BlockCipher::sm4)->Name("sm4-ecb")->Apply(sizes);
BENCHMARK_CAPTURE(cbc, sm4, BlockCipher::sm4)->Name("sm4-cbc")->Apply(sizes);
BENCHMARK_CAPTURE(cbc, tripleDes, BlockCipher::tripleDes)->Name("3des-cbc")->Apply(sizes);
BENCHMARK(sm3Digest)->Name("sm3")->Apply(sizes);
BENCHMARK(sm2Sign)->Name("sm2-sign");
BENCHMARK(sm2Verify)->Name("sm2-verify");

}  // namespace

BENCHMARK_MAIN();
