#include "tests/unit/center/rig.hpp"

#include "center/data/people/sample_holders.hpp"
#include "center/identity/staff.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

CenterKeys testKeys() {
  const auto key = [](std::uint8_t filler) { return crypto::Key(crypto::Bytes(32, filler)); };
  return {*crypto::Sm2Signer::fromKey(*crypto::Sm2KeyPair::generate()),
          *crypto::FieldSealer::fromSessionKey(crypto::Key(crypto::Bytes(16, 2))), key(3), key(4), key(5)};
}

void addTerminal(soci::session& sql, const std::string& devNo, const std::string& attended) {
  const std::string place = "测试大厅" + devNo.substr(11);
  sql << "INSERT INTO terminals (dev_no, area, state, fixmedins_code, fixmedins_name, place, attended) "
         "VALUES (:dev, '999900', 'ACTIVE', 'H99990000001', '测试机构', :place, :attended)",
      soci::use(devNo), soci::use(place), soci::use(attended);
}

}  // namespace

tl::expected<void, crypto::CryptoError> RepeatingRandom::fill(crypto::MutableByteView bytes) {
  const std::lock_guard lock(mutex_);
  for (auto& byte : bytes) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    byte = static_cast<std::uint8_t>(state_ >> 56U);
  }
  return {};
}

CenterRig::CenterRig()
    : store_(database_.openMigrated(4)),
      keys_(testKeys()),
      rules_{"999900", {"999900", "999999"}, 50, 100},
      sealer_(*crypto::FieldSealer::fromSessionKey(crypto::Key(crypto::Bytes(16, 1)))),
      services{*store_, clock, random_, keys_, rules_, facts_, metrics_, peers_} {
  const auto made = store().write(Durability::quick, [&](soci::session& sql) {
    writeSampleHolders(sql, "999900", *parseDay(kToday));
    testStaff = addTestStaff(sql, "999900");
    addTerminal(sql, kDevNo, "0");
    addTerminal(sql, kOtherDevNo, "0");
    addTerminal(sql, kWindow, "1");
  });
  REQUIRE_MESSAGE(made.has_value(), (made ? std::string() : made.error().what));
}

std::string CenterRig::msgidOf(unsigned message) {
  std::string number = std::to_string(message);
  number.insert(0, 4 - std::min<std::size_t>(4, number.size()), '0');
  return "H9999000000120260105093011" + number;
}

std::string CenterRig::sealed(const std::string& member, const std::string& value, const std::string& devNo) {
  const auto field = sealField(sealer_, {devNo, msgidOf(messages_ + 1)}, member, value, random_);
  REQUIRE(field.has_value());
  return field->text;
}

Request CenterRig::foreignRequest(std::string_view infno, std::string input, unsigned number) {
  Request request;
  request.head.infno = infno;
  request.head.devNo = "999999000001";
  request.head.msgid = "H9999990000120260105093011" + std::to_string(number);
  request.head.insuplcAdmdvs = "999900";
  request.head.opter = "999999000001";
  request.input = std::move(input);
  return request;
}

Request CenterRig::requestOf(std::string_view infno, std::string input, const std::string& devNo) {
  Request request;
  request.head.infno = infno;
  request.head.devNo = devNo;
  request.head.msgid = msgidOf(++messages_);
  request.head.opter = devNo;
  request.head.mdtrtareaAdmvs = "999900";
  request.input = std::move(input);
  return request;
}

Answered<std::string> CenterRig::sendText(std::string_view infno, std::string input,
                                          const std::string& devNo) {
  const Built* built = findBuilt(infno);
  REQUIRE(built != nullptr);
  const auto request = requestOf(infno, std::move(input), devNo);
  auto refusal = std::optional<Refusal>();
  auto done = store().write(Durability::quick, [&](soci::session& sql) -> Answered<std::string> {
    const auto terminal = *findTerminal(sql, store().backend(), devNo, false);
    const Message message{services, request, terminal, &sealer_, clock.now()};
    auto output = built->handler(Call{message, sql, std::nullopt});
    if (output || !output.error().keeps) return output;
    refusal = output.error();
    return std::string();
  });
  if (!done) MESSAGE(done.error().what);
  REQUIRE(done.has_value());
  if (refusal) return tl::unexpected(*refusal);
  if (*done) last_ = request.head;
  return *std::move(done);
}

std::string CenterRig::session(const Holder& holder, std::uint8_t level, const std::string& way,
                               const std::string& devNo) {
  const std::string signNo = way == "phone" || way == "code" ? "SIGN-" + holder.number : "";
  const auto opened = inCall(
      [&](const Call& call) {
        return openSession(call, {holder.number, holder.number, level, way, holder.card, signNo, ""});
      },
      devNo);
  return given(opened).id;
}

std::string CenterRig::staff(const std::string& devNo) {
  const auto own = session({testStaff.clerk, testStaff.clerkCard}, 2, "card", devNo);
  return given(send(StaffSignIn{own}, devNo)).staffSessionId;
}

std::string CenterRig::clerkSession(const Holder& holder, const std::string& devNo) {
  const auto clerk = staff(devNo);
  const auto id = session(holder, 2, "card", devNo);
  given(send(ClerkRelease{clerk, id, "clerk", "本人到场", true, true}, devNo));
  return id;
}

void CenterRig::run(const std::string& statement) {
  const auto done = store().write(Durability::quick, [&](soci::session& sql) { sql << statement; });
  REQUIRE_MESSAGE(done.has_value(), (done ? std::string() : done.error().what));
}

std::string CenterRig::text(const std::string& select) {
  const auto value = store().read([&](soci::session& sql) {
    std::string found;
    sql << select, soci::into(found);
    return sql.got_data() ? found : std::string("(no row)");
  });
  REQUIRE_MESSAGE(value.has_value(), (value ? std::string() : value.error().what));
  return *value;
}

std::string CenterRig::opened(const std::string& member, const std::string& cell) {
  const auto value = openField(sealer_, {last_.devNo, last_.msgid}, member, Sealed{cell});
  REQUIRE(value.has_value());
  return value->reveal();
}

}  // namespace ssc::center
