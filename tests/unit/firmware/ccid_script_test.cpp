#include <doctest/doctest.h>
#include <functional>
#include <map>

#include "tests/unit/firmware/reader_rig.hpp"

namespace ssc::fw::test {
namespace {

std::string takeMessage(FakeHost& host) {
  if (host.messages.empty()) return "nothing";
  const std::string message = toHex(host.messages.front());
  host.messages.erase(host.messages.begin());
  return message;
}

using Perform = std::function<void(ReaderRig&, const Step&)>;

const std::map<std::string, Perform>& operations() {
  static const std::map<std::string, Perform> kOperations = {
      {"insert", [](ReaderRig& rig, const Step& step) { rig.reader.onPresence(step.number(), true); }},
      {"remove", [](ReaderRig& rig, const Step& step) { rig.reader.onPresence(step.number(), false); }},
      {"on",
       [](ReaderRig& rig, const Step& step) { rig.activate(static_cast<std::uint8_t>(step.number())); }},
      {"host", [](ReaderRig& rig, const Step& step) { rig.reader.onHostMessage(step.bytes()); }},
      {"from-card",
       [](ReaderRig& rig, const Step& step) { rig.reader.onSlotBytes(step.number(), step.bytes(1)); }},
      {"wait", [](ReaderRig& rig, const Step& step) { rig.wait(step.number()); }},
      {"reader",
       [](ReaderRig& rig, const Step& step) { CHECK(takeMessage(rig.host) == toHex(step.bytes())); }},
      {"nothing", [](ReaderRig& rig, const Step&) { CHECK(takeMessage(rig.host) == "nothing"); }},
      {"patience",
       [](ReaderRig& rig, const Step& step) { CHECK(rig.host.extensions.size() == step.number()); }},
      {"to-card",
       [](ReaderRig& rig, const Step& step) {
         CHECK(toHex(rig.contacts[step.number()].takeSent()) == toHex(step.bytes(1)));
       }},
      {"contacts",
       [](ReaderRig& rig, const Step& step) {
         CHECK(rig.contacts[step.number()].takeChanges() == step.text(1));
       }},
  };
  return kOperations;
}

}  // namespace

TEST_CASE("every CCID transcript is reproduced byte for byte") {
  for (const Case& script : readScript("tests/vectors/firmware/ccid.txt")) {
    CAPTURE(script.name);
    ReaderRig rig;
    for (const Step& step : script.steps) {
      CAPTURE(step.line);
      operations().at(step.operation)(rig, step);
    }
    CHECK(takeMessage(rig.host) == "nothing");
  }
}

}  // namespace ssc::fw::test
