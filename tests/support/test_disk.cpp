#include "tests/support/test_disk.hpp"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace ssc::tests {

namespace {

constexpr sqlite3_int64 kSector = 512;

sqlite3_vfs* systemDisk() {
  static sqlite3_vfs* const kReal = sqlite3_vfs_find(nullptr);
  return kReal;
}

}  // namespace

struct TestDiskFile {
  sqlite3_file base;
  TestDisk* disk;
  std::string* path;
  sqlite3_file* real;

  static TestDiskFile& of(sqlite3_file* file) { return *reinterpret_cast<TestDiskFile*>(file); }

  static int close(sqlite3_file* file) {
    auto& self = of(file);
    const int result = self.real->pMethods != nullptr ? self.real->pMethods->xClose(self.real) : SQLITE_OK;
    delete self.path;
    self.path = nullptr;
    return result;
  }
  static int read(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
    return of(file).real->pMethods->xRead(of(file).real, into, size, offset);
  }

  /// The bytes there now, as far as the file goes.
  std::vector<std::uint8_t> bytesAt(sqlite3_int64 offset, sqlite3_int64 size) {
    sqlite3_int64 whole = 0;
    real->pMethods->xFileSize(real, &whole);
    const auto there = std::clamp<sqlite3_int64>(whole - offset, 0, size);
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(there));
    if (!bytes.empty()) real->pMethods->xRead(real, bytes.data(), static_cast<int>(bytes.size()), offset);
    return bytes;
  }

  static int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    auto& self = of(file);
    if (const int refused = self.disk->ask(TestDisk::Operation::write, *self.path); refused != SQLITE_OK)
      return refused;
    TestDisk::Change change;
    change.offset = offset;
    change.before = self.bytesAt(offset, size);
    self.real->pMethods->xFileSize(self.real, &change.sizeBefore);
    const auto* bytes = static_cast<const std::uint8_t*>(from);
    change.after.assign(bytes, bytes + size);
    const std::lock_guard lock(self.disk->mutex_);
    const int result = self.real->pMethods->xWrite(self.real, from, size, offset);
    if (result == SQLITE_OK) self.disk->changes_[*self.path].push_back(std::move(change));
    return result;
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    auto& self = of(file);
    if (const int refused = self.disk->ask(TestDisk::Operation::truncate, *self.path); refused != SQLITE_OK)
      return refused;
    TestDisk::Change change;
    self.real->pMethods->xFileSize(self.real, &change.sizeBefore);
    change.offset = size;
    change.truncates = true;
    change.before = self.bytesAt(size, change.sizeBefore);
    const std::lock_guard lock(self.disk->mutex_);
    const int result = self.real->pMethods->xTruncate(self.real, size);
    if (result == SQLITE_OK) self.disk->changes_[*self.path].push_back(std::move(change));
    return result;
  }
  static int sync(sqlite3_file* file, int flags) {
    auto& self = of(file);
    std::vector<TestDisk::Change> before;
    {
      const std::lock_guard lock(self.disk->mutex_);
      std::swap(before, self.disk->changes_[*self.path]);
    }
    int result = self.disk->ask(TestDisk::Operation::sync, *self.path);
    if (result == SQLITE_OK) result = self.real->pMethods->xSync(self.real, flags);
    if (result != SQLITE_OK) {
      const std::lock_guard lock(self.disk->mutex_);
      auto& changes = self.disk->changes_[*self.path];
      changes.insert(changes.begin(), std::make_move_iterator(before.begin()),
                     std::make_move_iterator(before.end()));
    }
    return result;
  }

  template <auto Member, class... Rest>
  static int pass(sqlite3_file* file, Rest... rest) {
    return (of(file).real->pMethods->*Member)(of(file).real, rest...);
  }
  static void barrier(sqlite3_file* file) { of(file).real->pMethods->xShmBarrier(of(file).real); }
};

