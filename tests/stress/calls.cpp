#include "tests/stress/calls.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <openssl/evp.h>
#include <span>
#include <string>

#include "SSCardDriver.h"
#include "ssc.h"

namespace ssc::stress {
namespace {

constexpr char kCanary = '\xA5';
constexpr std::size_t kBehind = 64;  // bytes behind a buffer that nobody may touch

// Of sample card A.
char cardInfo[] = "999900D15600000500000001E692B037|T00000028|";
char holder[] = "SSSEEF06|08|09|0A|$DF01EF07|29|$";
char insured[] = "DF04EF05|81|$";
char written[] = "DF01EF07|29|$";
char values[] = "DF01EF07|2|$";
char payment[] = "0.01|0.01|20250102030405|";
char wrongProof[] = "00000000000000001111111111111111|00000000000000001111111111111111|";
char wrongKey[] = "00000000000000001111111111111111";
char userPin[] = "123456";
char message[] = "dGVzdA==";

// The caller's buffer. It must not be allocated where allocations fail.
std::array<char, 4 * std::size_t{SSC_OUT_LONG} + kBehind> room;

/// As much of it as a function's class says, and canaries behind that.
class Buffer {
 public:
  explicit Buffer(std::size_t size) : size_(size), bytes_(std::span(room).first(size + kBehind)) {
    std::ranges::fill(bytes_, kCanary);
  }
  char* text() { return bytes_.data(); }
  /// A text that ends inside, and nothing behind it.
  [[nodiscard]] bool isIntact() const {
    const auto end = std::find(bytes_.begin(), bytes_.end(), '\0');
    return end < bytes_.begin() + static_cast<std::ptrdiff_t>(size_) &&
           std::all_of(end + 1, bytes_.end(), [](char c) { return c == kCanary; });
  }

