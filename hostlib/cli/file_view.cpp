#include "hostlib/cli/file_view.hpp"

#include <algorithm>
#include <fmt/core.h>

#include "hostlib/cli/output.hpp"

namespace ssc::cli {
namespace {

using profile::Language;
using render::Json;

constexpr std::size_t kLabelColumns = 28;  // at least: files with longer labels are wider as a whole
constexpr std::size_t kHexShown = 24;      // characters of a transparent file's beginning

std::string text(const Json& json, const char* key) {
  return json.contains(key) ? json[key].get<std::string>() : std::string();
}

// "20  户籍类别" or "40:2  学位信息"; parts of cyclic records have no tag.
std::string labelOf(const Json& field) {
  std::string label = text(field, "tag");
  if (field.contains("occurrence")) label += ":" + std::to_string(field["occurrence"].get<unsigned>());
  if (!label.empty()) label += "  ";
  return label + text(field, "label");
}

// Nothing, or nothing in any part of a nested item ("^^").
bool isBlank(const std::string& value) {
  return value.find_first_not_of('^') == std::string::npos;
}

std::string shownValue(const Json& field) {
  const std::string value = text(field, "value");
  return isBlank(value) ? "·" : value;
}

std::vector<std::string> fieldLines(const Json& fields, std::size_t least = kLabelColumns) {
  std::size_t columns = least;
  for (const Json& field : fields)
    columns = std::max(columns, columnsOf(labelOf(field)));
  std::vector<std::string> lines;
  for (const Json& field : fields)
    lines.push_back(padded(labelOf(field), columns) + "  " + shownValue(field));
  return lines;
}

std::string joined(const Json& fields) {
  std::string line;
  for (const Json& field : fields)
    line += (line.empty() ? "" : " | ") + shownValue(field);
  return line;
}

std::string recordLine(const Json& record) {
  const std::string content = record.contains("fields") ? joined(record["fields"]) : text(record, "hex");
  return fmt::format("#{:<3} {}", record["number"].get<unsigned>(), content);
}

std::string binaryLine(const Json& file, Language language) {
  const auto size = file["size"].get<std::size_t>();
  const std::string hex = text(file, "hex").substr(0, kHexShown);
  const std::string bytes =
      language == Language::zh ? fmt::format("{} 字节", size) : fmt::format("{} bytes", size);
  return hex.empty() ? bytes : bytes + "  " + hex + (hex.size() == kHexShown ? "…" : "");
}

std::string notReadLine(const Json& failure, Language language) {
  return (language == Language::zh ? "未读取：" : "not read: ") +
         text(failure, language == Language::zh ? "zh" : "en");
}

// What a file's node has below it.
std::vector<std::string> linesOf(const Json& file, Language language) {
  std::vector<std::string> lines;
  if (file.contains("notRead")) return {notReadLine(file["notRead"], language)};
  if (file.contains("size")) return {binaryLine(file, language)};
  if (file.contains("records") && file["records"].empty())
    return {language == Language::zh ? "无记录" : "no records"};
  for (const Json& record : file.value("records", Json::array()))
    lines.push_back(recordLine(record));
  if (file.contains("fields")) return fieldLines(file["fields"]);
  return lines;
}

// A record with each of its parts on a line of its own, where there is room for that.
void printRecord(const Json& record) {
  if (!record.contains("fields")) return fmt::print("  {}\n", recordLine(record));
  fmt::print("  #{}\n", record["number"].get<unsigned>());
  for (const std::string& line : fieldLines(record["fields"], kLabelColumns - 2))
    fmt::print("    {}\n", line);
}

void printBranch(const std::string& indent, bool last, const std::string& line) {
  fmt::print("{}{}{}\n", indent, last ? "└─ " : "├─ ", line);
}

void printFileNode(const Json& file, const std::string& indent, bool last, Language language) {
  printBranch(indent, last,
              text(file, "file").substr(text(file, "file").find('/') + 1) + "  " + text(file, "label"));
  const auto lines = linesOf(file, language);
  for (std::size_t i = 0; i < lines.size(); ++i)
    printBranch(indent + (last ? "   " : "│  "), i + 1 == lines.size(), lines[i]);
}

}  // namespace

void printFile(const Json& file, Language language) {
  fmt::print("{}  {}\n", text(file, "file"), text(file, "label"));
  const bool hasRecords = file.contains("records") && !file["records"].empty();
  if (!hasRecords) {
    for (const std::string& line : linesOf(file, language))
      fmt::print("  {}\n", line);
    return;
  }
  for (const Json& record : file["records"])
    printRecord(record);
}

void printTree(const Json& applications, Language language) {
  for (const Json& application : applications) {
    fmt::print("{}  {}\n", text(application, "application"), text(application, "label"));
    const Json& files = application["files"];
    for (std::size_t i = 0; i < files.size(); ++i)
      printFileNode(files[i], "", i + 1 == files.size(), language);
  }
}

}  // namespace ssc::cli
