#include "kiosk-app/models/pin_pad.hpp"

#include <functional>

#include "hostlib/flows/configured_pin_source.hpp"

namespace ssc::kiosk {

using flows::PinPrompt;

namespace {

constexpr const char* kNothing = "";

constexpr const char* nameOf(PinPrompt prompt) {
  switch (prompt) {
    case PinPrompt::current:
      return "current";
    case PinPrompt::fresh:
      return "fresh";
    case PinPrompt::repeat:
      return "repeat";
    case PinPrompt::verify:
      break;
  }
  return "verify";
}

/// A source that says when it asks, and when it has been answered.
class AnnouncedSource final : public flows::PinSource {
 public:
  using Tell = std::function<void(const char* prompt)>;

  AnnouncedSource(std::shared_ptr<PinSource> source, Tell tell)
      : source_(std::move(source)), tell_(std::move(tell)) {}

  flows::Outcome<crypto::SecretBytes> ask(PinPrompt prompt) override {
    tell_(nameOf(prompt));
    auto digits = source_->ask(prompt);
    tell_(kNothing);
    return digits;
  }
  [[nodiscard]] bool isInReader() const override { return source_->isInReader(); }

 private:
  std::shared_ptr<PinSource> source_;
  Tell tell_;
};

}  // namespace

std::shared_ptr<flows::PinSource> PinPad::source(const std::stop_token& stop) {
  clear();
  const auto tellOf = [this, flow = flow_](const char* prompt) { tell(flow, prompt); };
  if (!onScreen()) {
    auto pad = flows::pinSourceFor(settings_.config, stop);
    return pad ? std::make_shared<AnnouncedSource>(std::move(pad), tellOf) : nullptr;
  }
  // The keys themselves say when they begin to count: a digit that is pressed before would be lost.
  keys_ = std::make_shared<ScreenPin>(settings_.config.pinEntryLimit, stop,
                                      [tellOf](PinPrompt prompt) { tellOf(nameOf(prompt)); });
  return std::make_shared<AnnouncedSource>(keys_, [tellOf](const char* prompt) {
    if (*prompt == '\0') tellOf(prompt);
  });
}

void PinPad::clear() {
  ++flow_;
  keys_.reset();
  show(QString());
}

void PinPad::tell(unsigned flow, const char* prompt) {
  QMetaObject::invokeMethod(
      this,
      [this, flow, prompt] {
        if (flow == flow_) show(QString::fromLatin1(prompt));
      },
      Qt::QueuedConnection);
}

void PinPad::show(const QString& prompt) {
  const bool isNew = std::exchange(asking_, prompt) != prompt;
  digits_ = 0;
  Q_EMIT changed();
  if (isNew && isAsking()) Q_EMIT asked();
}

void PinPad::setDigits(std::size_t digits) {
  digits_ = static_cast<int>(digits);
  Q_EMIT changed();
}

void PinPad::press(int digit) {
  if (keys_) setDigits(keys_->press(digit));
}

void PinPad::erase() {
  if (keys_) setDigits(keys_->erase());
}

void PinPad::confirm() {
  if (keys_ && canFinish()) keys_->confirm();
}

}  // namespace ssc::kiosk
