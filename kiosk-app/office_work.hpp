// Jobs at the back office, on the worker: the desk is opened by whoever needs it first, and kept.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <utility>

#include "hostlib/flows/office/desk.hpp"
#include "kiosk-app/work.hpp"

namespace ssc::kiosk {

using DeskPtr = std::shared_ptr<flows::OfficeDesk>;

class OfficeWork {
 public:
  OfficeWork(Work& work, const profile::Config& config) : work_(work), config_(config) {}

  /// `job` runs at the desk; `then` gets what it gave, or why there is no desk (Work::run).
  template <class T>
  void run(std::function<flows::Outcome<T>(const DeskPtr&, const std::stop_token&)> job,
           std::function<void(flows::Outcome<T>)> then) {
    work_.run<flows::Outcome<T>>(
        [this, job = std::move(job)](const std::stop_token& stop) -> flows::Outcome<T> {
          const auto open = desk();
          if (!open) return tl::unexpected(open.error());
          return job(*open, stop);
        },
        std::move(then));
  }
  /// Whatever was under way ends without a result; jobs from now on have another token.
  void stop() { work_.stop(); }
  /// Of the jobs that are given from now on.
  [[nodiscard]] std::stop_token token() const { return work_.token(); }
  /// Runs whatever was stopped, and only where a desk was ever opened.
  void runToEnd(std::function<void(flows::OfficeDesk&)> job, std::function<void()> then) {
    work_.runToEnd(
        [this, job = std::move(job)] {
          if (const DeskPtr open = opened()) job(*open);
        },
        std::move(then));
  }
  /// The desk, opened where that was not done. From any thread.
  flows::Outcome<DeskPtr> desk();

 private:
  DeskPtr opened();

  Work& work_;
  const profile::Config& config_;
  std::mutex mutex_;
  DeskPtr desk_;
};

}  // namespace ssc::kiosk
