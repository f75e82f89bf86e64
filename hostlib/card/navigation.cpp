#include "hostlib/card/navigation.hpp"

#include <algorithm>
#include <array>

namespace ssc::card {
namespace {

constexpr apdu::StatusWord kNoCurrentFile{0x6986};
constexpr std::array kFileNotReached{apdu::sw::kFileNotFound, kNoCurrentFile};
constexpr std::array kFileOrModeNotReached{apdu::sw::kFileNotFound, kNoCurrentFile, apdu::sw::kNotSupported,
                                           apdu::sw::kWrongP1P2};

struct Inside {
  std::string_view df;
  std::string_view environment;
};
// Applications that are found only inside an environment (card specification, part 2). All others stand
// alone.
constexpr std::array kInside{
    Inside{"DF01", "SSSE"}, Inside{"DF02", "SSSE"}, Inside{"DF03", "SSSE"}, Inside{"DF04", "SSSE"},
    Inside{"DF05", "SSSE"}, Inside{"DF06", "SSSE"}, Inside{"DF07", "SSSE"}, Inside{"PKIADF", "PKI"},
};

std::string_view environmentOf(std::string_view df) {
  const auto row = std::ranges::find(kInside, df, &Inside::df);
  return row == kInside.end() ? df : row->environment;
}

std::uint8_t sfiOf(const cardspec::File& file) {
  return static_cast<std::uint8_t>(file.fid & 0x1F);
}

}  // namespace

std::span<const apdu::StatusWord> fileNotReached() {
  return kFileNotReached;
}

std::span<const apdu::StatusWord> fileOrModeNotReached() {
  return kFileOrModeNotReached;
}

Result<apdu::Response> selectByName(Card& card, apdu::ByteView name, std::string_view where,
                                    std::optional<std::size_t> expected) {
  const auto command = apdu::Command::selectByName(name, expected);
  auto response = card.send(command, where);
  if (response || response.error().sw != apdu::sw::kFileNotFound) return response;
  auto mf = card.send(apdu::Command::selectMf(), "SELECT MF");
  if (!mf && mf.error().fault == Fault::channel) return mf;
  return card.send(command, where);
}

Navigation::Navigation(Card& card, std::string_view current)
    : card_(card), current_(cardspec::findApplication(current)) {}

void Navigation::forget() {
  current_ = nullptr;
  currentFile_ = 0;
}

Result<void> Navigation::select(std::string_view df) {
  const cardspec::Application* wanted = cardspec::findApplication(df);
  if (wanted == nullptr) {
    return tl::unexpected(statusError("SELECT " + std::string(df), apdu::sw::kFileNotFound));
  }
  if (wanted == current_) return {};
  const std::string_view environment = environmentOf(df);
  const bool isInside = current_ != nullptr && environmentOf(current_->df) == environment;
  if (!isInside) ++stay_.environment;
  if (environment != df && !isInside) {
    if (auto entered = enter(*cardspec::findApplication(environment)); !entered) return entered;
  }
  return enter(*wanted);
}

// A refused SELECT leaves some cards where they were and others nowhere: what is current is known only after
// success.
Result<void> Navigation::enter(const cardspec::Application& application) {
  forget();
  ++stay_.application;
  const std::string where = "SELECT " + std::string(application.df);
  const bool isEnvironment = environmentOf(application.df) == application.df;
  const auto response = application.name.empty() ? card_.send(apdu::Command::selectDf(application.fid), where)
                        : isEnvironment
                            ? selectByName(card_, application.name, where, std::nullopt)
                            : card_.send(apdu::Command::selectByName(application.name, std::nullopt), where);
  if (!response) return tl::unexpected(response.error());
  current_ = &application;
  return {};
}

Result<apdu::Response> Navigation::watched(Result<apdu::Response> response) {
  if (!response && response.error().fault == Fault::channel) forget();
  return response;
}

Result<apdu::Response> Navigation::send(std::string_view df, const apdu::Command& command,
                                        std::string_view where) {
  if (const auto selected = select(df); !selected) return tl::unexpected(selected.error());
  return watched(card_.send(command, where));
}

Result<apdu::Response> Navigation::send(const cardspec::File& file, const CommandFor& command,
                                        std::span<const apdu::StatusWord> notReached) {
  if (const auto selected = select(file.df); !selected) return tl::unexpected(selected.error());
  if (reach_ == Reach::selection) return sendSelected(file, command);
  currentFile_ = 0;  // the short identifier makes its own file current
  auto response = watched(card_.send(command(sfiOf(file)), placeOf(file)));
  if (response) reach_ = Reach::shortIdentifier;
  const bool mayNotKnow = !response && response.error().fault == Fault::status && reach_ == Reach::unknown &&
                          std::ranges::find(notReached, response.error().sw) != notReached.end();
  if (!mayNotKnow) return response;
  auto again = sendSelected(file, command);
  if (again) reach_ = Reach::selection;
  return again;
}

Result<apdu::Response> Navigation::sendSelected(const cardspec::File& file, const CommandFor& command) {
  if (currentFile_ != file.fid) {
    if (const auto selected = selectFile(file); !selected) return tl::unexpected(selected.error());
  }
  return watched(card_.send(command(0), placeOf(file)));
}

Result<void> Navigation::selectFile(const cardspec::File& file) {
  currentFile_ = 0;
  const auto selected = watched(card_.send(apdu::Command::selectEf(file.fid), placeOf(file)));
  if (!selected) return tl::unexpected(selected.error());
  currentFile_ = file.fid;
  return {};
}

}  // namespace ssc::card
