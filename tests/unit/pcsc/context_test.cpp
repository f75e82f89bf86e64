#include "apdu/pcsc/context.hpp"

#include <doctest/doctest.h>

#include "tests/unit/pcsc/fake_service.hpp"

using ssc::apdu::ChannelError;
using namespace ssc::pcsc;
using test::FakeService;
using test::Fixture;

namespace {

Code of(LONG code) {
  return static_cast<Code>(code);
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "without a service there is no context") {
  fake.with([](FakeService& service) { service.establishing = of(SCARD_E_NO_SERVICE); });
  const auto context = Context::establish();
  REQUIRE_FALSE(context);
  CHECK(context.error() == ChannelError::serviceAbsent);
}

TEST_CASE_FIXTURE(Fixture, "a context is released with its last owner") {
  {
    const auto context = Context::establish();
    REQUIRE(context);
    CHECK(fake.with([](FakeService& service) { return service.openContexts; }) == 1);
  }
  CHECK(fake.with([](FakeService& service) { return service.openContexts; }) == 0);
}

TEST_CASE_FIXTURE(Fixture, "the readers are listed, one name per slot") {
  const auto context = *Context::establish();
  CHECK(context->readers()->empty());
  fake.with([](FakeService& service) { service.readers = {{"R 00 00"}, {"R 00 01"}}; });
  CHECK(*context->readers() == std::vector<std::string>{"R 00 00", "R 00 01"});
}

TEST_CASE_FIXTURE(Fixture, "a context whose service died says stopped, not absent") {
  const auto context = *Context::establish();
  CHECK(context->isValid());
  for (const LONG code : {SCARD_E_NO_SERVICE, SCARD_F_COMM_ERROR, SCARD_E_INVALID_HANDLE}) {
    fake.with([&](FakeService& service) { service.listing = of(code); });
    CAPTURE(code);
    CHECK_FALSE(context->isValid());
    CHECK(context->readers() == tl::unexpected(ChannelError::serviceStopped));
    CHECK(context->explain(of(code)) == ChannelError::serviceStopped);
    CHECK(context->explainInUse(of(code), "R 00 00") == ChannelError::serviceStopped);
  }
}

TEST_CASE_FIXTURE(Fixture, "a failed line is the reader's while the service answers") {
  fake.with([](FakeService& service) { service.readers = {{"R 00 00"}}; });
  const auto context = *Context::establish();
  CHECK(context->explain(of(SCARD_F_COMM_ERROR)) == ChannelError::communication);
  CHECK(context->explainInUse(of(SCARD_E_NOT_TRANSACTED), "R 00 00") == ChannelError::communication);
}

TEST_CASE_FIXTURE(Fixture, "a failed line is a reader that left when it is not listed any more") {
  const auto context = *Context::establish();
  for (const LONG code : {SCARD_E_NOT_TRANSACTED, SCARD_E_INVALID_HANDLE, SCARD_E_INVALID_VALUE}) {
    CAPTURE(code);
    CHECK(context->explainInUse(of(code), "R 00 00") == ChannelError::readerGone);
  }
}
