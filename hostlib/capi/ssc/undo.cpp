#include "hostlib/capi/ssc/undo.hpp"

#include <algorithm>

#include "hostlib/capi/ssc/open_card.hpp"

namespace ssc::capi {
namespace {

using cardspec::FileType;
using flows::FileWrite;
using flows::Outcome;
using Kind = cardspec::AccessRule::Kind;

bool canBeBroughtBack(const cardspec::File& file) {
  return file.type != FileType::cyclicRecord && file.read.kind != Kind::pin &&
         file.read.kind != Kind::pinAndKey;
}

// Of a transparent file only its beginning was replaced.
std::vector<crypto::SecretBytes> replaced(flows::FileContent content, const FileWrite& write) {
  if (content.file->type != FileType::transparent) return std::move(content.values);
  const crypto::ByteView whole = content.values.front().reveal();
  std::vector<crypto::SecretBytes> values;
  values.emplace_back(whole.first(std::min(whole.size(), write.values.front().size())));
  return values;
}

Outcome<FileWrite> before(flows::Visit& visit, const FileWrite& write, const flows::AccessOptions& access) {
  auto contents = flows::readFiles(visit, std::span(&write.where, 1), access);
  if (!contents) return tl::unexpected(contents.error());
  return FileWrite{write.where, replaced(std::move(contents->front()), write)};
}

}  // namespace

Outcome<Undo> readBefore(flows::Visit& visit, std::span<const FileWrite> writes,
                         profile::PinAndKeyOrder order) {
  Undo undo;
  for (const FileWrite& write : writes) {
    const auto target = flows::resolve(visit.identity().generation, write.where);
    if (!target) return tl::unexpected(target.error());
    if (!canBeBroughtBack(*target->file)) {
      undo.complete = false;
      continue;
    }
    auto values = before(visit, write, {flows::AccessBy::key, order});
    if (!values && endsStay(values.error().reason)) return tl::unexpected(values.error());
    if (values) {
      undo.before.push_back(std::move(*values));
    } else {
      undo.complete = false;
    }
  }
  return undo;
}

}  // namespace ssc::capi
