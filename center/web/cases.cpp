// The first page, and the state of one's own cases: query items of the catalogue as tables.
#include <algorithm>

#include "center/data/queries/query.hpp"
#include "center/identity/people.hpp"
#include "center/identity/sessions.hpp"
#include "center/web/pages.hpp"

namespace ssc::center::web {

using wire::office::ErrorCode;

namespace {

struct SignedIn {
  Visit visit;
  PageSession session;
  std::string maskedName;
};

Answered<SignedIn> signedIn(const Context& at, soci::session& sql, const Request& request) {
  auto visit = findVisit(at.services, sql, request.cookie);
  if (!visit || visit->sessionId.empty()) return refuse(ErrorCode::signInUnknown);
  auto session = requireSession(at.services, sql, *visit);
  if (!session) return tl::unexpected(session.error());
  const auto person = findPerson(sql, session->subject);
  if (!person) return refuse(ErrorCode::signInUnknown);
  return SignedIn{std::move(*visit), std::move(*session), maskedName(person->name)};
}

Html tile(const Html& button) {
  return element("li", {}, button);
}

HttpAnswer outsidePage(const Request& request) {
  const Html tiles = tile(buttonTo(request, "/web/login", Say::signIn, {})) +
                     tile(linkTo(request, "/web/check", Say::checkTitle, "button quiet"));
  return page(request, Say::home,
              paragraph(say(request.language, Say::homeLead)) + element("ul", {{"class", "tiles"}}, tiles));
}

HttpAnswer insidePage(const Request& request, const SignedIn& who) {
  const Language language = request.language;
  Html tiles;
  for (const KeyedText& item : kItems) {
    const std::string address = request.link("/web/cases", "item=" + std::string(item.key));
    tiles += tile(element("a", {{"class", "button quiet"}, {"href", address}}, say(language, item.text)));
  }
  const Html content =
      element("p", {}, text(say(language, Say::hello)) + text(" ") + element("strong", {}, who.maskedName)) +
      element("h2", {}, say(language, Say::myCases)) + element("ul", {{"class", "tiles"}}, tiles) +
      linkTo(request, "/web/check", Say::checkTitle, "button quiet") +
      buttonTo(request, "/web/logout", Say::signOut, formToken(request.cookie));
  return page(request, Say::home, content);
}

/// What a screen may show: people behind a star, accounts by their end.
std::string shown(Language language, CellKind kind, const std::string& cell) {
  constexpr std::size_t kEnd = 4;
  if (kind == CellKind::code) return std::string(wordFor(language, kCodeTexts, cell));
  if (kind == CellKind::name && !cell.empty()) return maskedName(crypto::Personal(cell));
  if (kind == CellKind::account && cell.size() > kEnd) return "*" + cell.substr(cell.size() - kEnd);
  return cell;
}

bool isFigure(CellKind kind) {
  return kind == CellKind::money || kind == CellKind::number;
}

Html tableOf(Language language, std::string_view caption, const QueryPage& page) {
  Html head;
  for (const Column& column : page.columns)
    head += element("th", {{"scope", "col"}}, wordFor(language, kColumnTexts, column.id));
  Html body;
  for (const auto& row : page.rows) {
    Html cells;
    for (std::size_t i = 0; i < page.columns.size(); ++i) {
      const CellKind kind = page.columns[i].kind;
      cells += element("td", {{"class", isFigure(kind) ? "figure" : "words"}}, shown(language, kind, row[i]));
    }
    body += element("tr", {}, cells);
  }
  return element(
      "div",
      {{"class", "table"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", std::string(caption)}},
      element("table", {},
              element("caption", {}, caption) + element("thead", {}, element("tr", {}, head)) +
                  element("tbody", {}, body)));
}

struct Asked {
  std::string item, view;
  unsigned number = 0;
};

std::optional<Asked> readAsked(const Request& request) {
  Asked asked{std::string(valueOf(request.query, "item")), std::string(valueOf(request.query, "view")), 0};
  const auto number = valueOf(request.query, "page");
  const bool known = std::any_of(kItems.begin(), kItems.end(),
                                 [&](const KeyedText& item) { return item.key == asked.item; });
  const bool isNumber =
      number.size() <= 3 && number.find_first_not_of("0123456789") == std::string_view::npos;
  if (!known || !isNumber) return std::nullopt;
  for (const char digit : number)
    asked.number = asked.number * 10 + static_cast<unsigned>(digit - '0');
  const auto all = views(asked.item);
  if (asked.view.empty() && !all.empty()) asked.view = all.front().id;
  return asked;
}

std::string addressOf(const Request& request, const Asked& asked, std::string_view view, unsigned number) {
  return request.link("/web/cases", "item=" + asked.item + "&view=" + std::string(view) +
                                        (number == 0 ? "" : "&page=" + std::to_string(number)));
}

std::string_view nameOfView(Language language, const Asked& asked, std::string_view view) {
  const std::string key = asked.item + "/" + std::string(view);
  const auto words = wordFor(language, kViewTexts, key);
  return words == key ? wordFor(language, kItems, asked.item) : words;
}

Html viewsOf(const Request& request, const Asked& asked) {
  const auto all = views(asked.item);
  if (all.size() < 2) return {};
  Html links;
  for (const QueryView& view : all) {
    const auto words = nameOfView(request.language, asked, view.id);
    const std::string address = addressOf(request, asked, view.id, 0);
    links += view.id == asked.view
                 ? element("a", {{"class", "button"}, {"href", address}, {"aria-current", "page"}}, words)
                 : element("a", {{"class", "button"}, {"href", address}}, words);
  }
  return element("nav", {{"class", "views"}}, links);
}

Html turning(const Request& request, const Asked& asked, const QueryPage& page) {
  Html links;
  const auto link = [&](unsigned number, Say words) {
    return element("a", {{"class", "button quiet"}, {"href", addressOf(request, asked, asked.view, number)}},
                   say(request.language, words)) +
           text(" ");
  };
  if (asked.number > 0) links += link(asked.number - 1, Say::previousPage);
  if (page.more) links += link(asked.number + 1, Say::nextPage);
  return links;
}

}  // namespace

HttpAnswer homePage(const Context& at, const Request& request) {
  const auto who = reading(at, [&](soci::session& sql) { return signedIn(at, sql, request); });
  if (who) return insidePage(request, *who);
  if (who.error().code == ErrorCode::signInUnknown) return outsidePage(request);
  return refusalPage(request, who.error());
}

HttpAnswer casesPage(const Context& at, const Request& request) {
  const auto asked = readAsked(request);
  if (!asked) return notice(request, 400, Say::trouble, say(request.language, Say::badRequest));
  const std::string today = wire::dayText(at.services.clock.now());
  const auto result = writing(at, Durability::quick, [&](soci::session& sql) -> Answered<QueryPage> {
    const auto who = signedIn(at, sql, request);
    if (!who) return tl::unexpected(who.error());
    if (auto noted = noteAccess(at.services, sql, who->session, "8206", asked->item); !noted)
      return tl::unexpected(noted.error());
    auto rows = runQuery(sql, {asked->item, asked->view, who->session.subject, {}, {}, asked->number, today});
    if (!rows) return refuse(ErrorCode::badEnvelope);
    return std::move(*rows);
  });
  if (!result && result.error().code == ErrorCode::signInUnknown) return redirectTo(request.link("/web"));
  if (!result && result.error().code == ErrorCode::badEnvelope)
    return notice(request, 400, Say::trouble, say(request.language, Say::badRequest));
  if (!result) return refusalPage(request, result.error());
  const auto caption = nameOfView(request.language, *asked, asked->view);
  Html content = viewsOf(request, *asked);
  content += result->rows.empty() ? element("h2", {}, caption) + paragraph(say(request.language, Say::noRows))
                                  : tableOf(request.language, caption, *result);
  content += turning(request, *asked, *result) +
             element("p", {}, text(say(request.language, Say::asOf)) + text(today)) +
             linkTo(request, "/web", Say::home, "button quiet");
  return page(request, Say::myCases, content);
}

HttpAnswer signOut(const Context& at, const Request& request) {
  if (!isFormToken(request.cookie, valueOf(request.form, "token")))
    return notice(request, 403, Say::trouble, say(request.language, Say::badForm));
  const auto done = writing(at, Durability::safe, [&](soci::session& sql) -> Answered<void> {
    const auto visit = findVisit(at.services, sql, request.cookie);
    if (!visit) return {};
    endSession(sql, visit->sessionId, toStored(at.services.clock.now()));
    closeVisit(sql, *visit);
    return {};
  });
  if (!done) return refusalPage(request, done.error());
  HttpAnswer answer = notice(request, 200, Say::home, say(request.language, Say::signedOut));
  setCookie(answer, {});
  return answer;
}

}  // namespace ssc::center::web
