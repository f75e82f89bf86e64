// Files beside messages: 9101 brings one, 9102 fetches one piece by piece.
#pragma once

#include <optional>
#include <string>

#include "center/gate/call.hpp"
#include "wire/office/settlement.hpp"

namespace ssc::center {

struct StoredFile {
  std::string fileNo, devNo, kind, msgid;
  std::string kid;  ///< session key of the message that brought it
  std::string sm3;  ///< 64 lower-case hexadecimal digits
  std::string content;
};

/// Of this terminal, or of everybody; whole.
std::optional<StoredFile> findFile(soci::session& sql, const std::string& devNo, const std::string& fileNo);
/// For every terminal, or for `devNo` only; gives its number. What is for all stays until it is dropped.
Answered<std::string> publishFile(const Services& services, soci::session& sql, std::string_view kind,
                                  std::string_view content, std::int64_t now, const std::string& devNo = {});
void dropFile(soci::session& sql, const std::string& fileNo);
/// Uploads of long ago. How many.
std::size_t forgetFiles(soci::session& sql, std::int64_t now);

Answered<wire::office::FileStored> uploadFile(const Call& call, const wire::office::UploadFile& body);
Answered<wire::office::FilePiece> fetchFile(const Call& call, const wire::office::FetchFile& body);

/// The bytes that an answer to 9102 names, also when the answer is given again; empty for any other message.
std::string fileBeside(const Services& services, const wire::office::Request& request,
                       const wire::office::Reply& reply);

}  // namespace ssc::center
