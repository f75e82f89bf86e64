// How long a document of four pages takes to become a PDF: `ssc_paper_bench REPEATS`, JSON on standard
// output.
#include <QGuiApplication>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "kiosk-app/paper/pdf_paper.hpp"
#include "tests/bench/quantile.hpp"
#include "tests/unit/kiosk_paper/paper_fixture.hpp"

using namespace ssc;
using Milliseconds = std::chrono::duration<double, std::milli>;

namespace {

constexpr std::size_t kPages = 4;
constexpr std::size_t kMostRows = 400;
constexpr const char* kType = "02";  // payments month by month: the one that grows

/// The least rows that fill four pages; more than a center would give.
flows::PaperFacts fourPages(kiosk::PdfPaper& paper) {
  auto document = *std::ranges::find(test::knownDocuments(), kType, &test::KnownDocument::type);
  std::ranges::fill(document.most, kMostRows);
  for (std::size_t rows = 1; rows < kMostRows; ++rows) {
    auto facts = test::inventedFacts(document, rows);
    const auto made = paper.make(facts, test::someMarks(), flows::PaperLanguage::zh);
    if (made && made->pages == kPages) return facts;
  }
  std::fprintf(stderr, "ssc_paper_bench: no document of %zu pages\n", kPages);
  std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  const int repeats = argc > 1 ? std::atoi(argv[1]) : 0;
  if (repeats <= 0) return 2;
  int count = 1;
  const QGuiApplication app(count, argv);
  kiosk::PdfPaper paper;
  const auto facts = fourPages(paper);
  std::vector<double> times;
  std::size_t bytes = 0;
  for (int i = 0; i < repeats; ++i) {
    const auto began = std::chrono::steady_clock::now();
    const auto made = paper.make(facts, test::someMarks(), flows::PaperLanguage::zh);
    times.push_back(Milliseconds(std::chrono::steady_clock::now() - began).count());
    if (!made || made->pages != kPages) return 1;
    bytes = made->pdf.size();
  }
  std::ranges::sort(times);
  std::printf(
      "{\"repeats\": %d, \"pages\": %zu, \"bytes\": %zu, \"median\": %.2f, \"p95\": %.2f, \"worst\": %.2f}\n",
      repeats, kPages, bytes, bench::quantile(times, 0.5), bench::quantile(times, 0.95), times.back());
}
