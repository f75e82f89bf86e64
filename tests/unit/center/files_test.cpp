// Files beside messages: whole, of the right terminal, piece by piece.
#include "center/files/files.hpp"

#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "tests/unit/center/rig.hpp"
#include "wire/office/file_message.hpp"

using namespace ssc;
using namespace ssc::center;
using namespace ssc::wire::office;

namespace {

std::string hashOf(const std::string& text) {
  return crypto::toLowerHex(crypto::sm3(crypto::bytesOf(text)).value());
}

Answered<FileStored> upload(CenterRig& rig, const std::string& file, UploadFile body) {
  return rig.inCall([&](const Call& call) {
    const Message message{call.services, call.request, call.terminal,
                          call.sealer,   call.now,     crypto::bytesOf(file)};
    return uploadFile(Call{message, call.sql, std::nullopt}, body);
  });
}

UploadFile bodyFor(const std::string& file) {
  return {"offlineBatch", static_cast<std::uint32_t>(file.size()), hashOf(file)};
}

/// The bytes that an answer to 9102 brings.
std::string piece(CenterRig& rig, const std::string& fileNo, std::uint32_t from,
                  const std::string& devNo = kDevNo) {
  Request request;
  request.head.infno = FetchFile::kInfno;
  request.head.devNo = devNo;
  request.input = encodeBody(FetchFile{fileNo, from});
  return fileBeside(rig.services, request, Reply());
}

}  // namespace

TEST_CASE("a file is kept whole and given out in pieces, across the parts it lies in") {
  CenterRig rig;
  std::string file(5'000'000, '\0');
  for (std::size_t i = 0; i < file.size(); ++i)
    file[i] = static_cast<char>(i * 31 + i / 977);
  const auto stored = upload(rig, file, bodyFor(file));
  const auto fileNo = given(stored).fileNo;
  const auto first = rig.send(FetchFile{fileNo, 0});
  CHECK(given(first).size == file.size());
  CHECK(first->length == kFilePiece);
  CHECK(first->sm3 == hashOf(file));
  const auto rest = rig.send(FetchFile{fileNo, kFilePiece});
  CHECK(given(rest).length == file.size() - kFilePiece);
  CHECK(piece(rig, fileNo, 0) + piece(rig, fileNo, kFilePiece) == file);
  for (const std::uint32_t from : {1U, 786'431U, 786'432U, 786'433U, 4'999'999U}) {
    CAPTURE(from);
    CHECK(piece(rig, fileNo, from) == file.substr(from, kFilePiece));
  }
  CHECK(given(rig.send(FetchFile{fileNo, 5'000'000})).length == 0);
  CHECK(codeOf(rig.send(FetchFile{fileNo, 5'000'001})) == ErrorCode::badEnvelope);
}

TEST_CASE("what is not as it says is refused, and nothing is kept") {
  CenterRig rig;
  const std::string file = "one line\n";
  auto other = bodyFor(file);
  other.sm3 = hashOf("x");
  CHECK(codeOf(upload(rig, file, other)) == ErrorCode::badEnvelope);
  other = bodyFor(file);
  other.size += 1;
  CHECK(codeOf(upload(rig, file, other)) == ErrorCode::badEnvelope);
  other = bodyFor(file);
  other.kind = "program";
  CHECK(codeOf(upload(rig, file, other)) == ErrorCode::badEnvelope);
  CHECK(codeOf(upload(rig, "", bodyFor(file))) == ErrorCode::badEnvelope);
  CHECK(codeOf(upload(rig, std::string(kMostFile + 1, 'x'), bodyFor(file))) == ErrorCode::tooLarge);
  CHECK(rig.number("SELECT COUNT(*) FROM files") == 0);
}

TEST_CASE("another terminal does not get it; what is published everybody gets") {
  CenterRig rig;
  const std::string file = "private";
  const auto fileNo = given(upload(rig, file, bodyFor(file))).fileNo;
  CHECK(codeOf(rig.send(FetchFile{fileNo, 0}, kOtherDevNo)) == ErrorCode::wrongStep);
  CHECK(piece(rig, fileNo, 0, kOtherDevNo).empty());
  const auto published = rig.inCall([&](const Call& call) {
    return publishFile(call.services, call.sql, "stopList", "for all", call.at());
  });
  CHECK(piece(rig, given(published), 0, kOtherDevNo) == "for all");
  CHECK(codeOf(rig.send(FetchFile{"NONE", 0})) == ErrorCode::wrongStep);
}

TEST_CASE("uploads are forgotten after a month, what is published stays") {
  CenterRig rig;
  const std::string file = "old";
  given(upload(rig, file, bodyFor(file)));
  rig.inCall(
      [&](const Call& call) { return publishFile(call.services, call.sql, "stopList", "x", call.at()); });
  rig.clock.pass(std::chrono::hours(24 * 31));
  const auto forgotten =
      rig.inCall([](const Call& call) -> Answered<std::size_t> { return forgetFiles(call.sql, call.at()); });
  CHECK(given(forgotten) == 1);
  CHECK(rig.number("SELECT COUNT(*) FROM files") == 1);
  CHECK(rig.number("SELECT COUNT(*) FROM file_parts") == 1);
}

TEST_CASE("envelope and file are told apart by the first LF") {
  CHECK(joinFile("{}", "a\nb") == "{}\na\nb");
  const auto parts = splitFile("{}\na\nb");
  CHECK(parts.envelope == "{}");
  CHECK(parts.file == "a\nb");
  CHECK(splitFile("{}").envelope == "{}");
  CHECK(splitFile("{}").file.empty());
  CHECK(splitFile("{}\n").file.empty());
  CHECK(splitFile("").envelope.empty());
}
