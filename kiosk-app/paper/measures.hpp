// Places and distances on paper, in millimetres.
#pragma once

namespace ssc::kiosk::paper {

// A4, ISO 216.
inline constexpr double kPageWidth = 210, kPageHeight = 297, kMargin = 15;
inline constexpr double kGridWidth = kPageWidth - 2 * kMargin;
inline constexpr double kRight = kMargin + kGridWidth;

// Cells.
inline constexpr double kRowHeight = 6.5, kPadAcross = 1.2, kPadDown = 1.1, kHairline = 0.2;

// The head of the first page, with the QR code, and of the others.
inline constexpr double kFirstTop = 46, kOtherTop = 25;
inline constexpr double kQrSide = 25;  ///< without its quiet zone

// The foot: a line, the stamp, two lines of text.
inline constexpr double kFootTop = 268, kGridBottom = 266;
inline constexpr double kStampSide = 13;

// Slips of a thermal printer: 80 mm, of which it prints 72.
inline constexpr double kSlipWidth = 80, kSlipMargin = 5, kSlipQrSide = 30;

}  // namespace ssc::kiosk::paper
