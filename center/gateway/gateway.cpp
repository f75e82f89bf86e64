#include "center/gateway/gateway.hpp"

#include <chrono>

#include "center/gateway/admission.hpp"
#include "center/gateway/calls.hpp"

namespace ssc::center {

namespace gateway = wire::gateway;
using wire::office::ErrorCode;

namespace {

constexpr std::string_view kUnknownCall = "?";

HttpAnswer closed(unsigned status) {
  return {status, "text/plain", "", {}};
}

std::optional<gateway::Request> requestOf(const HttpRequest& http) {
  if (http.method != "POST" || !http.body.empty()) return std::nullopt;
  const auto mark = http.target.find('?');
  if (mark == std::string::npos) return std::nullopt;
  auto request = gateway::parseQuery(std::string_view(http.target).substr(mark + 1));
  return request ? std::optional(std::move(*request)) : std::nullopt;
}

/// The texts of the error's row, with its number in them.
std::string filled(std::string_view text, unsigned number) {
  constexpr std::string_view kPlace = "{n}";
  std::string full(text);
  if (const auto at = full.find(kPlace); at != std::string::npos)
    full.replace(at, kPlace.size(), std::to_string(number));
  return full;
}

gateway::Reply replyOf(const Answered<crypto::SecretBytes>& result) {
  gateway::Reply reply;
  if (result) {
    reply.output.assign(result->reveal().begin(), result->reveal().end());
    return reply;
  }
  const Refusal& refusal = result.error();
  const auto& row = wire::office::rowOf(refusal.code);
  reply.infcode = static_cast<unsigned>(refusal.code);
  reply.errMsg = wire::office::errorText(refusal.code, refusal.number, refusal.where);
  reply.zh = filled(row.zh, refusal.number);
  reply.en = filled(row.en, refusal.number);
  return reply;
}

/// A refusal that keeps what was written commits; so it travels beside the transaction, not as its result.
Answered<crypto::SecretBytes> work(const Services& services, const AdmittedApp& app,
                                   const gateway::Request& request) {
  if (app.refusal) return tl::unexpected(*app.refusal);
  const AppCallRow* row = findAppCall(request.name);
  if (row == nullptr) return refuse(ErrorCode::unknownTransaction);
  const auto body = gateway::openRequest(app.keys, request);
  if (!body) return refuse(ErrorCode::badEnvelope, 0, "security");
  Answered<crypto::SecretBytes> result = refuse(ErrorCode::storage);
  const auto done = services.store.write(row->durability, [&](soci::session& sql) -> Answered<void> {
    result = row->answer({services, sql, app.phone, toStored(services.clock.now())}, body->reveal());
    if (!result && !result.error().keeps) return tl::unexpected(result.error());
    return {};
  });
  if (!done) return tl::unexpected(refusalOf(done.error()));
  return result;
}

}  // namespace

HttpAnswer answerGateway(const Services& services, const HttpRequest& http) {
  const auto begun = std::chrono::steady_clock::now();
  const auto request = requestOf(http);
  if (!request) return closed(403);
  const auto admitted = admitApp(services, *request, http.remote);
  if (!admitted) return closed(503);
  const auto& app = *admitted;
  if (!app) return closed(403);
  const gateway::Reply reply = replyOf(work(services, *app, *request));
  const auto took =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
  const bool known = findAppCall(request->name) != nullptr;
  services.metrics.answered(known ? request->name : kUnknownCall, reply.infcode, took);
  auto sealed = gateway::sealReply(app->keys, *request, reply, services.random);
  if (!sealed) return closed(503);
  return {200, "application/json", std::move(*sealed), {{"Cache-Control", "no-store"}}};
}

}  // namespace ssc::center
