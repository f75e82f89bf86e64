// The basic read as JSON, through the interface with handles.
#include <iostream>
#include <ssc.hpp>

int main() {
  try {
    ssc::client::Terminal terminal;
    ssc::client::Card card = terminal.openCard();
    std::cout << card.basic() << '\n';
    return 0;
  } catch (const ssc::client::Error& error) {
    std::cerr << error.code() << ' ' << error.what() << '\n';
    return 1;
  }
}
