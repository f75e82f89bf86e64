#include "keys-sim/phone/phone_screen.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <ostream>

#include "wire/qr/draw.hpp"

namespace ssc::sim {

using Json = nlohmann::ordered_json;
using wire::gateway::EcardFace;
using wire::gateway::WaitingLogin;

namespace {

struct WordRow {
  std::string_view code, zh, en;
};
constexpr std::array kStates{WordRow{"ISSUED", "正常", "usable"}, WordRow{"SUSPENDED", "已停用", "suspended"},
                             WordRow{"CLOSED", "已注销", "closed"}};
constexpr std::array kRelations{WordRow{"0", "本人", "own"},         WordRow{"1", "配偶", "spouse"},
                                WordRow{"21", "儿子", "son"},        WordRow{"22", "女儿", "daughter"},
                                WordRow{"31", "儿子", "son"},        WordRow{"32", "女儿", "daughter"},
                                WordRow{"4", "孙辈", "grandchild"},  WordRow{"6", "祖辈", "grandparent"},
                                WordRow{"7", "兄弟姐妹", "sibling"}, WordRow{"8", "其他", "other"}};

struct NoticeRow {
  Notice notice;
  std::string_view name, zh, en;
};
constexpr std::array kNotices{
    NoticeRow{Notice::confirmed, "confirmed", "已确认，请在终端上继续。",
              "Confirmed. Please go on at the terminal."},
    NoticeRow{Notice::refused, "refused", "已拒绝，终端不会登录。", "Refused. Nobody is signed in."},
    NoticeRow{Notice::watching, "watching", "等待登录请求，按 Ctrl-C 结束。",
              "Waiting for sign-ins; Ctrl-C ends it."},
    NoticeRow{Notice::nothingWaits, "nothingWaits", "没有待确认的登录。", "No sign-in waits."},
    NoticeRow{Notice::password, "password", "请输入六位密码（空行取消）：",
              "Six-digit password (empty: cancel): "},
    NoticeRow{Notice::connected, "connected", "已恢复连接。", "The platform answers again."},
};

const NoticeRow& rowOf(Notice notice) {
  return *std::find_if(kNotices.begin(), kNotices.end(),
                       [&](const NoticeRow& row) { return row.notice == notice; });
}

Json jsonOf(const EcardFace& ecard, std::size_t number) {
  return {{"number", number},           {"signNo", ecard.signNo},
          {"relation", ecard.relation}, {"maskedName", ecard.maskedName},
          {"area", ecard.area},         {"state", ecard.state}};
}

Json jsonOf(const WaitingLogin& login) {
  return {{"loginId", login.loginId},
          {"flow", login.flow},
          {"kind", login.kind},
          {"place", login.place},
          {"service", login.service},
          {"maskedName", login.maskedName},
          {"matchNumber", login.matchNumber}};
}

}  // namespace

void PhoneScreen::banner() {
  out_ << either("[模拟] 电子社保卡，测试数据\n", "[SIMULATED] e-card app, test data\n");
}

void PhoneScreen::ecards(const std::vector<EcardFace>& ecards) {
  if (json_) {
    Json list = Json::array();
    for (std::size_t i = 0; i < ecards.size(); ++i)
      list.push_back(jsonOf(ecards[i], i + 1));
    out_ << Json{{"simulated", true}, {"ecards", list}} << '\n' << std::flush;
    return;
  }
  const auto word = [&](const auto& rows, const std::string& code) {
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const WordRow& each) { return each.code == code; });
    return row == rows.end() ? std::string_view(code) : either(row->zh, row->en);
  };
  banner();
  for (std::size_t i = 0; i < ecards.size(); ++i)
    out_ << "  " << i + 1 << "  " << ecards[i].maskedName << "  " << word(kRelations, ecards[i].relation)
         << "  " << ecards[i].area << "  " << word(kStates, ecards[i].state) << "\n";
  out_ << std::flush;
}

void PhoneScreen::code(const EcardFace& ecard, const wire::gateway::CodeMade& made, const CodeView& view) {
  if (json_) {
    Json shown{{"simulated", true}, {"event", "code"}, {"signNo", ecard.signNo}, {"shownFor", made.shownFor}};
    if (view.png.empty() || view.text) shown["code"] = made.text;
    if (!view.png.empty()) shown["png"] = view.png;
    out_ << shown << '\n' << std::flush;
    return;
  }
  banner();
  out_ << "  " << ecard.maskedName << "\n";
  if (view.text) out_ << made.text << "\n";
  if (!view.png.empty()) out_ << "  " << view.png << "\n";
  if (!view.text && view.png.empty()) {
    if (const auto modules = qr::encode(made.text)) out_ << qr::terminalText(*modules);
  }
  out_ << "  " << either("请对准终端扫描口，有效 ", "Show it to the terminal's scanner; good for ")
       << made.shownFor << either(" 秒。\n", " seconds.\n") << std::flush;
}

void PhoneScreen::login(std::string_view event, const WaitingLogin& login) {
  if (json_) {
    Json shown{{"simulated", true}, {"event", event}};
    shown.update(jsonOf(login));
    out_ << shown << '\n' << std::flush;
    return;
  }
  banner();
  out_ << either("  登录地点：", "  place:        ") << login.place << "\n"
       << either("  办理业务：", "  service:      ") << (login.service.empty() ? "-" : login.service) << "\n"
       << either("  持卡人：  ", "  holder:       ") << login.maskedName << "\n";
  if (!login.matchNumber.empty())
    out_ << either("  核对码：  ", "  match number: ") << login.matchNumber
         << either("（应与终端显示一致）", " (the terminal must show the same)") << "\n";
  out_ << either("  登录编号：", "  sign-in:      ") << login.loginId << "\n"
       << either("  不在此处？请拒绝。\n", "  Not where you are? Refuse it.\n") << std::flush;
}

void PhoneScreen::logins(const std::vector<WaitingLogin>& logins) {
  if (json_) {
    Json list = Json::array();
    for (const WaitingLogin& login : logins)
      list.push_back(jsonOf(login));
    out_ << Json{{"simulated", true}, {"logins", list}} << '\n' << std::flush;
    return;
  }
  if (logins.empty()) notice(Notice::nothingWaits);
  for (const WaitingLogin& each : logins)
    login("waiting", each);
}

std::string_view PhoneScreen::words(Notice notice) const {
  return either(rowOf(notice).zh, rowOf(notice).en);
}

void PhoneScreen::notice(Notice notice, const std::string& loginId) {
  if (!json_) {
    out_ << words(notice) << '\n' << std::flush;
    return;
  }
  Json shown{{"simulated", true}, {"event", rowOf(notice).name}};
  if (!loginId.empty()) shown["loginId"] = loginId;
  out_ << shown << '\n' << std::flush;
}

void PhoneScreen::problem(const PhoneProblem& problem) {
  if (json_) {
    out_ << Json{{"simulated", true},
                 {"event", "problem"},
                 {"infcode", problem.infcode},
                 {"zh", problem.zh},
                 {"en", problem.en}}
         << '\n'
         << std::flush;
    return;
  }
  problems_ << "ssc-sim: " << either(problem.zh, problem.en);
  if (problem.infcode != 0) problems_ << " [" << problem.infcode << "]";
  problems_ << '\n' << std::flush;
}

}  // namespace ssc::sim
