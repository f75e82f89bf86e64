// Files beside messages: 9101 takes one to the center, 9102 fetches one piece by piece.
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "hostlib/office/client.hpp"
#include "wire/office/settlement.hpp"

namespace ssc::office {
namespace {

using wire::office::FetchFile;
using wire::office::FilePiece;
using wire::office::UploadFile;

Error unusable(std::string where, const Draft& draft) {
  return {Fault::badAnswer, std::move(where), 0, {}, draft.msgid(), false};
}

Result<std::string> hashOf(std::string_view file) {
  const auto digest = crypto::sm3(crypto::bytesOf(file));
  if (!digest) return badFile("SM3");
  return crypto::toLowerHex(*digest);
}

}  // namespace

Result<std::string> Client::upload(const Draft& draft, std::string_view kind, std::string_view file,
                                   const Scope& scope) {
  const auto hash = hashOf(file);
  if (!hash) return tl::unexpected(hash.error());
  const UploadFile body{std::string(kind), static_cast<std::uint32_t>(file.size()), *hash};
  auto message = outgoing(UploadFile::kInfno, draft, wire::office::encodeBody(body), scope);
  if (!message) return tl::unexpected(message.error());
  message->withFile = true;
  message->file = file;
  const auto output = send(*message, scope);
  if (!output) return tl::unexpected(output.error());
  auto answer = wire::office::decodeBody<UploadFile::Answer>(*output);
  if (!answer) return tl::unexpected(unreadable(draft, answer.error()));
  return std::move(answer->fileNo);
}

Result<std::string> Client::fetch(const std::string& fileNo, std::size_t most, const Scope& scope,
                                  const FetchProgress& progress) {
  std::string file;
  for (;;) {
    const auto made = draft(scope.stop);
    if (!made) return tl::unexpected(made.error());
    const FetchFile body{fileNo, static_cast<std::uint32_t>(file.size())};
    auto message = outgoing(FetchFile::kInfno, *made, wire::office::encodeBody(body), scope);
    if (!message) return tl::unexpected(message.error());
    message->withFile = true;
    const auto output = send(*message, scope);
    if (!output) return tl::unexpected(output.error());
    const auto piece = wire::office::decodeBody<FilePiece>(*output);
    if (!piece) return tl::unexpected(unreadable(*made, piece.error()));
    const bool fits = piece->length == message->received.size() && piece->size <= most &&
                      file.size() + piece->length <= piece->size &&
                      (piece->length > 0 || piece->size == file.size());
    if (!fits) return tl::unexpected(unusable("a piece of the file does not fit", *made));
    file += message->received;
    if (progress) progress(file.size(), piece->size);
    if (file.size() < piece->size) continue;
    const auto hash = hashOf(file);
    if (!hash || *hash != piece->sm3)
      return tl::unexpected(unusable("the file is not the one that was named", *made));
    return file;
  }
}

}  // namespace ssc::office
