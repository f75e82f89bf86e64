#include "kiosk-app/models/card_troubles.hpp"

#include <algorithm>
#include <array>

namespace ssc::kiosk {
namespace {

using flows::Reason;

// Numbers of the back office for the states of a card.
constexpr unsigned kLocked = 2104, kLost = 2105, kNotEnabled = 2106, kCancelled = 2107, kNotPossible = 2108,
                   kNotSeen = 2109, kUnknownCard = 2302, kOtherState = 3101, kTooManyTries = 4105;
constexpr std::string_view kById = "id";
constexpr catalogue::Text kOwnWords{};

constexpr std::array kTroubles{
    // ---- how the card lies in the reader
    Trouble{
        .reason = Reason::cardMute,
        .title = {"读不到卡片", "The card does not answer"},
        .text =
            {"卡片可能插反了。\n请取出，芯片朝上、朝前，插到底。\n芯片脏了，请用软布擦一擦。",
             "It may be the wrong way round. Take it out and put it in with the chip up and first, all the "
             "way. If the chip is dirty, wipe it with a soft cloth."},
        .picture = "insert",
        .endsWithCard = true},
    Trouble{.reason = Reason::cardAbsent,
            .title = {"没有看到卡片", "There is no card"},
            .text = {"请插入社会保障卡，插到底。", "Please insert your social security card, all the way."},
            .picture = "insert",
            .endsWithCard = true},
    Trouble{.reason = Reason::cardRemoved,
            .title = {"卡片拿开得太早", "The card was taken out too early"},
            .text = {"没有办成。\n请重新插入，看到提示再取卡。",
                     "Nothing has been done. Please insert it again, and take it when you are told to."},
            .picture = "insert",
            .endsWithCard = true},
    Trouble{.reason = Reason::communication,
            .title = {"卡片读得不稳", "The card cannot be read reliably"},
            .text = {"请取出卡片，用软布擦一擦芯片，再插一次。",
                     "Please take it out, wipe the chip with a soft cloth, and insert it again."},
            .picture = "wipe",
            .endsWithCard = true},
    Trouble{.reason = Reason::wrongCard,
            .title = {"这不是社会保障卡", "This is not a social security card"},
            .text = {"请取出，换成社会保障卡。", "Please take it out and use your social security card."},
            .picture = "insert",
            .endsWithCard = true},
    // ---- the card itself
    Trouble{
        .reason = Reason::cardData,
        .title = {"卡内数据读不出来", "The card's data cannot be read"},
        .text =
            {"请持卡和身份证，\n到“社会保障卡”窗口检查卡片。",
             "Please have the card looked at, at the counter “Social security cards”. Bring your id card."},
        .next = NextStep::clerk},
    Trouble{
        .reason = Reason::notGenuine,
        .title = {"卡片没有通过验证", "The card did not prove itself"},
        .text =
            {"请持卡和身份证，\n到“社会保障卡”窗口检查卡片。",
             "Please have the card looked at, at the counter “Social security cards”. Bring your id card."},
        .next = NextStep::clerk},
    // ---- its password
    Trouble{.reason = Reason::pinWrong, .title = {"密码不对", "Wrong password"}, .text = kOwnWords},
    Trouble{.reason = Reason::pinLocked,
            .title = {"卡片密码已锁定", "The card's password is locked"},
            .text = {"密码输错太多次。\n请持卡和身份证，\n到“社会保障卡”窗口解锁。",
                     "It was entered wrongly too often. Please go to the counter “Social security cards” "
                     "with the card "
                     "and your id card."},
            .next = NextStep::clerk},
    Trouble{.reason = Reason::pinMismatch,
            .title = {"两次新密码不一样", "The two new passwords differ"},
            .text = {"密码没有修改。\n请再来一次，两次输入相同的新密码。",
                     "Nothing has been changed. Please try again and enter the same new password twice."}},
    Trouble{.reason = Reason::pinGuessable,
            .title = {"新密码太简单", "The new password is too easy to guess"},
            .text = {"密码没有修改。\n请不要用连续或重复的数字，\n例如 123456、666666、121212。",
                     "Nothing has been changed. Please do not use digits in a row or the same ones again and "
                     "again, such as 123456, 666666 or 121212."}},
    Trouble{.reason = Reason::pinUncertain,
            .title = {"不确定密码是否已修改", "It is not known whether the password was changed"},
            .text = {"卡片拿开得太早。\n下次请先用新密码；\n不对时，再用原密码。",
                     "The card was taken out too early. Next time, use the new password first; if it is "
                     "wrong, use the old one."},
            .picture = "insert"},
    Trouble{
        .reason = Reason::pinLength, .title = {"密码位数不对", "Wrong number of digits"}, .text = kOwnWords},
    Trouble{.reason = Reason::pinTimedOut, .title = {"没有输入密码", "No password"}, .text = kOwnWords},
    Trouble{.reason = Reason::pinCancelled, .title = {"已取消输入", "Cancelled"}, .text = kOwnWords},
    Trouble{.reason = Reason::pinPadFault,
            .title = {"密码键盘没有响应", "The keypad does not answer"},
            .text = kOwnWords,
            .picture = "pad",
            .next = NextStep::clerk},
    // ---- its state at the back office
    Trouble{.reason = Reason::officeRefused,
            .infcode = kLocked,
            .title = {"卡片已锁定", "The card is locked"},
            .text = {"请持卡和身份证，\n到“社会保障卡”窗口解锁。",
                     "Please go to the counter “Social security cards” with the card and your id card."},
            .next = NextStep::clerk},
    Trouble{
        .reason = Reason::officeRefused,
        .infcode = kLost,
        .title = {"卡片已挂失", "The card was reported lost"},
        .text =
            {"临时挂失的卡已经找回，可以解除挂失。\n正式挂失的卡不能再用，请到“社会保障卡”窗口补卡。",
             "After a temporary report you can release it, now that you have it back. After a formal one it "
             "cannot be used any more: please ask for a new card at the counter “Social security cards”."},
        .next = NextStep::service,
        .service = "card-release"},
    Trouble{.reason = Reason::officeRefused,
            .infcode = kNotEnabled,
            .title = {"新卡还没有启用", "The card is not enabled yet"},
            .text = {"启用以后才能使用。", "It can be used once it is enabled."},
            .next = NextStep::service,
            .service = "card-enable"},
    Trouble{.reason = Reason::officeRefused,
            .infcode = kCancelled,
            .title = {"卡片已注销", "The card is cancelled"},
            .text = {"请使用新卡。没有新卡，\n请持身份证到“社会保障卡”窗口申领。",
                     "Please use your new card. If you have none, ask for one at the counter “Social "
                     "security cards” and "
                     "bring your id card."},
            .next = NextStep::clerk},
    Trouble{
        .reason = Reason::officeRefused,
        .infcode = kNotPossible,
        .title = {"这张卡不能在这里办理", "Not possible with this card"},
        .text = {"请持卡和身份证，\n到“社会保障卡”窗口咨询。",
                 "Please ask at the counter “Social security cards”, and bring the card and your id card."},
        .next = NextStep::clerk},
    Trouble{.reason = Reason::officeRefused,
            .infcode = kNotSeen,
            .title = {"没有核验成功", "That could not be verified"},
            .text = {"请正对摄像头再试一次；仍不成功，请持卡和身份证到“社会保障卡”窗口办理。",
                     "Please face the camera and try again. If it fails again, go to the counter “Social "
                     "security cards” "
                     "with the card and your id card."}},
    Trouble{
        .reason = Reason::officeRefused,
        .infcode = kUnknownCard,
        .title = {"没有查到这张卡", "The card is not known here"},
        .text = {"请持卡和身份证，\n到“社会保障卡”窗口咨询。",
                 "Please ask at the counter “Social security cards”, and bring the card and your id card."},
        .next = NextStep::clerk},
    Trouble{.reason = Reason::officeRefused,
            .infcode = kOtherState,
            .title = {"卡片现在不需要办这件事", "Not possible as the card stands now"},
            .text = {"卡片可能已经可以使用。请先查看卡状态，有疑问请到“社会保障卡”窗口咨询。",
                     "The card may be in use already. Please look at its state first, or ask at the counter "
                     "“Social security "
                     "cards”."},
            .next = NextStep::service,
            .service = "card-state"},
    // ---- id card and face
    Trouble{
        .reason = Reason::idCardAbsent,
        .title = {"没有看到身份证", "There is no id card"},
        .text = {"请把身份证平放在感应区，核验完再拿开。\n没有带身份证，可以换一种方式。",
                 "Please lay your id card flat on its field and leave it there. If you do not have it with "
                 "you, use another way."},
        .picture = "id-card"},
    Trouble{
        .reason = Reason::idCardUnreadable,
        .title = {"身份证读不出来", "The id card cannot be read"},
        .text = {"请拿开别的卡和手机，再平放一次。\n仍读不出来，请换一种方式。",
                 "Please take other cards and the phone away and lay it flat again. If that does not help, "
                 "use another way."},
        .picture = "id-card"},
    Trouble{
        .reason = Reason::idCardExpired,
        .title = {"身份证已过有效期", "The id card has expired"},
        .text = {"过期的身份证不能用来核验。\n请用社会保障卡或手机登录；换证请到公安机关。",
                 "It proves nothing any more. Please use your social security card or your phone. The police "
                 "renew id cards."}},
    Trouble{.reason = Reason::idReaderFault,
            .title = {"身份证阅读器没有响应", "The id-card reader does not answer"},
            .text = {"请用社会保障卡或手机登录，\n或呼叫工作人员。",
                     "Please use your social security card or your phone, or call a clerk."}},
    Trouble{.reason = Reason::cameraFault,
            .title = {"摄像头没有响应", "The camera does not answer"},
            .text = {"请用社会保障卡或手机登录，\n或呼叫工作人员。",
                     "Please use your social security card or your phone, or call a clerk."}},
    Trouble{.reason = Reason::faceNotSeen,
            .title = {"没有看清面部", "No face could be seen"},
            .text = {"请站到摄像头正前方，\n摘下口罩和帽子，只留本人。",
                     "Please stand right before the camera, alone, without mask and hat."},
            .picture = "face"},
    Trouble{.reason = Reason::faceNotAlike,
            .title = {"与身份证照片不符", "This does not match the id card"},
            .text = {"只能由本人办理。\n是本人的，请换一种方式登录，\n或请工作人员核对。",
                     "Only the holder can go on. If that is you, use another way, or let a clerk compare."},
            .picture = "face"},
    Trouble{
        .reason = Reason::officeRefused,
        .infcode = kUnknownCard,
        .title = {"没有查到您的参保信息", "You are not known here"},
        .text = {"这张身份证在本地没有社会保障记录。\n在外地参保的，请用社会保障卡或手机登录。",
                 "There is no record of this id card in this area. If you are insured elsewhere, please use "
                 "your social security card or your phone."},
        .way = kById},
    Trouble{.reason = Reason::officeRefused,
            .infcode = kNotPossible,
            .title = {"这张身份证不能在这里使用", "Not possible with this id card"},
            .text = {"请持身份证到“社会保障卡”窗口咨询。",
                     "Please ask at the counter “Social security cards”, and bring the id card."},
            .next = NextStep::clerk,
            .way = kById},
    Trouble{
        .reason = Reason::officeRefused,
        .infcode = kTooManyTries,
        .title = {"面部核验次数太多", "Too many tries"},
        .text = {"为了保护本人，\n这张身份证十分钟内不能再用。\n请用社会保障卡或手机登录，\n或呼叫工作人员。",
                 "To protect its holder this id card cannot be used for ten minutes. Please use your social "
                 "security card or your phone, or call a clerk."},
        .way = kById},
};

bool isOf(const Trouble& trouble, const flows::Failure& failure) {
  return trouble.reason == failure.reason &&
         (trouble.reason != Reason::officeRefused || trouble.infcode == failure.infcode);
}

const Trouble* find(const flows::Failure& failure, std::string_view way) {
  const auto* const row = std::ranges::find_if(
      kTroubles, [&](const Trouble& trouble) { return trouble.way == way && isOf(trouble, failure); });
  return row == kTroubles.end() ? nullptr : row;
}

}  // namespace

std::span<const Trouble> cardTroubles() {
  return kTroubles;
}

const Trouble* troubleOf(const flows::Failure& failure, std::string_view way) {
  const Trouble* own = find(failure, way);
  return own != nullptr ? own : find(failure, {});
}

}  // namespace ssc::kiosk
