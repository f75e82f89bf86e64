// What a person is asked, one thing at a time: the fields of a form, or what is wrong with a record.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "hostlib/catalogue/forms.hpp"
#include "hostlib/flows/office/application.hpp"

namespace ssc::kiosk {

/// How an answer is given.
enum class Entry : std::uint8_t {
  choice,   ///< one of a few
  digits,   ///< a date, a telephone number, a count
  amount,   ///< digits and a point
  letters,  ///< letters and digits of a number on paper
  text,     ///< words
};
std::string_view nameOf(Entry entry);

/// In both languages, for as long as it is needed.
struct OwnText {
  std::string zh, en;
  OwnText() = default;
  OwnText(const catalogue::Text& text) : zh(text.zh), en(text.en) {}  // NOLINT(google-explicit-constructor)
  OwnText(std::string chinese, std::string english) : zh(std::move(chinese)), en(std::move(english)) {}
};

struct Choice {
  std::string code;
  OwnText text;
};

struct Question {
  std::string id;
  OwnText label, help;
  Entry entry = Entry::text;
  bool required = true;
  bool hidden = false;  ///< a name, number or address: masked once it is written
  bool dated = false;   ///< year, month, day …
  std::size_t most = 0;
  std::vector<std::string_view> masks;  ///< of digits (wire/form/form.hpp)
  std::vector<Choice> choices;
};

/// Everything that is asked, how it is checked and where it goes.
struct Paper {
  OwnText title;
  std::vector<Question> questions;
  std::function<std::vector<catalogue::FormProblem>(const std::vector<flows::FormEntry>&)> check;
  std::function<flows::Outcome<flows::Accepted>(flows::Application&, const flows::SignedInPerson&,
                                                const std::vector<flows::FormEntry>&)>
      send;
};

/// The form of an item. `applyNo`: of one that was returned and is sent again, or empty.
Paper formPaper(const catalogue::Item& item, const std::string& applyNo);

/// A record on the screen, of which something is said to be wrong.
struct WrongRecord {
  std::string item;             ///< of the query
  std::vector<Choice> rows;     ///< each by what tells it from the others
  std::vector<Choice> columns;  ///< of the record
};
Paper correctionPaper(const WrongRecord& record);

}  // namespace ssc::kiosk
