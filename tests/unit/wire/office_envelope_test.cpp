// The envelope between a terminal and its center: what is signed, and what is refused.
#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>

#include "crypto/base64.hpp"
#include "crypto/digest.hpp"
#include "tests/unit/crypto/vector_file.hpp"
#include "tests/unit/wire/office_samples.hpp"
#include "tests/unit/wire/text.hpp"
#include "wire/office/envelope.hpp"

using namespace ssc;
using namespace ssc::wire::office;
using test::VectorBlock;

namespace {

VectorBlock vectorOf(const std::string& kind) {
  const std::string path = "tests/vectors/wire/envelope.vec";
  std::ifstream in(path);
  REQUIRE(in.good());
  const auto blocks = test::parseVectors(path, in);
  REQUIRE(blocks.size() == 2);
  return *std::ranges::find_if(blocks, [&](const VectorBlock& block) { return block.text("kind") == kind; });
}

std::string sm3Of(std::string_view text) {
  std::string hex = test::toHex(crypto::sm3(crypto::bytesOf(text)).value());
  std::ranges::transform(hex, hex.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return hex;
}

Request publishedRequest() {
  const VectorBlock vector = vectorOf("request");
  Request request;
  for (const auto& [name, value] : test::headMembers())
    request.head.*value = vector.text(name);
  request.input = vector.text("input");
  return request;
}

Reply publishedReply() {
  const VectorBlock vector = vectorOf("answer");
  Reply reply;
  reply.infRefmsgid = vector.text("inf_refmsgid");
  reply.refmsgTime = vector.text("refmsg_time");
  reply.respondTime = vector.text("respond_time");
  reply.output = vector.text("output");
  return reply;
}

const std::string kMsgid = "SIMH00000001202601050930100042";

crypto::Sm2KeyPair keyPair() {
  auto pair = crypto::Sm2KeyPair::generate();
  REQUIRE(pair.has_value());
  return std::move(*pair);
}

Request signedRequest(const crypto::Sm2KeyPair& key) {
  Request request = publishedRequest();
  REQUIRE(sign(request, key).has_value());
  return request;
}

Reply signedReply(const crypto::Sm2KeyPair& key) {
  Reply reply = publishedReply();
  REQUIRE(sign(reply, kMsgid, key).has_value());
  return reply;
}

template <class Message>
bool isBadSignature(const tl::expected<Message, crypto::CryptoError>& result) {
  return !result && result.error() == crypto::CryptoError::badSignature;
}

std::string mistakeIn(const std::string& text) {
  const auto request = decodeRequest(crypto::bytesOf(text));
  return request ? "none" : request.error().text();
}

std::string mistakeInReply(const std::string& text) {
  const auto reply = decodeReply(crypto::bytesOf(text));
  return reply ? "none" : reply.error().text();
}

/// The published request with one member changed, as it would travel.
std::string requestWith(const std::string& member, const nlohmann::ordered_json& value) {
  Request request = publishedRequest();
  request.cainfo = "AA==";
  auto json = nlohmann::ordered_json::parse(encode(request));
  json[member] = value;
  return json.dump();
}

std::string replyWith(const std::string& member, const nlohmann::ordered_json& value) {
  Reply reply = publishedReply();
  reply.errMsg = "busy n=2";
  reply.cainfo = "AA==";
  auto json = nlohmann::ordered_json::parse(encode(reply));
  json[member] = value;
  return json.dump();
}

std::string times(std::size_t count, std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i)
    all += text;
  return all;
}

}  // namespace

TEST_CASE("what is signed of a request is the published text") {
  const VectorBlock vector = vectorOf("request");
  CAPTURE(vector.place());
  CHECK_EQ(sm3Of(vector.text("input")), vector.text("input-sm3"));
  const auto text = textToSign(publishedRequest());
  REQUIRE(text.has_value());
  CHECK_EQ(*text, vector.text("text"));
  CHECK_EQ(sm3Of(*text), vector.text("text-sm3"));
}

TEST_CASE("what is signed of an answer is the published text") {
  const VectorBlock vector = vectorOf("answer");
  CAPTURE(vector.place());
  CHECK_EQ(sm3Of(vector.text("output")), vector.text("output-sm3"));
  const auto text = textToSign(publishedReply(), vector.text("msgid"));
  REQUIRE(text.has_value());
  CHECK_EQ(*text, vector.text("text"));
  CHECK_EQ(sm3Of(*text), vector.text("text-sm3"));
}

