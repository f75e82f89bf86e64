// The exports of SSCardDriver.h. Thin: parameters, the flow, the reply.
#include <algorithm>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "SSCardDriver.h"
#include "card-spec/text.hpp"
#include "hostlib/capi/output.hpp"
#include "hostlib/flows/reader_call.hpp"

namespace {

using ssc::flows::Failure;
using ssc::flows::Reason;

// The interface has no handle, so calls share one terminal: they wait for each other here. The only
// process-wide object of this library; made at the first call.
std::mutex& callLock() {
  static std::mutex lock;
  return lock;
}

enum class Encoding { gb18030, utf8 };

struct Buffer {
  char* out;
  std::uint32_t capacity;
  Encoding encoding;
};

// zh for people, then what an integrator needs.
std::string failureText(const Failure& failure) {
  return std::string(ssc::flows::rowOf(failure.reason).zh) + " " + failure.technicalText();
}

void writeFailure(const Buffer& buffer, const Failure& failure) {
  const std::string text = failureText(failure);
  const std::size_t limit = std::min<std::size_t>(ssc::capi::kMaxErrorText, buffer.capacity - 1);
  if (buffer.encoding == Encoding::utf8) {
    ssc::capi::writeText(buffer.out, buffer.capacity, ssc::capi::cutUtf8(text, limit));
    return;
  }
  const auto gb = ssc::cardspec::toGb18030(text);
  const std::string bytes = gb ? std::string(gb->begin(), gb->end()) : std::string("error");
  ssc::capi::writeText(buffer.out, buffer.capacity, ssc::capi::cutGb18030(bytes, limit));
}

std::int64_t fail(const Buffer& buffer, const Failure& failure) {
  writeFailure(buffer, failure);
  return failure.code();
}

std::int64_t readCardBas(int type, const Buffer& buffer, const ssc::profile::Config& config) {
  const auto interface = static_cast<ssc::flows::CardInterface>(type);
  const auto report = ssc::flows::readBasic(config, interface, ssc::flows::Tracing::off);
  if (!report) return fail(buffer, report.error());
  const ssc::crypto::Personal text =
      buffer.encoding == Encoding::utf8 ? report->fields.joinedUtf8() : report->fields.joined();
  if (ssc::capi::writeText(buffer.out, buffer.capacity, text.reveal())) return 0;
  // The buffer holds the largest reply that the file map allows: this card's fields are longer.
  return fail(buffer, Failure{Reason::cardData, "a field longer than its file allows", {}});
}

bool isInterface(int type) {
  return type >= 1 && type <= 4;
}

// Everything between the caller and the flow that must not throw across the C boundary.
template <class Call>
std::int64_t guarded(const Buffer& buffer, Call call) noexcept {
  try {
    const std::lock_guard serialised(callLock());
    return call();
  } catch (...) {
    ssc::capi::writeText(buffer.out, buffer.capacity, "internal error");
    return ssc::flows::rowOf(Reason::internalError).code;
  }
}

constexpr std::int64_t kBadParameter = -14;

}  // namespace

std::int64_t iReadCardBas(int iType, char* pOutInfo) {
  if (pOutInfo == nullptr) return kBadParameter;
  Buffer buffer{pOutInfo, ssc::capi::kShortClass, Encoding::gb18030};
  return guarded(buffer, [&]() -> std::int64_t {
    const auto config = ssc::profile::loadConfig();
    if (!config) return fail(buffer, Failure{Reason::badConfiguration, config.error().text(), {}});
    // A site with smaller buffers lowers the class, for every text that is written from here on; a reply that
    // might not fit is refused before the card is touched.
    buffer.capacity = config->readCardBasCap.value_or(buffer.capacity);
    if (!isInterface(iType)) return fail(buffer, Failure{Reason::badParameter, "iType", {}});
    if (buffer.capacity < ssc::capi::kBasicReadMost)
      return fail(buffer,
                  Failure{Reason::outputTooSmall, ssc::capi::neededText(ssc::capi::kBasicReadMost), {}});
    return readCardBas(iType, buffer, *config);
  });
}

std::int64_t ssc_iReadCardBas(int iType, char* pOutInfo, std::uint32_t* pcbOut) {
  if (pcbOut == nullptr) return kBadParameter;
  if (pOutInfo == nullptr || *pcbOut < ssc::capi::kBasicReadMostUtf8) {
    if (pOutInfo != nullptr && *pcbOut > 0) *pOutInfo = '\0';
    *pcbOut = ssc::capi::kBasicReadMostUtf8;
    return kBadParameter;
  }
  const Buffer buffer{pOutInfo, *pcbOut, Encoding::utf8};
  const std::int64_t result = guarded(buffer, [&]() -> std::int64_t {
    if (!isInterface(iType)) return fail(buffer, Failure{Reason::badParameter, "iType", {}});
    const auto config = ssc::profile::loadConfig();
    if (!config) return fail(buffer, Failure{Reason::badConfiguration, config.error().text(), {}});
    return readCardBas(iType, buffer, *config);
  });
  *pcbOut = static_cast<std::uint32_t>(std::string_view(pOutInfo).size() + 1);
  return result;
}

const char* ssc_version(void) {
  return SSC_VERSION;
}

std::int64_t ssc_log_location(char* pOutInfo, std::uint32_t* pcbOut) {
  if (pcbOut == nullptr) return kBadParameter;
  const auto config = ssc::profile::loadConfig();
  if (!config && pOutInfo != nullptr && *pcbOut > 0) {
    const Buffer buffer{pOutInfo, *pcbOut, Encoding::utf8};
    return fail(buffer, Failure{Reason::badConfiguration, config.error().text(), {}});
  }
  const std::string text = config ? config->traceFile.string() : std::string();
  const bool fits = pOutInfo != nullptr && ssc::capi::writeText(pOutInfo, *pcbOut, text);
  if (!fits && pOutInfo != nullptr && *pcbOut > 0) *pOutInfo = '\0';
  *pcbOut = static_cast<std::uint32_t>(text.size() + 1);
  return fits ? 0 : kBadParameter;
}