namespace {

const sqlite3_io_methods& methods() {
  using F = TestDiskFile;
  using M = sqlite3_io_methods;
  static const sqlite3_io_methods kMethods{
      .iVersion = 2,
      .xClose = F::close,
      .xRead = F::read,
      .xWrite = F::write,
      .xTruncate = F::truncate,
      .xSync = F::sync,
      .xFileSize = F::pass<&M::xFileSize, sqlite3_int64*>,
      .xLock = F::pass<&M::xLock, int>,
      .xUnlock = F::pass<&M::xUnlock, int>,
      .xCheckReservedLock = F::pass<&M::xCheckReservedLock, int*>,
      .xFileControl = F::pass<&M::xFileControl, int, void*>,
      .xSectorSize = F::pass<&M::xSectorSize>,
      .xDeviceCharacteristics = F::pass<&M::xDeviceCharacteristics>,
      .xShmMap = F::pass<&M::xShmMap, int, int, int, void volatile**>,
      .xShmLock = F::pass<&M::xShmLock, int, int, int>,
      .xShmBarrier = F::barrier,
      .xShmUnmap = F::pass<&M::xShmUnmap, int>,
      .xFetch = nullptr,
      .xUnfetch = nullptr,
  };
  return kMethods;
}

int remove(sqlite3_vfs*, const char* path, int syncFolder) {
  return systemDisk()->xDelete(systemDisk(), path, syncFolder);
}

void put(int file, std::int64_t offset, const std::uint8_t* bytes, std::size_t size) {
  if (size != 0 && ::pwrite(file, bytes, size, offset) != static_cast<ssize_t>(size)) std::abort();
}

}  // namespace

int TestDisk::ask(Operation operation, const std::string& path) {
  Watch watch;
  std::uint64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    watch = watch_;
    number = ++events_;
  }
  return watch ? watch({operation, path, number}) : SQLITE_OK;
}

TestDisk& TestDisk::install(bool isDefault) {
  static TestDisk disk;
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs made = *systemDisk();
    made.zName = kName;
    made.szOsFile = static_cast<int>(sizeof(TestDiskFile)) + systemDisk()->szOsFile;
    made.pNext = nullptr;
    made.pAppData = &disk;
    made.xOpen = [](sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* outFlags) {
      auto& self = TestDiskFile::of(file);
      self.base.pMethods = nullptr;
      self.disk = &disk;
      self.real = reinterpret_cast<sqlite3_file*>(&self + 1);
      const std::string name = path != nullptr ? path : "";
      if (const int refused = disk.ask(Operation::open, name); refused != SQLITE_OK) return refused;
      const int result = systemDisk()->xOpen(systemDisk(), path, self.real, flags, outFlags);
      if (result != SQLITE_OK) return result;
      self.path = new std::string(name);
      self.base.pMethods = &methods();
      return SQLITE_OK;
    };
    made.xDelete = remove;
    return made;
  }();
  sqlite3_vfs_register(&vfs, isDefault ? 1 : 0);
  return disk;
}

void TestDisk::watch(Watch watch) {
  const std::lock_guard lock(mutex_);
  watch_ = std::move(watch);
}

std::size_t TestDisk::unsynced(std::string_view pathEnd) const {
  const std::lock_guard lock(mutex_);
  std::size_t bytes = 0;
  for (const auto& [path, changes] : changes_)
    if (path.ends_with(pathEnd))
      for (const Change& change : changes)
        bytes += change.after.size();
  return bytes;
}

void TestDisk::cutPower(std::mt19937_64& random) {
  const std::lock_guard lock(mutex_);
  for (auto& [path, changes] : changes_) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) continue;  // deleted meanwhile
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
      put(file, change->offset, change->before.data(), change->before.size());
      if (::ftruncate(file, change->sizeBefore) != 0) std::abort();
    }
    for (const Change& change : changes) {
      const auto fate = random() % 5;  // two of five are lost, two are there, one is torn
      if (fate < 2) continue;
      if (change.truncates) {
        if (::ftruncate(file, change.offset) != 0) std::abort();
        continue;
      }
      const auto size = static_cast<sqlite3_int64>(change.after.size());
      for (sqlite3_int64 at = 0; at < size;) {
        const sqlite3_int64 next =
            std::min(size, (change.offset + at) / kSector * kSector + kSector - change.offset);
        if (fate < 4 || random() % 2 == 0)
          put(file, change.offset + at, change.after.data() + at, static_cast<std::size_t>(next - at));
        at = next;
      }
    }
    ::close(file);
    changes.clear();
  }
}

}  // namespace ssc::tests
