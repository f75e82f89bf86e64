#include "center/files/files.hpp"

#include <algorithm>

#include "crypto/base64.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::size_t kPart = std::size_t{768} * 1024;  // bytes; a multiple of 3, so that Base64 has no rest
constexpr std::size_t kFileNoBytes = 12;
constexpr std::int64_t kKept = 30LL * 24 * 3600 * 1000;  // milliseconds
constexpr std::array<std::string_view, 2> kUploads{"offlineBatch", "statement"};

struct FileRow {
  std::string devNo, kind, msgid, kid, sm3;
  std::size_t size = 0;
};

/// One that this terminal may see.
std::optional<FileRow> rowOf(soci::session& sql, const std::string& devNo, const std::string& fileNo) {
  FileRow row;
  long long size = 0;
  sql << "SELECT dev_no, kind, msgid, kid, sm3, size FROM files WHERE file_no = :no AND (dev_no = :dev OR "
         "dev_no = "
         "'')",
      soci::use(fileNo), soci::use(devNo), soci::into(row.devNo), soci::into(row.kind), soci::into(row.msgid),
      soci::into(row.kid), soci::into(row.sm3), soci::into(size);
  if (!sql.got_data()) return std::nullopt;
  row.size = static_cast<std::size_t>(size);
  return row;
}

void insertRow(soci::session& sql, const std::string& fileNo, const FileRow& row, std::int64_t now) {
  const long long size = static_cast<long long>(row.size), at = now;
  sql << "INSERT INTO files (file_no, dev_no, kind, size, sm3, msgid, kid, at) VALUES (:no, :dev, :kind, "
         ":size, :sm3, "
         ":msgid, :kid, :at)",
      soci::use(fileNo), soci::use(row.devNo), soci::use(row.kind), soci::use(size), soci::use(row.sm3),
      soci::use(row.msgid), soci::use(row.kid), soci::use(at);
}

void insertParts(soci::session& sql, const std::string& fileNo, std::string_view content) {
  for (int part = 0; !content.empty(); ++part) {
    const std::string text = crypto::toBase64(crypto::bytesOf(content.substr(0, kPart)));
    sql << "INSERT INTO file_parts (file_no, part, content) VALUES (:no, :part, :content)", soci::use(fileNo),
        soci::use(part), soci::use(text);
    content.remove_prefix(std::min(kPart, content.size()));
  }
}

/// Bytes `from` to `from + length` of a file; shorter where parts are missing.
std::string pieceOf(soci::session& sql, const std::string& fileNo, std::size_t from, std::size_t length) {
  std::string piece;
  const std::size_t first = from / kPart;
  for (std::size_t part = first; piece.size() < length + (from - first * kPart); ++part) {
    const int number = static_cast<int>(part);
    std::string text;
    sql << "SELECT content FROM file_parts WHERE file_no = :no AND part = :part", soci::use(fileNo),
        soci::use(number), soci::into(text);
    const auto bytes = sql.got_data() ? crypto::fromBase64(text) : std::nullopt;
    if (!bytes || bytes->empty()) break;
    piece.append(bytes->begin(), bytes->end());
  }
  piece.erase(0, std::min(piece.size(), from - first * kPart));
  piece.resize(std::min(piece.size(), length));
  return piece;
}

Answered<std::string> digestOf(crypto::ByteView content) {
  const auto digest = crypto::sm3(content);
  if (!digest) return refuse(ErrorCode::storage);
  return crypto::toLowerHex(*digest);
}

std::size_t lengthOf(std::size_t size, std::size_t from) {
  return std::min(kFilePiece, size - from);
}

}  // namespace

std::optional<StoredFile> findFile(soci::session& sql, const std::string& devNo, const std::string& fileNo) {
  auto row = rowOf(sql, devNo, fileNo);
  if (!row) return std::nullopt;
  StoredFile file{fileNo,
                  std::move(row->devNo),
                  std::move(row->kind),
                  std::move(row->msgid),
                  std::move(row->kid),
                  std::move(row->sm3),
                  {}};
  file.content = pieceOf(sql, fileNo, 0, row->size);
  if (file.content.size() != row->size) return std::nullopt;
  return file;
}

