#include "wire/pin_pad.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ssc::wire::pad {
namespace {

using crypto::ByteView;

constexpr std::size_t kHeadSize = 3;
constexpr std::uint32_t kAnyNumber = std::numeric_limits<std::uint32_t>::max();

template <class Message>
constexpr std::uint8_t kType = 0;
template <>
constexpr std::uint8_t kType<Hello> = 0x01;
template <>
constexpr std::uint8_t kType<Ask> = 0x02;
template <>
constexpr std::uint8_t kType<Cancel> = 0x03;
template <>
constexpr std::uint8_t kType<Session> = 0x81;
template <>
constexpr std::uint8_t kType<Entered> = 0x82;
template <>
constexpr std::uint8_t kType<NotEntered> = 0x83;

/// Numbers travel with their most significant byte first.
class Writer {
 public:
  template <class Number>
  void number(std::string_view /*name*/, const Number& value, std::uint32_t /*least*/,
              std::uint32_t /*most*/) {
    for (std::size_t byte = sizeof(Number); byte-- > 0;)
      out_.push_back(static_cast<std::uint8_t>(static_cast<std::uint32_t>(value) >> (8 * byte)));
  }
  void bytes(std::span<const std::uint8_t> value) { out_.insert(out_.end(), value.begin(), value.end()); }
  [[nodiscard]] crypto::Bytes take() { return std::move(out_); }

 private:
  crypto::Bytes out_;
};

/// Reads a body that is as long as its message; keeps the first mistake.
class Reader {
 public:
  explicit Reader(ByteView body) : rest_(body) {}

  template <class Number>
  void number(std::string_view name, Number& value, std::uint32_t least, std::uint32_t most) {
    std::uint32_t read = 0;
    for (const std::uint8_t byte : taken(sizeof(Number)))
      read = read << 8U | byte;
    value = static_cast<Number>(read);
    if ((read < least || read > most) && !error_) error_ = BadMessage{std::string(name), "is out of bounds"};
  }
  void bytes(std::span<std::uint8_t> value) { std::ranges::copy(taken(value.size()), value.begin()); }
  [[nodiscard]] const std::optional<BadMessage>& error() const { return error_; }

 private:
  ByteView taken(std::size_t count) {
    const ByteView part = rest_.first(count);
    rest_ = rest_.subspan(count);
    return part;
  }

  ByteView rest_;
  std::optional<BadMessage> error_;
};

/// Adds up what the members need.
struct Measure {
  std::size_t size = 0;
  template <class Number>
  constexpr void number(std::string_view /*name*/, const Number& /*value*/, std::uint32_t /*least*/,
                        std::uint32_t /*most*/) {
    size += sizeof(Number);
  }
  constexpr void bytes(std::span<const std::uint8_t> value) { size += value.size(); }
};

// The members of each message, in the order they travel; `in` is a writer, a reader or a measure.
template <class T, class Message>
concept Is = std::is_same_v<std::remove_const_t<T>, Message>;

template <class Codec, Is<Hello> T>
constexpr void members(Codec& in, T& hello) {
  in.number("version", hello.version, kVersion, kVersion);
  in.bytes(hello.key);
}
template <class Codec, Is<Session> T>
constexpr void members(Codec& in, T& session) {
  in.bytes(session.key);
}
template <class Codec, Is<Ask> T>
constexpr void members(Codec& in, T& ask) {
  in.number("entry", ask.entry, 1, kAnyNumber);
  in.number("prompt", ask.prompt, 1, static_cast<std::uint32_t>(Prompt::repeat));
  in.number("least", ask.least, kLeastDigits, kMostDigits);
  in.number("most", ask.most, kLeastDigits, kMostDigits);
  in.number("milliseconds", ask.milliseconds, 1, kMostMilliseconds);
}
template <class Codec, Is<Cancel> T>
constexpr void members(Codec& in, T& cancel) {
  in.number("entry", cancel.entry, 1, kAnyNumber);
}
template <class Codec, Is<Entered> T>
constexpr void members(Codec& in, T& entered) {
  in.number("entry", entered.entry, 1, kAnyNumber);
  in.bytes(entered.block);
}
template <class Codec, Is<NotEntered> T>
constexpr void members(Codec& in, T& notEntered) {
  in.number("entry", notEntered.entry, 1, kAnyNumber);
  in.number("why", notEntered.why, 1, static_cast<std::uint32_t>(NoEntry::busy));
}

template <class T>
constexpr std::size_t sizeOf() {
  Measure measure;
  const T message{};
  members(measure, message);
  return measure.size;
}

template <class T>
tl::expected<Message, BadMessage> read(ByteView body) {
  Reader reader(body);
  T message;
  members(reader, message);
  if (reader.error()) return tl::unexpected(*reader.error());
  return message;
}

struct TypeRow {
  std::uint8_t type;
  std::size_t size;
  tl::expected<Message, BadMessage> (*read)(ByteView body);
};

template <class... Types>
constexpr std::array<TypeRow, sizeof...(Types)> typeRows(std::variant<Types...>* /*kind*/) {
  return {TypeRow{kType<Types>, sizeOf<Types>(), read<Types>}...};
}
constexpr auto kTypes = typeRows(static_cast<Message*>(nullptr));

template <class T>
crypto::Bytes frameOf(const T& message) {
  Writer writer;
  writer.number("type", kType<T>, 0, kAnyNumber);
  writer.number("length", static_cast<std::uint16_t>(sizeOf<T>()), 0, kAnyNumber);
  members(writer, message);
  return writer.take();
}

}  // namespace

crypto::Bytes encode(const Message& message) {
  return std::visit([](const auto& each) { return frameOf(each); }, message);
}

void MessageReader::feed(ByteView bytes) {
  held_.insert(held_.end(), bytes.begin(), bytes.end());
}

tl::expected<std::optional<Message>, BadMessage> MessageReader::next() {
  if (held_.size() < kHeadSize) return std::nullopt;
  const auto row = std::ranges::find(kTypes, held_[0], &TypeRow::type);
  if (row == kTypes.end()) return tl::unexpected(BadMessage{"type", "is not known"});
  const std::size_t length = std::size_t{held_[1]} << 8U | held_[2];
  if (length != row->size) return tl::unexpected(BadMessage{"length", "is not that of the type"});
  if (held_.size() < kHeadSize + length) return std::nullopt;
  auto message = row->read(ByteView(held_).subspan(kHeadSize, length));
  if (!message) return tl::unexpected(message.error());
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(kHeadSize + length));
  return std::move(*message);
}

}  // namespace ssc::wire::pad