TEST_CASE("what a terminal says of itself is the published text") {
  const VectorBlock vector = vectorOf("request");
  CHECK_EQ(encode(SafeInfo{"1", 1027, "1.0.0", "0"}), vector.text("dev_safe_info"));
  const auto info = decodeSafeInfo(vector.text("dev_safe_info"));
  REQUIRE(info.has_value());
  CHECK_EQ(info->kid, "1");
  CHECK_EQ(info->ctr, 1027);
  CHECK_EQ(info->ver, "1.0.0");
  CHECK_EQ(info->tamper, "0");
  CHECK_EQ(encode(SafeInfo{"k", 999'999'999'999'999'999, "1", "0"}),
           R"({"kid":"k","ctr":"999999999999999999","ver":"1","tamper":"0"})");
}

TEST_CASE("a counter is a number of at most 18 digits, in one form only") {
  for (const char* text :
       {"", "01", "-1", "1.0", " 1", "1000000000000000000", "99999999999999999999999999999999999", "x"}) {
    CAPTURE(text);
    const auto info =
        decodeSafeInfo(R"({"kid":"1","ctr":")" + std::string(text) + R"(","ver":"1","tamper":"0"})");
    REQUIRE_FALSE(info.has_value());
    CHECK_EQ(info.error().text(), "ctr: must be a number");
  }
  CHECK_EQ(decodeSafeInfo(R"({"kid":"1","ctr":1,"ver":"1","tamper":"0"})").error().text(),
           "ctr: must be a text");
  CHECK_EQ(decodeSafeInfo(R"({"kid":"1","ctr":"1","ctr":"2","ver":"1","tamper":"0"})").error().text(),
           "ctr: is there twice");
}

TEST_CASE("a request that was signed verifies, and travels unchanged") {
  const auto key = keyPair();
  const Request request = signedRequest(key);
  CHECK(verify(request, key.publicKey().value()).has_value());
  const auto read = decodeRequest(crypto::bytesOf(encode(request)));
  REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().text()));
  for (const auto& [name, value] : test::headMembers()) {
    CAPTURE(name);
    CHECK_EQ(read->head.*value, request.head.*value);
  }
  CHECK_EQ(read->input, request.input);
  CHECK(verify(*read, key.publicKey().value()).has_value());
  CHECK(isBadSignature(verify(*read, keyPair().publicKey().value())));
}

TEST_CASE("each single changed value of a request's head breaks the signature") {
  const auto key = keyPair();
  const auto half = key.publicKey().value();
  const Request good = signedRequest(key);
  REQUIRE(test::headMembers().size() == 16);
  for (const auto& [name, value] : test::headMembers()) {
    CAPTURE(name);
    for (const char* change : {"changed", "emptied"}) {
      CAPTURE(change);
      Request request = good;
      if (std::string_view(change) == "emptied")
        (request.head.*value).clear();
      else
        (request.head.*value).back() ^= 1;
      CHECK(isBadSignature(verify(request, half)));
    }
  }
  Request request = good;
  request.input += " ";
  CHECK(isBadSignature(verify(request, half)));
}

TEST_CASE("two values that change places break the signature too") {
  const auto key = keyPair();
  Request request = signedRequest(key);
  std::swap(request.head.opter, request.head.opterName);
  CHECK(isBadSignature(verify(request, key.publicKey().value())));
}

TEST_CASE("each single changed value of an answer, and another message's id, break the signature") {
  const auto key = keyPair();
  const auto half = key.publicKey().value();
  const Reply good = signedReply(key);
  REQUIRE(verify(good, kMsgid, half).has_value());
  Reply reply = good;
  reply.infcode = 1;
  CHECK(isBadSignature(verify(reply, kMsgid, half)));
  for (auto member :
       {&Reply::infRefmsgid, &Reply::refmsgTime, &Reply::respondTime, &Reply::errMsg, &Reply::output}) {
    reply = good;
    reply.*member += "1";
    CHECK(isBadSignature(verify(reply, kMsgid, half)));
  }
  CHECK(isBadSignature(verify(good, "SIMH00000001202601050930100043", half)));
  CHECK(isBadSignature(verify(good, "", half)));
  CHECK(isBadSignature(verify(good, kMsgid, keyPair().publicKey().value())));
}