Answered<std::string> publishFile(const Services& services, soci::session& sql, std::string_view kind,
                                  std::string_view content, std::int64_t now, const std::string& devNo) {
  auto fileNo = randomId(services.random, kFileNoBytes);
  auto sm3 = digestOf(crypto::bytesOf(content));
  if (!fileNo || !sm3) return fileNo ? sm3 : fileNo;
  insertRow(sql, *fileNo, {devNo, std::string(kind), "", "", std::move(*sm3), content.size()}, now);
  insertParts(sql, *fileNo, content);
  return fileNo;
}

void dropFile(soci::session& sql, const std::string& fileNo) {
  sql << "DELETE FROM file_parts WHERE file_no = :no", soci::use(fileNo);
  sql << "DELETE FROM files WHERE file_no = :no", soci::use(fileNo);
}

std::size_t forgetFiles(soci::session& sql, std::int64_t now) {
  const long long before = now - kKept;
  sql << "DELETE FROM file_parts WHERE file_no IN (SELECT file_no FROM files WHERE dev_no <> '' AND at < "
         ":before)",
      soci::use(before);
  soci::statement erase =
      (sql.prepare << "DELETE FROM files WHERE dev_no <> '' AND at < :before", soci::use(before));
  erase.execute(true);
  return static_cast<std::size_t>(erase.get_affected_rows());
}

Answered<FileStored> uploadFile(const Call& call, const UploadFile& body) {
  if (std::ranges::find(kUploads, body.kind) == kUploads.end())
    return refuse(ErrorCode::badEnvelope, 0, "input.kind");
  if (call.file.size() > kMostFile) return refuse(ErrorCode::tooLarge, 0, "file");
  if (call.file.size() != body.size) return refuse(ErrorCode::badEnvelope, 0, "input.size");
  const auto sm3 = digestOf(call.file);
  if (!sm3) return tl::unexpected(sm3.error());
  if (*sm3 != body.sm3) return refuse(ErrorCode::badEnvelope, 0, "input.sm3");
  auto fileNo = randomId(call.services.random, kFileNoBytes);
  if (!fileNo) return tl::unexpected(fileNo.error());
  const std::string kid = call.terminal.signOn ? call.terminal.signOn->kid : std::string();
  insertRow(call.sql, *fileNo,
            {call.terminal.devNo, body.kind, call.head().msgid, kid, *sm3, call.file.size()}, call.at());
  insertParts(call.sql, *fileNo, {reinterpret_cast<const char*>(call.file.data()), call.file.size()});
  return FileStored{std::move(*fileNo)};
}

Answered<FilePiece> fetchFile(const Call& call, const FetchFile& body) {
  const auto row = rowOf(call.sql, call.terminal.devNo, body.fileNo);
  if (!row) return refuse(ErrorCode::wrongStep, 0, "input.fileNo");
  if (body.from > row->size) return refuse(ErrorCode::badEnvelope, 0, "input.from");
  return FilePiece{static_cast<std::uint32_t>(row->size), row->sm3,
                   static_cast<std::uint32_t>(lengthOf(row->size, body.from))};
}

std::string fileBeside(const Services& services, const Request& request, const Reply& reply) {
  if (request.head.infno != FetchFile::kInfno || reply.infcode != 0) return {};
  const auto body = decodeBody<FetchFile>(request.input);
  if (!body) return {};
  const auto piece = services.store.read([&](soci::session& sql) -> std::string {
    const auto row = rowOf(sql, request.head.devNo, body->fileNo);
    if (!row || body->from > row->size) return {};
    return pieceOf(sql, body->fileNo, body->from, lengthOf(row->size, body->from));
  });
  return piece ? *piece : std::string();
}

}  // namespace ssc::center
