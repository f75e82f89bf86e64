/* SSCardDriver: the terminal interface of the Chinese social security card (社会保障卡读写终端接口).
 *
 * Plain C: this header compiles alone, in C99 and in C++. Every call takes the reader, does its work and
 * releases the reader on every path. Calls from several threads wait for each other.
 *
 * Return value: 0 success, negative failure (docs/errors.md); a card's status word becomes minus its value
 * (6A82 → -27266). The value is sign-extended to 64 bits, so that callers that declare the result as int,
 * long or a 64-bit type read the same number.
 */
#ifndef SSCARDDRIVER_H
#define SSCARDDRIVER_H

#include <stdint.h>

#if defined(_WIN32)
#define SSC_CALL __stdcall
#define SSC_API __declspec(dllexport)
#else
#define SSC_CALL
#define SSC_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes a caller of a legacy export provides for pOutInfo, NUL included. */
#define SSC_OUT_SHORT 1024

/* iReadCardBas: who holds this card.
 *
 *   iType     1 contact, 2 contactless, 3 contact first, 4 contactless first
 *   pOutInfo  at least SSC_OUT_SHORT bytes. Success: 11 fields, each followed by '|', GB 18030 (a superset of
 * GBK), NUL-terminated: region (6 digits) | social security number (18) | card number (9) | card
 * identification code (32 hex) | name | reset information (26 hex) | specification version (4) | issue date
 * (CCYYMMDD) | valid until (CCYYMMDD) | terminal number (12 digits) | device number | Failure: a text for
 * people (GB 18030), at most 255 bytes and NUL. Nothing behind the NUL is touched.
 *
 * Returns 0; -14 bad parameter (no device is touched); -11 reader; -2 no card; -4 card does not answer; -1
 * wrong card; -20 bad card identification; -2201 no PSAM; -2202 PSAM without the algorithm; -2203 PSAM
 * without RKSSSE; -24 PSAM level too low; -27272 PSAM without the key; -21 card not genuine; -(status word)
 * when the card refuses.
 */
SSC_API int64_t SSC_CALL iReadCardBas(int iType, char* pOutInfo);

/* The length-aware twin: UTF-8 instead of GB 18030, otherwise the same.
 *
 *   pcbOut    on entry the bytes pOutInfo holds; on return the bytes used, NUL included, or, with -14 because
 * it is too small, the bytes that are surely enough (then a lone NUL is written if there is room for one and
 * the card is not touched).
 */
SSC_API int64_t SSC_CALL ssc_iReadCardBas(int iType, char* pOutInfo, uint32_t* pcbOut);

/* Version of this library, "0.1.0"; a static text. */
SSC_API const char* SSC_CALL ssc_version(void);

/* Where the masked trace of all calls is appended ([trace] file in ssc.toml), in the file system's encoding;
 * empty when none is configured. Same rules for pOutInfo and pcbOut as above. Returns 0 or -14. */
SSC_API int64_t SSC_CALL ssc_log_location(char* pOutInfo, uint32_t* pcbOut);

#ifdef __cplusplus
}
#endif

#endif