TEST_CASE("what is no signature at all is a bad one") {
  const auto key = keyPair();
  const auto half = key.publicKey().value();
  const Reply good = signedReply(key);
  for (const std::string& cainfo : {std::string(), std::string("!"), std::string("AAAA"),
                                    good.cainfo.substr(4), good.cainfo + good.cainfo}) {
    CAPTURE(cainfo);
    Reply reply = good;
    reply.cainfo = cainfo;
    CHECK(isBadSignature(verify(reply, kMsgid, half)));
    Request request = publishedRequest();
    request.cainfo = cainfo;
    CHECK(isBadSignature(verify(request, half)));
  }
}

TEST_CASE("an answer travels unchanged") {
  const auto key = keyPair();
  Reply reply = publishedReply();
  reply.infcode = 1110;
  reply.errMsg = "busy n=2";
  reply.output.clear();
  REQUIRE(sign(reply, kMsgid, key).has_value());
  const auto read = decodeReply(crypto::bytesOf(encode(reply)));
  REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().text()));
  CHECK_EQ(read->infcode, 1110);
  CHECK_EQ(read->errMsg, "busy n=2");
  CHECK_EQ(read->output, "");
  CHECK(verify(*read, kMsgid, key.publicKey().value()).has_value());
}

TEST_CASE(
    "every member of a request: missing, of another type, too long, with a bar, with control characters") {
  for (const auto& [name, value] : test::headMembers()) {
    CAPTURE(name);
    Request request = publishedRequest();
    request.cainfo = "AA==";
    auto json = nlohmann::ordered_json::parse(encode(request));
    json.erase(name);
    const bool optional = name == "insuplc_admdvs" || name == "sign_no";
    CHECK_EQ(mistakeIn(json.dump()), optional ? "none" : name + ": is missing");
    CHECK_EQ(mistakeIn(requestWith(name, 1)), name + ": must be a text");
    CHECK_EQ(mistakeIn(requestWith(name, nullptr)), name + ": must be a text");
    // As long as before: what is wrong is the character.
    const std::string& good = request.head.*value;
    const bool ascii = static_cast<unsigned char>(good.front()) < 0x80;
    const std::string rest = good.substr(ascii ? 1 : 3);
    CHECK_FALSE(mistakeIn(requestWith(name, good + times(2001, "1"))) == "none");
    for (const std::string& bad : {"|" + rest, rest + "|", "\n" + rest, rest + "\x1F", rest + "\x7F"}) {
      CAPTURE(bad);
      CHECK(mistakeIn(requestWith(name, bad)).starts_with(name + ": must be "));
    }
    std::string twice = encode(request);
    twice.insert(1, "\"" + name + "\":\"x\",");
    CHECK_EQ(mistakeIn(twice), name + ": is there twice");
  }
  CHECK_EQ(mistakeIn(requestWith("more", "x")), "more: is not a known member");
}

TEST_CASE("values of a request's head have the printed lengths, in characters") {
  struct Row {
    std::string name;
    std::size_t most;
    std::string_view unit;
  };
  for (const Row& row :
       {Row{"recer_sys_code", 10, "A"}, Row{"dev_no", 100, "1"}, Row{"dev_safe_info", 2000, "息"},
        Row{"signtype", 10, "S"}, Row{"infver", 6, "V"}, Row{"opter_type", 3, "1"}, Row{"opter", 30, "o"},
        Row{"opter_name", 50, "员"}, Row{"fixmedins_name", 20, "院"}, Row{"sign_no", 30, "S"},
        Row{"cainfo", 1024, "A"}}) {
    CAPTURE(row.name);
    CHECK_EQ(mistakeIn(requestWith(row.name, times(row.most, row.unit))), "none");
    CHECK(
        mistakeIn(requestWith(row.name, times(row.most + 1, row.unit))).starts_with(row.name + ": must be "));
  }
  for (const Row& row :
       {Row{"infno", 4, "1"}, Row{"msgid", 30, "1"}, Row{"mdtrtarea_admvs", 6, "1"},
        Row{"insuplc_admdvs", 6, "1"}, Row{"inf_time", 19, "1"}, Row{"fixmedins_code", 12, "1"}}) {
    CAPTURE(row.name);
    CHECK_EQ(mistakeIn(requestWith(row.name, times(row.most, row.unit))), "none");
    CHECK_FALSE(mistakeIn(requestWith(row.name, times(row.most - 1, row.unit))) == "none");
    CHECK_FALSE(mistakeIn(requestWith(row.name, times(row.most + 1, row.unit))) == "none");
  }
  CHECK_EQ(mistakeIn(requestWith("input", times(kMaxBody, "a"))), "none");
  CHECK_EQ(mistakeIn(requestWith("input", times(kMaxBody + 1, "a"))), "input: must be at most 40000 bytes");
  CHECK_EQ(mistakeIn(std::string(kMaxEnvelope + 1, ' ')), "is longer than 98304 bytes");
}

