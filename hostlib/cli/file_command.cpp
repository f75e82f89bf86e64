// `ssc file`, `ssc write`
#include <fmt/core.h>

#include "hostlib/cli/card_command.hpp"
#include "hostlib/cli/file_name.hpp"
#include "hostlib/cli/file_view.hpp"
#include "hostlib/flows/files.hpp"
#include "hostlib/render/item_text.hpp"

namespace ssc::cli {
namespace {

using flows::FileContent;
using flows::FileRequest;

// "DF01/EF05", with --tag 20 --tag 21 as "DF01/EF05 20,21".
flows::Outcome<std::vector<FileRequest>> requested(const Options& options) {
  auto items = placeOf(options.place);
  if (!items) return tl::unexpected(items.error());
  for (const std::string& tag : options.tags)
    *items += (&tag == &options.tags.front() ? " " : ",") + tag;
  return render::parseItems(*items);
}

flows::AccessOptions accessOf(const Options& options, const profile::Config& config) {
  return {options.by == "pin" ? flows::AccessBy::pin : flows::AccessBy::key, config.pinAndKeyOrder};
}

// Values without a card: the map of the card's generation decides how they are written.
flows::Outcome<flows::FileWrite> writeFor(const FileRequest& request, const std::string& value,
                                          cardspec::Generation generation) {
  const auto target = flows::resolve(generation, request);
  if (!target) return tl::unexpected(target.error());
  if (target->file->write.kind == cardspec::AccessRule::Kind::never)
    return tl::unexpected(flows::Failure{flows::Reason::neverWritten, flows::placeOf(*target->file), {}});
  flows::FileWrite write{request, {}};
  const bool hasTags = !request.items.empty();
  auto bytes = hasTags ? render::valueBytes(*target->file, request.items.front(), value)
                       : render::wholeBytes(*target->file, value);
  if (!bytes) return tl::unexpected(bytes.error());
  write.values.push_back(std::move(*bytes));
  return write;
}

flows::Outcome<void> writeValue(flows::Visit& visit, const std::vector<FileRequest>& requests,
                                const std::string& value) {
  const bool one = requests.size() == 1 && requests.front().items.size() <= 1;
  if (!one) return tl::unexpected(flows::Failure{flows::Reason::badInput, "one item at a time", {}});
  const auto write = writeFor(requests.front(), value, visit.identity().generation);
  if (!write) return tl::unexpected(write.error());
  return flows::writeFiles(visit, std::span(&*write, 1));
}

}  // namespace

int runFile(const Options& options, std::stop_token stop) {
  const auto requests = requested(options);
  if (!requests) return report(requests.error(), options, languageOf(options, {}));
  CardCommand<std::vector<FileContent>> command;
  command.use.pinEntries = 1;
  command.run = [requests = *requests, options](flows::Visit& visit, const profile::Config& config) {
    return flows::readFiles(visit, requests, accessOf(options, config));
  };
  command.json = [&options](const std::vector<FileContent>& contents) {
    render::Json files = render::Json::array();
    for (const FileContent& content : contents)
      files.push_back(render::file(content, shownBy(options)));
    return render::Json{{"masked", !options.full}, {"files", std::move(files)}};
  };
  command.print = [&options](const std::vector<FileContent>& contents, profile::Language language) {
    for (const FileContent& content : contents)
      printFile(render::file(content, shownBy(options)), language);
  };
  return runOnCard(options, std::move(stop), command);
}

int runWrite(const Options& options, std::stop_token stop) {
  const auto requests = requested(options);
  if (!requests) return report(requests.error(), options, languageOf(options, {}));
  return runToSay(
      options, std::move(stop), {},
      [requests = *requests, value = options.value](flows::Visit& visit, const profile::Config&) {
        return writeValue(visit, requests, value);
      },
      "已写入。", "Written.");
}

int runDump(const Options& options, std::stop_token stop) {
  CardCommand<flows::Dump> command;
  command.use.pinEntries = 1;
  command.run = [options](flows::Visit& visit, const profile::Config& config) {
    return flows::dump(visit, accessOf(options, config));
  };
  command.json = [&options](const flows::Dump& dump) {
    return render::Json{{"masked", !options.full}, {"applications", render::dump(dump, shownBy(options))}};
  };
  command.print = [&options](const flows::Dump& dump, profile::Language language) {
    printTree(render::dump(dump, shownBy(options)), language);
  };
  return runOnCard(options, std::move(stop), command);
}

}  // namespace ssc::cli