 private:
  std::size_t size_;
  std::span<char> bytes_;
};

template <class Function, class... Arguments>
Answer standard(std::size_t size, Function function, Arguments... arguments) {
  Buffer out(size);
  const std::int64_t code = function(arguments..., out.text());
  return {code, out.isIntact()};
}

template <class Function, class... Arguments>
Answer twin(Function function, Arguments... arguments) {
  Buffer out(SSC_OUT_LONG);
  std::uint32_t used = SSC_OUT_LONG;
  const std::int64_t code = function(arguments..., out.text(), &used);
  return {code, out.isIntact() && used <= SSC_OUT_LONG && std::strlen(out.text()) + 1 == used};
}

// ---- steps: the first and, where it went well, the second

template <class First, class Second>
Answer steps(First first, Second second) {
  const Answer begun = first();
  if (begun.code != 0) return begun;
  const Answer ended = second();
  return {ended.code, begun.intact && ended.intact};
}

Answer basicSteps() {
  return steps([] { return standard(SSC_OUT_SHORT, iReadCardBas_HSM_Step1, 1); },
               [] { return standard(SSC_OUT_SHORT, iReadCardBas_HSM_Step2, wrongProof); });
}
Answer unblockSteps() {
  return steps([] { return standard(SSC_OUT_SHORT, iUnblockPIN_HSM_Step1, 1, cardInfo); },
               [] { return standard(SSC_OUT_SHORT, iUnblockPIN_HSM_Step2, wrongKey); });
}
// The session is open when this returns: the next call ends it.
Answer debitStart() {
  return standard(SSC_OUT_SHORT, iDoDebit_HSM_Step1, 1, cardInfo, payment);
}

// ---- ssc.h

struct Handles {
  Handles() = default;
  Handles(const Handles&) = delete;
  Handles& operator=(const Handles&) = delete;
  ~Handles() {
    ssc_card_close(&card);
    ssc_close(&terminal);
  }
  ssc_terminal* terminal = nullptr;
  ssc_card* card = nullptr;
};

int enterPin(void* /*user*/, int prompt, char* digits, std::size_t capacity, std::size_t* length) {
  const std::string_view pin = prompt == SSC_PIN_NEW || prompt == SSC_PIN_REPEAT ? "4444" : "123456";
  if (capacity < pin.size()) return -31;
  std::copy(pin.begin(), pin.end(), digits);
  *length = pin.size();
  return 0;
}

template <class Work>
Answer onCard(Work work) {
  Handles open;
  int code = ssc_open(nullptr, &open.terminal);
  if (code == 0) code = ssc_set_pin_callback(open.terminal, enterPin, nullptr);
  if (code == 0) code = ssc_card_open(open.terminal, SSC_CONTACT, &open.card);
  return code == 0 ? work(open) : Answer{code, true};
}

/// A function that gives a text or bytes.
template <class Function, class... Arguments>
Answer given(Function function, Arguments... arguments) {
  std::ranges::fill(room, kCanary);
  std::size_t length = room.size() - kBehind;
  using Byte = std::conditional_t<std::is_invocable_v<Function, Arguments..., char*, std::size_t*>, char,
                                  std::uint8_t>;
  const int code = function(arguments..., reinterpret_cast<Byte*>(room.data()), &length);
  const std::size_t used = code == 0 ? length : 0;
  return {code,
          used <= room.size() - kBehind && std::all_of(room.begin() + static_cast<std::ptrdiff_t>(used),
                                                       room.end(), [](char c) { return c == kCanary; })};
}

Answer sealAndUnseal(const Handles& open) {
  std::array<std::uint8_t, 4096> certificate{}, envelope{};
  std::size_t certificateSize = certificate.size(), envelopeSize = envelope.size();
  const std::array<std::uint8_t, 5> data{1, 2, 3, 4, 5};
  if (const int code =
          ssc_card_certificate(open.card, SSC_KEY_ENCRYPTION, certificate.data(), &certificateSize))
    return {code, true};
  if (const int code = ssc_seal(open.terminal, certificate.data(), certificateSize, data.data(), data.size(),
                                envelope.data(), &envelopeSize))
    return {code, true};
  return given(ssc_card_unseal, open.card, envelope.data(), envelopeSize);
}

Answer signAndVerify(const Handles& open) {
  std::array<std::uint8_t, 4096> certificate{};
  std::array<std::uint8_t, 64> signature{};
  std::size_t certificateSize = certificate.size(), signatureSize = signature.size();
  const std::array<std::uint8_t, 5> data{1, 2, 3, 4, 5};
  if (const int code = ssc_card_certificate(open.card, SSC_KEY_SIGNING, certificate.data(), &certificateSize))
    return {code, true};
  if (const int code = ssc_card_sign(open.card, data.data(), data.size(), signature.data(), &signatureSize))
    return {code, true};
  return {ssc_verify(open.terminal, certificate.data(), certificateSize, data.data(), data.size(),
                     signature.data(), signatureSize),
          true};
}

std::string base64(std::span<const std::uint8_t> bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

/// What a card has signed, and its certificate: fetched once, where nothing fails.
struct Signed {
  Signed() {
    (void)onCard([this](const Handles& open) {
      std::array<std::uint8_t, 4096> der{};
      std::size_t size = der.size();
      const int code = ssc_card_certificate(open.card, SSC_KEY_SIGNING, der.data(), &size);
      if (code == 0) certificate = base64(std::span(der).first(size));
      return Answer{code};
    });
    std::array<char, SSC_OUT_SHORT> text{};
    if (PKI_SignData(userPin, message, 1, text.data()) == 0) signature = text.data();
  }
  std::string certificate, signature;
};

Answer verifySign() {
  static Signed material;
  return standard(SSC_OUT_SHORT, PKI_VerifySign, userPin, material.certificate.data(), message,
                  material.signature.data(), 1);
}

constexpr const char* kWrite = R"([{"file":"DF01/EF07","fields":[{"tag":"29","value":"2"}]}])";

constexpr std::array kCalls{
    CallRow{"iReadCardBas", 0, [] { return standard(SSC_OUT_SHORT, iReadCardBas, 1); }},
    CallRow{"ssc_iReadCardBas", 0, [] { return twin(ssc_iReadCardBas, 1); }},
    CallRow{"iReadCard by key", 0, [] { return standard(SSC_OUT_LONG, iReadCard, 1, 2, cardInfo, holder); }},
    CallRow{"iReadCard by PIN", 0, [] { return standard(SSC_OUT_LONG, iReadCard, 1, 1, cardInfo, insured); }},
    CallRow{"iWriteCard", 0,
            [] { return standard(SSC_OUT_SHORT, iWriteCard, 1, cardInfo, written, values); }},
    CallRow{"ssc_iWriteCard", 0, [] { return twin(ssc_iWriteCard, 1, cardInfo, written, values); }},
    CallRow{"iVerifyPIN", 0, [] { return standard(SSC_OUT_SHORT, iVerifyPIN, 1); }},
    CallRow{"iUnblockPIN", 0, [] { return standard(SSC_OUT_SHORT, iUnblockPIN, 1, cardInfo); }},
    CallRow{"iDoDebit", 0, [] { return standard(SSC_OUT_SHORT, iDoDebit, 1, cardInfo, payment); }, true},
    CallRow{"iReadDebitRecord", 0, [] { return standard(SSC_OUT_LIST, iReadDebitRecord, 1); }},
    CallRow{"iReadCardBas_HSM", -21, basicSteps},
    CallRow{"iUnblockPIN_HSM", -25538, unblockSteps},
    CallRow{"iDoDebit_HSM_Step1", 0, debitStart},
    CallRow{"PKI_VerifySign", 0, verifySign},
    CallRow{"PKI_SignData", 0, [] { return standard(SSC_OUT_SHORT, PKI_SignData, userPin, message, 1); }},
    CallRow{"ssc_card_basic", 0,
            [] { return onCard([](const Handles& open) { return given(ssc_card_basic, open.card); }); }},
    CallRow{"ssc_card_read", 0,
            [] {
              return onCard([](const Handles& open) {
                return given(ssc_card_read, open.card, "SSSE/EF06; DF04/EF05 81", int{SSC_BY_PIN});
              });
            }},
    CallRow{"ssc_card_write", 0,
            [] {
              return onCard(
                  [](const Handles& open) { return Answer{ssc_card_write(open.card, kWrite), true}; });
            }},
    CallRow{"ssc_card_pin_change", 0,
            [] {
              return onCard([](const Handles& open) { return Answer{ssc_card_pin_change(open.card), true}; });
            }},
    CallRow{"ssc_card_pin_reload", 0,
            [] {
              return onCard([](const Handles& open) { return Answer{ssc_card_pin_reload(open.card), true}; });
            }},
    CallRow{"ssc_card_debit", 0,
            [] {
              return onCard([](const Handles& open) {
                return given(ssc_card_debit, open.card, 1U, 1U, "20250102030405");
              });
            },
            true},
    CallRow{"ssc_card_debits", 0,
            [] { return onCard([](const Handles& open) { return given(ssc_card_debits, open.card); }); }},
    CallRow{"ssc_card_sign, ssc_verify", 0, [] { return onCard(signAndVerify); }},
    CallRow{"ssc_seal, ssc_card_unseal", 0, [] { return onCard(sealAndUnseal); }},
};

}  // namespace

std::span<const CallRow> callRows() {
  return kCalls;
}

Answer readAsBefore() {
  static std::string first;
  Buffer out(SSC_OUT_SHORT);
  const std::int64_t code = iReadCardBas(1, out.text());
  if (first.empty()) first = out.text();
  return {code, out.isIntact() && first == out.text()};
}

}  // namespace ssc::stress