TEST_CASE("the largest body fits into an envelope even where every byte of it is quoted") {
  Request request = publishedRequest();
  request.input = times(kMaxBody, "\"");
  request.cainfo = "AA==";
  const auto read = decodeRequest(crypto::bytesOf(encode(request)));
  REQUIRE(read.has_value());
  CHECK_EQ(read->input.size(), kMaxBody);
}

TEST_CASE("every member of an answer: missing, of another type, too long") {
  struct Row {
    const char *name, *tooMuch, *rule;
  };
  const std::string long201 = times(201, "a"), long1025 = times(1025, "A");
  for (const Row& row : {Row{"inf_refmsgid", "9999992026010509301100000000011", "30 digits"},
                         Row{"refmsg_time", "202601050930111200", "yyyyMMddHHmmssSSS"},
                         Row{"respond_time", "2026-01-0509301112", "yyyyMMddHHmmssSSS"},
                         Row{"err_msg", long201.c_str(), "at most 200 characters"},
                         Row{"cainfo", long1025.c_str(), "at most 1024 characters"}}) {
    CAPTURE(row.name);
    auto json = nlohmann::ordered_json::parse(replyWith("infcode", 0));
    json.erase(row.name);
    CHECK_EQ(mistakeInReply(json.dump()),
             std::string(row.name) == "err_msg" ? "none" : std::string(row.name) + ": is missing");
    CHECK_EQ(mistakeInReply(replyWith(row.name, 1)), std::string(row.name) + ": must be a text");
    CHECK_EQ(mistakeInReply(replyWith(row.name, row.tooMuch)),
             std::string(row.name) + ": must be " + row.rule);
  }
  CHECK_EQ(mistakeInReply(replyWith("infcode", 9999)), "none");
  for (const nlohmann::ordered_json& bad :
       {nlohmann::ordered_json("0"), nlohmann::ordered_json(-1), nlohmann::ordered_json(10000)})
    CHECK_EQ(mistakeInReply(replyWith("infcode", bad)), "infcode: must be a whole number from 0 to 9999");
  CHECK_EQ(mistakeInReply(replyWith("err_msg", "a|b")), "err_msg: must be at most 200 characters");
  CHECK_EQ(mistakeInReply(replyWith("output", times(kMaxBody + 1, "a"))),
           "output: must be at most 40000 bytes");
  CHECK_EQ(mistakeInReply(replyWith("more", 1)), "more: is not a known member");
}

TEST_CASE("a forwarded request is bound to area, presenter, subject, card, level and time") {
  const auto key = keyPair();
  const auto half = key.publicKey().value();
  Forwarded good{
      "999999", encode(signedRequest(key)), "999999195001010018", "", "999900D1", 2, "20260105093011120", ""};
  REQUIRE(sign(good, key).has_value());
  const auto read = decodeForwarded(crypto::bytesOf(encode(good)));
  REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().text()));
  CHECK(verify(*read, half).has_value());
  for (auto member : {&Forwarded::area, &Forwarded::request, &Forwarded::presenter, &Forwarded::subject,
                      &Forwarded::card, &Forwarded::time}) {
    Forwarded message = good;
    message.*member += "1";
    CHECK(isBadSignature(verify(message, half)));
  }
  Forwarded message = good;
  message.level = 3;
  CHECK(isBadSignature(verify(message, half)));
  std::swap(message.presenter, message.subject);
  message.level = 2;
  CHECK(isBadSignature(verify(message, half)));
}

TEST_CASE("texts that are not UTF-8 never reach a signature") {
  for (const char* bad : {"\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF"}) {
    Request request = publishedRequest();
    request.cainfo = "AA==";
    std::string text = encode(request);
    const auto at = text.find("测试员");
    REQUIRE(at != std::string::npos);
    text.replace(at, 9, bad);
    CHECK_FALSE(mistakeIn(text) == "none");
  }
}
