#include "apdu/pcsc/reader_name.hpp"

#include <doctest/doctest.h>

using namespace ssc::pcsc;

TEST_CASE("a reader name is the driver's name, the reader number and the slot number") {
  CHECK(parseReaderName("SSC Reader 00 02") == ReaderName{"SSC Reader", 0, 2});
}

TEST_CASE("the numbers of a reader name are hexadecimal") {
  CHECK(parseReaderName("SSC Reader 0A 1F") == ReaderName{"SSC Reader", 10, 31});
}

TEST_CASE("a name may have an interface and a serial number of its own") {
  CHECK(parseReaderName("Vendor Model [CCID Interface] (00000001) 01 00") ==
        ReaderName{"Vendor Model [CCID Interface] (00000001)", 1, 0});
}

TEST_CASE("a driver's name that ends in numbers keeps them") {
  CHECK(parseReaderName("Model 12 34 00 01") == ReaderName{"Model 12 34", 0, 1});
}

TEST_CASE("a text without two numbers at its end is not a reader name") {
  for (const char* text : {"", " 00 00", "Reader", "Reader 00", "Reader 0 00", "Reader 00 0", "Reader00 00",
                           "Reader 0G 00", "Reader 00 0G", "Reader 00  0", "Reader    00"}) {
    CAPTURE(text);
    CHECK_FALSE(parseReaderName(text));
  }
}

TEST_CASE("a reader name is written as it was read") {
  const std::string text = "SSC Reader 0A 02";
  CHECK(toText(*parseReaderName(text)) == text);
}
