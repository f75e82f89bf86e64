#include "center/gate/senders.hpp"

#include "center/gate/public_key.hpp"
#include "center/gate/terminals.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

constexpr std::size_t kMostSenders = 4096;

}  // namespace

Answered<SenderPtr> Senders::find(const HttpRequest& http, const std::string& devNo) {
  if (!http.peer) return refuse(ErrorCode::certificate);
  const std::string fingerprint = hexOf(*http.peer);
  auto sender = remembered(fingerprint);
  if (!sender) {
    auto found = ask(fingerprint);
    if (!found) return found;
    sender = std::move(*found);
    remember(sender);
  }
  if (sender->devNo != devNo) return refuse(ErrorCode::certificate);
  return sender;
}

Answered<SenderPtr> Senders::ask(const std::string& fingerprint) const {
  const auto found = services_.store.read([&](soci::session& sql) { return findOwner(sql, fingerprint); });
  if (!found) return tl::unexpected(refusalOf(found.error()));
  if (!*found) return refuse(ErrorCode::certificate);
  auto key = keyFromHex((*found)->signKey);
  if (!key) return refuse(ErrorCode::certificate);
  return std::make_shared<const Sender>(
      Sender{(*found)->devNo, (*found)->signKey, fingerprint, std::move(*key)});
}

SenderPtr Senders::remembered(const std::string& fingerprint) {
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(fingerprint);
  return found == known_.end() ? nullptr : found->second;
}

void Senders::remember(const SenderPtr& sender) {
  const std::lock_guard lock(mutex_);
  if (known_.size() >= kMostSenders) known_.clear();
  known_.insert_or_assign(sender->fingerprint, sender);
}

void Senders::forget(const Sender& sender) {
  const std::lock_guard lock(mutex_);
  known_.erase(sender.fingerprint);
}

}  // namespace ssc::center
