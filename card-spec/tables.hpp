// The card's specification as data: applications, files, fields, access rules, keys, status words, code
// lists. The rows come from card-spec/*.toml through tools/generate_card_spec.py; host, simulator and tests
// read the same rows. Lengths are bytes of the value. Sources: LB 002-2000, LD/T 32-2015, the V2.0 notice
// (人社信息函〔2012〕37号); rows that no public text fixes say `convention` in the TOML.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace ssc::cardspec {

/// File rules of specification version 1.0x, 2.0x, 3.0x.
enum class Generation : std::uint8_t { one = 1, two = 2, three = 3 };

/// Algorithm environment as FCI tag 9F0C/86 states it.
enum class Algorithm : std::uint8_t { tripleDes = 1, ssf33 = 2, sm4 = 3 };

enum class Coding : std::uint8_t {
  cn,      ///< packed BCD, left aligned, unused nibbles F
  an,      ///< GBK/GB 18030 text, left aligned, unused bytes 00
  binary,  ///< big endian number
  nested,  ///< B-TLV: a string of inner simple TLVs
};

enum class FileType : std::uint8_t { variableRecord, fixedRecord, cyclicRecord, transparent };
enum class FileClass : std::uint8_t { enabled, preset, reserved, local };

struct Field {
  std::uint8_t tag;        ///< record identifier; 00 for the parts of a cyclic record
  std::string_view name;   ///< English, lowerCamelCase, unique in the file ("cardNumber")
  std::string_view label;  ///< Chinese, as the V2.0 notice prints it
  Coding coding;
  std::uint16_t length;          ///< bytes of the value (nested: of all inner tag+length+value bytes)
  std::uint8_t occurrences;      ///< records with this identifier, ≥ 1
  bool personal;                 ///< says something about a person: redacted in traces
  std::span<const Field> inner;  ///< nested only
};

/// Who may read or write: `key` names a row of the key table, empty where no key is part of the rule.
struct AccessRule {
  enum class Kind : std::uint8_t { free, pin, key, pinOrKey, pinAndKey, never } kind;
  std::string_view key;
};

struct File {
  std::string_view df;     ///< "SSSE", "DF01" … "DF07"
  std::uint16_t fid;       ///< EF05 …; the SFI is its low byte
  std::string_view label;  ///< Chinese
  FileType type;
  FileClass fileClass;
  AccessRule read;
  AccessRule write;
  std::uint16_t size;    ///< transparent: bytes; fixed and cyclic: record length in bytes; variable: 0
  std::uint8_t records;  ///< cyclic: records kept; else 0
  std::span<const Field> fields;  ///< in record order (record 1 first)
};

/// All files of a generation, SSSE first, then DF01 … in order of their FIDs.
std::span<const File> files(Generation generation);
/// nullptr when that generation has no such file.
const File* findFile(Generation generation, std::string_view df, std::uint16_t fid);
/// nullptr when the file has no such tag. Cyclic records have no tags.
const Field* findField(const File& file, std::uint8_t tag);

/// An application directory: SSSE, DF01 …, PSE, PKI.
struct Application {
  std::string_view df;                 ///< "SSSE", "DF01" …, "PSE", "PPSE", "PKI"
  std::span<const std::uint8_t> name;  ///< DF name / AID; empty where only a label exists (DF05, DF06)
  std::uint16_t fid;                   ///< 3F00, DF01 …
  std::string_view label;              ///< Chinese, UTF-8
};
std::span<const Application> applications();
const Application* findApplication(std::string_view df);

/// Where a root of this key is kept (card key ← city ← province ← nation).
enum class Level : std::uint8_t { nation = 3, province = 2, city = 1 };

struct Key {
  std::string_view name;  ///< "IRK", "RKSSSE", "RK1DF01" … "DPK"
  std::string_view df;    ///< where it lives on the card
  std::uint8_t kid;       ///< P2 of EXTERNAL AUTHENTICATE; 00 for IRK and for keys without a KID
  bool hasKid;            ///< false for DLK, DPK, DTK (addressed by index)
  std::uint8_t psamType;  ///< low five bits of the PSAM usage byte
  Level psamLevel;  ///< levels of derivation a full PSAM holds this key at (top three bits of the usage byte)
  std::uint8_t psamId;    ///< key identifier inside the PSAM
  std::uint8_t versions;  ///< how many versions (groups) exist: 3, or 1 for STK, LK, PUK, BK
  std::uint8_t tries;     ///< try limit of external authentication
};
std::span<const Key> keys();
const Key* findKey(std::string_view name);
const Key* findKeyByKid(std::string_view df, std::uint8_t kid);

/// Status words of the card and the PSAM beyond ISO 7816-4 (93xx, 94xx, 63CF …), most specific first.
struct StatusRow {
  std::uint16_t value;
  std::uint16_t mask;          ///< the row fits where (sw & mask) == value
  std::string_view meaning;    ///< English
  std::string_view meaningZh;  ///< Chinese
};
std::span<const StatusRow> statusRows();

/// One row of a code list, for example list "ethnicGroup" code "01" = 汉族.
struct Code {
  std::string_view code;
  std::string_view zh;
  std::string_view en;  ///< may be empty
};
/// Empty for an unknown list.
std::span<const Code> codeList(std::string_view list);
/// The Chinese text of a code; empty when unknown.
std::string_view codeText(std::string_view list, std::string_view code);

/// Field lengths and names that code refers to.
inline constexpr std::size_t kCardNumberUsed = 9;  ///< characters of tag 07 that count
inline constexpr std::size_t kHistoricalBytes = 13;

}  // namespace ssc::cardspec
