// One of us works in a folder.
#include "hostlib/printer/folder_lock.hpp"

#include <doctest/doctest.h>
#include <thread>

#include "tests/unit/hostlib/temporary_folder.hpp"

using ssc::printer::FolderLock;

TEST_CASE("a folder has one holder, in other threads too, and is free afterwards") {
  const ssc::test::TemporaryFolder folder;
  const auto place = folder.path() / "print";
  {
    const auto lock = FolderLock::tryTake(place);
    REQUIRE(lock.has_value());
    bool second = true;
    std::thread([&] { second = FolderLock::tryTake(place).has_value(); }).join();
    CHECK_FALSE(second);
  }
  CHECK(FolderLock::tryTake(place).has_value());
}

TEST_CASE("a lock that is moved is held by its new owner alone") {
  const ssc::test::TemporaryFolder folder;
  auto first = FolderLock::tryTake(folder.path());
  REQUIRE(first.has_value());
  {
    const FolderLock second = std::move(*first);
    CHECK_FALSE(FolderLock::tryTake(folder.path()).has_value());
  }
  CHECK(FolderLock::tryTake(folder.path()).has_value());
}

TEST_CASE("a folder that cannot be made has no lock") {
  CHECK_FALSE(FolderLock::tryTake("/proc/none").has_value());
  const ssc::test::TemporaryFolder folder;
  CHECK_FALSE(FolderLock::tryTake(folder.write("file", "")).has_value());
}
