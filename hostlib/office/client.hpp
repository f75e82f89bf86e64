// The center, as the rest of the terminal sees it: a body goes there, its answer comes back.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "hostlib/office/draft.hpp"
#include "hostlib/office/identity.hpp"
#include "hostlib/office/link_state.hpp"
#include "hostlib/office/session.hpp"

namespace ssc::office {

/// What holds for one call.
struct Scope {
  std::string insuredArea;  ///< six digits: where the person is insured; empty while nobody is known
  std::stop_token stop;
};

/// What a client works with. Borrowed.
struct Parts {
  Transport& transport;
  Clock& clock;
  crypto::RandomSource& random;
  LinkState& link;  ///< learns from every call
};

/// From several threads at the same time. Every call ends within the limits of its kind and their retries
/// (docs/office.md), or at once with `cancelled` when `scope.stop` is requested. Signs in by itself.
class Client {
 public:
  /// Reads the center's key and this terminal's identity.
  static Result<std::unique_ptr<Client>> open(Settings settings, const Parts& parts);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  /// For a body with sealed values. Signs in where that has not been done.
  Result<Draft> draft(const std::stop_token& stop = {});

  template <class Body>
  Result<typename Body::Answer> call(const Body& body, const Scope& scope = {}) {
    const auto made = needsSession(Body::kInfno) ? draft(scope.stop) : plainDraft(scope.stop);
    if (!made) return tl::unexpected(made.error());
    return call(*made, body, scope);
  }
  template <class Body>
  Result<typename Body::Answer> call(const Draft& draft, const Body& body, const Scope& scope = {}) {
    const auto output = exchange(Body::kInfno, draft, wire::office::encodeBody(body), scope);
    if (!output) return tl::unexpected(output.error());
    auto answer = wire::office::decodeBody<typename Body::Answer>(*output);
    if (!answer) return tl::unexpected(unreadable(draft, answer.error()));
    return std::move(*answer);
  }

  /// A file beside 9101; gives its number. What is sealed inside it is bound to the draft. Up to kMostFile
  /// bytes.
  Result<std::string> upload(const Draft& draft, std::string_view kind, std::string_view file,
                             const Scope& scope = {});
  using FetchProgress = std::function<void(std::size_t done, std::size_t of)>;
  /// A whole file, piece by piece (9102), its SM3 checked. badAnswer for more than `most` bytes.
  Result<std::string> fetch(const std::string& fileNo, std::size_t most, const Scope& scope = {},
                            const FetchProgress& progress = {});

  /// The sign-in there is, if any.
  [[nodiscard]] std::optional<Session> session();

  [[nodiscard]] LinkState& link() const { return link_; }
  [[nodiscard]] const Settings& settings() const { return settings_; }
  /// What the center signs with.
  [[nodiscard]] const crypto::Sm2PublicKey& centerKey() const { return centerKey_; }

 private:
  Client(Settings settings, Identity identity, crypto::Sm2PublicKey centerKey, const Parts& parts);

  static bool needsSession(std::string_view infno);
  static Error unreadable(const Draft& draft, const wire::BadMessage& why);
  Result<Draft> plainDraft(const std::stop_token& stop);
  Result<std::string> exchange(std::string_view infno, const Draft& draft, std::string input,
                               const Scope& scope);
  [[nodiscard]] Result<Outgoing> outgoing(std::string_view infno, const Draft& draft, std::string input,
                                          const Scope& scope) const;
  Result<std::string> send(Outgoing& message, const Scope& scope);
  Result<std::string> converse(Outgoing& message, const std::stop_token& stop);
  Result<wire::office::Reply> once(Outgoing& message, const std::stop_token& stop);
  template <class T>
  Result<T> noted(Result<T> result, LinkEvent failure = LinkEvent::failed);

  Settings settings_;
  Identity identity_;
  crypto::Sm2PublicKey centerKey_;
  Numbers numbers_;
  crypto::RandomSource& random_;
  Clock& clock_;
  LinkState& link_;
  SessionKeeper sessions_;
  Delivery delivery_;
};

}  // namespace ssc::office
