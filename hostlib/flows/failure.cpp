#include "hostlib/flows/failure.hpp"

#include <array>

#include "wire/office/transaction.hpp"

namespace ssc::flows {
namespace {

using apdu::ChannelError;

struct ChannelRow {
  ChannelError error;
  Reason reason;
};
constexpr std::array kChannelRows{
    ChannelRow{ChannelError::serviceAbsent, Reason::serviceAbsent},
    ChannelRow{ChannelError::serviceStopped, Reason::serviceStopped},
    ChannelRow{ChannelError::noReader, Reason::noReader},
    ChannelRow{ChannelError::readerGone, Reason::readerGone},
    ChannelRow{ChannelError::readerBusy, Reason::readerBusy},
    ChannelRow{ChannelError::cardAbsent, Reason::cardAbsent},
    ChannelRow{ChannelError::cardRemoved, Reason::cardRemoved},
    ChannelRow{ChannelError::cardReset, Reason::cardReset},
    ChannelRow{ChannelError::cardMute, Reason::cardMute},
    ChannelRow{ChannelError::protocolMismatch, Reason::wrongCard},
    ChannelRow{ChannelError::timedOut, Reason::timedOut},
    ChannelRow{ChannelError::cancelled, Reason::cancelled},
    ChannelRow{ChannelError::communication, Reason::communication},
    ChannelRow{ChannelError::malformedAnswer, Reason::cardData},
    ChannelRow{ChannelError::endlessAnswer, Reason::cardData},
    ChannelRow{ChannelError::unsupported, Reason::driverRefused},
    ChannelRow{ChannelError::internal, Reason::driverRefused},
};

struct CardRow {
  card::Fault fault;
  Reason reason;
};
constexpr std::array kCardRows{
    CardRow{card::Fault::status, Reason::cardStatus},
    CardRow{card::Fault::wrongCard, Reason::wrongCard},
    CardRow{card::Fault::badCardId, Reason::badCardId},
    CardRow{card::Fault::badData, Reason::cardData},
};

struct SamRow {
  sam::Fault fault;
  Reason reason;
};
constexpr std::array kSamRows{
    SamRow{sam::Fault::noAlgorithm, Reason::samAlgorithm},
    SamRow{sam::Fault::noKey, Reason::samKey},
    SamRow{sam::Fault::levelTooLow, Reason::samLevel},
    SamRow{sam::Fault::status, Reason::samFault},
    SamRow{sam::Fault::macWrong, Reason::macRefused},
    SamRow{sam::Fault::unreachable, Reason::hsmUnreachable},
    SamRow{sam::Fault::badData, Reason::samFault},
};

struct OfficeRow {
  office::Fault fault;
  Reason reason;
};
constexpr std::array kOfficeRows{
    OfficeRow{office::Fault::cancelled, Reason::cancelled},
    OfficeRow{office::Fault::offline, Reason::officeUnreachable},
    OfficeRow{office::Fault::late, Reason::officeUnreachable},
    OfficeRow{office::Fault::notTrusted, Reason::officeUntrusted},
    OfficeRow{office::Fault::badAnswer, Reason::officeBadAnswer},
    OfficeRow{office::Fault::refused, Reason::officeRefused},
    OfficeRow{office::Fault::resultUnknown, Reason::officeResultUnknown},
    OfficeRow{office::Fault::notRegistered, Reason::officeNotRegistered},
    OfficeRow{office::Fault::badFiles, Reason::badConfiguration},
};

template <class Rows, class Fault>
Reason lookUp(const Rows& rows, Fault fault) {
  for (const auto& row : rows) {
    if (row.fault == fault) return row.reason;
  }
  return Reason::internalError;
}

constexpr apdu::StatusWord kNoPurchaseKey{0x9403};

std::string withNumber(std::string_view text, unsigned number) {
  constexpr std::string_view kPlace = "{n}";
  std::string out(text);
  if (const auto at = out.find(kPlace); at != std::string::npos)
    out.replace(at, kPlace.size(), std::to_string(number));
  return out;
}

}  // namespace

namespace {

/// The back office's own texts, where it refused. An infcode of a result that is not known says nothing of
/// it.
const wire::office::ErrorRow* refusalRow(const Failure& failure) {
  const bool refused = failure.reason == Reason::officeRefused || failure.reason == Reason::offlineRefused;
  return refused ? wire::office::findError(failure.infcode) : nullptr;
}

}  // namespace

Reason reasonFor(ChannelError error) {
  for (const ChannelRow& row : kChannelRows) {
    if (row.error == error) return row.reason;
  }
  return Reason::internalError;
}

Reason samReasonFor(ChannelError error) {
  switch (error) {
    case ChannelError::cardAbsent:
    case ChannelError::cardRemoved:
      return Reason::samAbsent;
    case ChannelError::cardReset:
    case ChannelError::cardMute:
    case ChannelError::protocolMismatch:
    case ChannelError::communication:
    case ChannelError::malformedAnswer:
    case ChannelError::endlessAnswer:
      return Reason::samFault;
    default:
      return reasonFor(error);
  }
}

Failure failureFrom(const card::Error& error) {
  if (error.fault == card::Fault::channel) return {reasonFor(error.channel), error.where, {}};
  return {lookUp(kCardRows, error.fault), error.where, error.sw};
}

Failure failureFrom(const sam::Error& error) {
  if (error.fault == sam::Fault::channel) return {samReasonFor(error.channel), error.where, {}};
  if (error.sw == kNoPurchaseKey) return {Reason::samNoDebit, error.where, error.sw};
  return {lookUp(kSamRows, error.fault), error.where, error.sw};
}

Failure failureFrom(const office::Error& error) {
  Failure failure{lookUp(kOfficeRows, error.fault), error.text(), {}};
  failure.infcode = error.infcode;
  failure.number = static_cast<unsigned>(error.wait.count());
  return failure;
}

Failure failureFrom(const profile::FileError& error) {
  return {Reason::badConfiguration, error.text(), {}};
}

std::string Failure::zh() const {
  const auto* office = refusalRow(*this);
  return withNumber(office != nullptr ? office->zh : rowOf(reason).zh, number);
}

std::string Failure::en() const {
  const auto* office = refusalRow(*this);
  return withNumber(office != nullptr ? office->en : rowOf(reason).en, number);
}

std::string Failure::clerk() const {
  const auto* office = refusalRow(*this);
  return std::string(office != nullptr ? office->clerk : rowOf(reason).clerk);
}

int Failure::code() const {
  const int code = rowOf(reason).code;
  return code != 0 ? code : -static_cast<int>(sw.value());
}

int Failure::exitCode() const {
  return rowOf(reason).exit;
}

std::string Failure::technicalText() const {
  std::string text(rowOf(reason).cause);
  if (const auto* office = wire::office::findError(infcode))
    text += " (" + std::to_string(infcode) + ": " + std::string(office->cause) + ")";
  if (!where.empty()) text += " [" + where + "]";
  if (sw != apdu::StatusWord{})
    text += " (" + apdu::toText(sw) + ": " + std::string(card::meaningOf(sw)) + ")";
  return text;
}

}  // namespace ssc::flows
