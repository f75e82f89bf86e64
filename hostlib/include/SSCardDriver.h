/* SSCardDriver: the terminal interface of the Chinese social security card (社会保障卡读写终端接口).
 *
 * Plain C: this header compiles alone, in C99, C11 and C++.
 *
 * RESULT. 0 success, negative failure (docs/errors.md lists all). A card's status word becomes minus its
 * value (6A82 → -27266). The value is sign-extended to 64 bits, so that callers that declare the result
 * as int, long or a 64-bit type read the same number.
 *
 * CODES. What a function can return besides 0 stands behind "Codes:", as numbers and as these groups. Twins
 * return what their function returns.
 *   ALL    -13     not available on this terminal, or a defect of this library
 *          -14     a parameter or the configuration cannot be used, or the buffer is too small: no device
 *                  was touched
 *   CARD   -1      not a social security card
 *          -2      no card in the slot
 *          -4      the card does not answer or was pulled, or the time for the call is over
 *          -11     reader, PIN pad or smart-card service
 *          -20     the card identification code has no region
 *          -23     an argument does not follow its grammar, or the card's data cannot be understood
 *          -SW     minus the status word with which the card refuses a command
 *   SAME   -22     another card is in the reader than pCardInfo names
 *   FILE   -27266  this card has no such file
 *          -27267  no such item, occurrence or record
 *   PIN    -31     the holder cancelled the entry
 *          -32     nothing was entered in time
 *          -33     wrong number of digits
 *          -34     the two entries of a new PIN differ
 *          -35     a new PIN that is easy to guess, where the site refuses it
 *          -51     wrong; the first number in pOutInfo is the tries left
 *          -52     locked
 *   PSAM   -24     the PSAM's level is too low for this card
 *          -2201   no PSAM, or one that does not answer as it should
 *          -2202   the PSAM is without the card's algorithm
 *          -2203   the PSAM is without the key RKSSSE
 *          -27272  the PSAM is without the key
 *   PROOF  -25536  the card did not accept the key; no try is left
 *          -25537  the card did not accept the key; 1 try is left
 *          -25538  the card did not accept the key; 2 tries are left
 *          -27011  the card has locked the key
 *   STEP   -2      the card is gone
 *          -4      the card does not answer or was pulled, or the time for the call is over
 *          -11     reader, PIN pad or smart-card service
 *          -12     the step was not announced, or the session is over
 *          -23     an argument does not follow its grammar, or the card's data cannot be understood
 *          -41     a character of pKey is not hexadecimal
 *          -42     pKey has another length
 *          -SW     minus the status word with which the card refuses a command
 *
 * TEXTS end with NUL. The standard functions speak GB 18030, a superset of GBK; their input texts are in
 * it too. Input is read up to its NUL and never beyond its limit (given here in bytes without NUL): longer
 * texts are -23, keys -42. A NULL pointer is -14. Input texts are never changed: they are char* because
 * the published interface says so.
 *
 * pOutInfo gets the reply, or for people what went wrong, at most 255 bytes and NUL. What is written is
 * the text and one NUL, nothing behind it is touched. The standard functions take no length; they rely on
 * SSC_OUT_SHORT, SSC_OUT_LIST or SSC_OUT_LONG bytes, as each function says. A site whose callers have less
 * says so in ssc.toml ([out_cap]); a reply that might not fit is then refused with -14 and a text that
 * names the size, before the card is touched.
 *
 * TWINS. Each function has a twin ssc_…, with the same parameters and one more, in UTF-8:
 *   pcbOut  on entry the bytes pOutInfo holds; on return the bytes used, NUL included. With -14 because
 *           it is too small: the bytes that are surely enough. Then a lone NUL is written, if there is
 *           room for one, the card is not touched, and an open session waits for the call to be repeated.
 *
 * CALLS. Each takes the reader, does its work, resets the card and releases the reader on every path, at
 * the latest at the configured deadline. Calls from several threads wait for each other. The functions
 * ..._HSM_StepN are the exception: the card stays powered from Step1 to the last step. A session ends with
 * its last step, with any failure, with any other call that takes the card, and after 60 seconds ([hsm]
 * session_ms) without a call: the reader is free then. A step that the one before it did not announce is
 * -12.
 *
 * iType of all functions: 1 contact, 2 contactless, 3 contact first, 4 contactless first.
 *
 * pCardInfo of all functions: "card identification code|card number|", 43 characters, limit 63: fields 4
 * and 3 of iReadCardBas. Another card is noticed before a PIN is asked for or a key is used.
 *
 * PIN. It is entered at the pad that ssc.toml names ([pin] source), never passed: -13 where there is none.
 *
 * PSAM. With the five codes of that group a caller goes on with the HSM steps; the standard functions never
 * do so by themselves.
 *
 * WINDOWS (x86). The functions are __stdcall and exported under their plain names; the decorated name of a
 * function has @ and four bytes for each parameter: _iReadCardBas@8, _iReadCard@20, _ssc_iReadCardBas@12.
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

/* Bytes a caller of a standard function provides for pOutInfo, NUL included. */
#define SSC_OUT_SHORT 1024
#define SSC_OUT_LIST 4096
#define SSC_OUT_LONG 32768

/* ------------------------------------------------------------------- SSCardDriver_read(3): reading a card */

/* iReadCardBas: who holds this card.
 *
 *   pOutInfo  SSC_OUT_SHORT. 11 fields, each followed by '|': region (6 digits) | social security
 *             number (18) | card number (9) | card identification code (32 hex) | name | reset
 *             information (historical bytes, 26 hex) | specification version (4) | issue date
 *             (CCYYMMDD) | valid until (CCYYMMDD) | terminal number (12 digits) | device number |.
 *             Fields of blank cards are empty. Accept more fields behind the last.
 *
 * Codes: ALL CARD PSAM PROOF -21 (the card is not genuine)
 */
SSC_API int64_t SSC_CALL iReadCardBas(int iType, char* pOutInfo);

/* Twin of iReadCardBas: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iReadCardBas(int iType, char* pOutInfo, uint32_t* pcbOut);

/* iReadCard: items of the card's files.
 *
 *   iAuthType  1 PIN, 2 key: the way into files that either opens. Where a file's rule leaves no
 *              choice it is not looked at; where it does, any other value is -14.
 *   pFileAddr  limit 4095. For each file its name, '|', the tags of its items, each followed by '|',
 *              and '$': "SSSEEF06|08|09|$DF01EF15|40:02|$". "40:02": the second occurrence of a
 *              repeated tag. A cyclic file without tags: all its records; "DF04EF08:03|$": record 3
 *              (1 is the newest). A transparent file without tags: all of it. 3F00 and MF stand for
 *              SSSE. Letters may have any case.
 *   pOutInfo   SSC_OUT_LONG. The request with each item replaced by its value. Text without padding;
 *              number fields as digits; binary as hexadecimal digits; the parts of a template or a
 *              cyclic record joined with '^'.
 *
 * The PSAM is powered only where a key is used.
 *
 * Codes: ALL CARD SAME FILE PIN PSAM PROOF
 */
SSC_API int64_t SSC_CALL iReadCard(int iType, int iAuthType, char* pCardInfo, char* pFileAddr,
                                   char* pOutInfo);

/* Twin of iReadCard: UTF-8, with the length of the buffer. What is needed depends on pFileAddr. */
SSC_API int64_t SSC_CALL ssc_iReadCard(int iType, int iAuthType, char* pCardInfo, char* pFileAddr,
                                       char* pOutInfo, uint32_t* pcbOut);

/* ------------------------------------------------------------------ SSCardDriver_write(3): writing a card */

/* iWriteCard: writes items of the card's files, in their order.
 *
 *   pFileAddr   as of iReadCard.
 *   pWriteData  limit 65535. The same shape, each item replaced by its value: "SSSEEF06|张三|$". An
 *               empty value makes a field blank. A cyclic file gets one record, its parts joined
 *               with '^', which becomes number 1. A transparent file gets the bytes from its start;
 *               what lies behind them stays.
 *   pOutInfo    SSC_OUT_SHORT. Empty on success. When a later write fails, the text names the items
 *               that are on the card already ("written: …").
 *
 * With -23 (other shape, value too long, illegal character) nothing is written.
 *
 * Codes: ALL CARD SAME FILE PSAM PROOF -27010 (only the card writes this file; no command is sent)
 */
SSC_API int64_t SSC_CALL iWriteCard(int iType, char* pCardInfo, char* pFileAddr, char* pWriteData,
                                    char* pOutInfo);

/* Twin of iWriteCard: UTF-8 (pWriteData too), with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iWriteCard(int iType, char* pCardInfo, char* pFileAddr, char* pWriteData,
                                        char* pOutInfo, uint32_t* pcbOut);

/* ------------------------------------------------------------------ SSCardDriver_pin(3): the holder's PIN */

/* iVerifyPIN: lets the holder enter the PIN and the card check it.
 *
 *   pOutInfo  SSC_OUT_SHORT. Empty on success.
 *
 * Codes: ALL CARD PIN
 */
SSC_API int64_t SSC_CALL iVerifyPIN(int iType, char* pOutInfo);

/* Twin of iVerifyPIN: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iVerifyPIN(int iType, char* pOutInfo, uint32_t* pcbOut);

/* iChangePIN: lets the holder enter the old PIN and twice a new one. Entries that differ cost no
 * try.
 *
 *   pOutInfo  SSC_OUT_SHORT. Empty on success.
 *
 * Codes: ALL CARD PIN (-51 and -52 are about the old one)
 */
SSC_API int64_t SSC_CALL iChangePIN(int iType, char* pOutInfo);

/* Twin of iChangePIN: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iChangePIN(int iType, char* pOutInfo, uint32_t* pcbOut);

/* iReloadPIN: a new PIN without the old one. The PSAM is asked first, then the holder, twice.
 *
 *   pOutInfo  SSC_OUT_SHORT. Empty on success.
 *
 * Codes: ALL CARD SAME PIN PSAM PROOF
 */
SSC_API int64_t SSC_CALL iReloadPIN(int iType, char* pCardInfo, char* pOutInfo);

/* Twin of iReloadPIN: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iReloadPIN(int iType, char* pCardInfo, char* pOutInfo, uint32_t* pcbOut);

/* iUnblockPIN: sets the tries of the PIN back and keeps the PIN.
 *
 *   pOutInfo  SSC_OUT_SHORT. Empty on success.
 *
 * Codes: ALL CARD SAME PSAM PROOF
 */
SSC_API int64_t SSC_CALL iUnblockPIN(int iType, char* pCardInfo, char* pOutInfo);

/* Twin of iUnblockPIN: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iUnblockPIN(int iType, char* pCardInfo, char* pOutInfo, uint32_t* pcbOut);

/* ------------------------------------------------------------- SSCardDriver_debit(3): medical settlements */

/* iDoDebit: a medical settlement. The holder enters the PIN.
 *
 *   pPayInfo  limit 127. "total|account and pool together|YYYYMMDDHHMMSS|", amounts in yuan with no,
 *             one or two decimals, 0 to 42949672.95; the last '|' may be missing.
 *   pOutInfo  SSC_OUT_SHORT. 10 fields, each followed by '|': TAC (8 hex) | MAC2 (8 hex; empty where
 *             the PSAM has checked it) | card sequence number (4 hex) | amounts (24 hex, three of
 *             fen) | transaction type (2 hex) | terminal number (12 digits) | terminal sequence
 *             number (8 hex) | time (14 digits) | algorithm (01 3DES, 02 SSF33, 03 SM4) | reference
 *             of the TAC key, as configured |. Fields 4 to 8 joined are what the TAC is made over.
 *
 * A card pulled before its answer is waited for ([debit] reinsert_ms) and asked: success, or -4 with
 * what is known. Look at the records before anything else then.
 *
 * Codes: ALL CARD SAME PIN PSAM -37634 (a MAC does not fit; nothing was debited unless the text says
 *        so) -37889 (balance too low) -37891 (the PSAM cannot debit)
 */
SSC_API int64_t SSC_CALL iDoDebit(int iType, char* pCardInfo, char* pPayInfo, char* pOutInfo);

/* Twin of iDoDebit: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iDoDebit(int iType, char* pCardInfo, char* pPayInfo, char* pOutInfo,
                                      uint32_t* pcbOut);

/* iReadDebitRecord: the last settlements and loads, newest first. The holder enters the PIN.
 *
 *   pOutInfo  SSC_OUT_LIST. For each record "number^type^terminal
 *             number^time^amount^amount^amount|", numbers decimal, amounts in yuan with two
 *             decimals; empty without records. Only whole records: the list ends before the one that
 *             the buffer has no room for.
 *
 * Codes: ALL CARD PIN
 */
SSC_API int64_t SSC_CALL iReadDebitRecord(int iType, char* pOutInfo);

/* Twin of iReadDebitRecord: UTF-8, with the length of the buffer, which must hold 30 records; more
 * are left out where there is no room for them.
 */
SSC_API int64_t SSC_CALL ssc_iReadDebitRecord(int iType, char* pOutInfo, uint32_t* pcbOut);

/* ------------------------------------------------------------- SSCardDriver_hsm(3): with the caller's HSM
 *
 * The caller takes what Step1 gives to its back office, and what that computes to Step2 (and 3) in
 * pKey: hexadecimal, limit 127. Algorithm: 01 3DES, 02
 * SSF33, 03 SM4. Key references stand in ssc.toml ([hsm.keys]) and are copied; empty where none is
 * configured. Blocks are 16 hexadecimal digits.
 */

/* iReadCardBas_HSM_Step1: opens a session for the basic read.
 *
 *   pOutInfo  SSC_OUT_SHORT. 8 fields, each followed by '|': region | historical bytes | algorithm |
 *             card identification code | internal authentication: factor | data | external
 *             authentication: factor | data |. The last two are empty but for third-generation
 *             cards. A ninth field, the terminal number, where ssc.toml asks for it ([compat]
 *             basic_step1_fields).
 *
 * Codes: ALL CARD
 */
SSC_API int64_t SSC_CALL iReadCardBas_HSM_Step1(int iType, char* pOutInfo);

/* Twin of iReadCardBas_HSM_Step1: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iReadCardBas_HSM_Step1(int iType, char* pOutInfo, uint32_t* pcbOut);

/* iReadCardBas_HSM_Step2: checks the card, proves the terminal, reads.
 *
 *   pKey      "authentication and data of the internal one|the same of the external one|", 66
 *             characters; the last bar, and for cards that need no external one its part, may be
 *             missing (65, 33, 32).
 *   pOutInfo  SSC_OUT_SHORT. As of iReadCardBas, the terminal number twelve zeros.
 *
 * Codes: ALL STEP PROOF -21 (the card is not genuine)
 */
SSC_API int64_t SSC_CALL iReadCardBas_HSM_Step2(char* pKey, char* pOutInfo);

/* Twin of iReadCardBas_HSM_Step2: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iReadCardBas_HSM_Step2(char* pKey, char* pOutInfo, uint32_t* pcbOut);

/* iReadCard_HSM_Step1: opens a session for reading the first file of pFileAddr; further files are
 * passed over.
 *
 *   pFileAddr  as of iReadCard.
 *   pOutInfo   SSC_OUT_SHORT. "algorithm|key reference|factor|data|". A file that asks for PIN and
 *              key: the holder enters the PIN first.
 *
 * Codes: ALL CARD SAME FILE PIN -2204 (no key opens this file: use iReadCard)
 */
SSC_API int64_t SSC_CALL iReadCard_HSM_Step1(int iType, char* pCardInfo, char* pFileAddr, char* pOutInfo);

/* Twin of iReadCard_HSM_Step1: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iReadCard_HSM_Step1(int iType, char* pCardInfo, char* pFileAddr, char* pOutInfo,
                                                 uint32_t* pcbOut);

/* iReadCard_HSM_Step2: proves the key and reads.
 *
 *   pKey      authentication and data, 32 digits.
 *   pOutInfo  SSC_OUT_LONG. As of iReadCard, for the one file.
 *
 * Codes: ALL STEP PROOF FILE
 */
SSC_API int64_t SSC_CALL iReadCard_HSM_Step2(char* pKey, char* pOutInfo);

/* Twin of iReadCard_HSM_Step2: UTF-8, with the length of the buffer. What is needed depends on the file. */
SSC_API int64_t SSC_CALL ssc_iReadCard_HSM_Step2(char* pKey, char* pOutInfo, uint32_t* pcbOut);

/* iWriteCard_HSM_Step1: opens a session for writing the first file of pFileAddr; further files are
 * passed over.
 *
 *   pOutInfo  SSC_OUT_SHORT. "algorithm|key reference|factor|data|".
 *
 * Codes: ALL CARD SAME FILE -27010 (only the card writes this file)
 */
SSC_API int64_t SSC_CALL iWriteCard_HSM_Step1(int iType, char* pCardInfo, char* pFileAddr, char* pOutInfo);

/* Twin of iWriteCard_HSM_Step1: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iWriteCard_HSM_Step1(int iType, char* pCardInfo, char* pFileAddr, char* pOutInfo,
                                                  uint32_t* pcbOut);

/* iWriteCard_HSM_Step2: proves the key and writes.
 *
 *   pKey        authentication and data, 32 digits.
 *   pWriteData  as of iWriteCard, of the shape that Step1 was asked with; what stands behind the
 *               first file is passed over.
 *   pOutInfo    SSC_OUT_SHORT. Empty on success.
 *
 * Codes: ALL STEP PROOF FILE
 */
SSC_API int64_t SSC_CALL iWriteCard_HSM_Step2(char* pKey, char* pWriteData, char* pOutInfo);

/* Twin of iWriteCard_HSM_Step2: UTF-8 (pWriteData too), with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iWriteCard_HSM_Step2(char* pKey, char* pWriteData, char* pOutInfo,
                                                  uint32_t* pcbOut);

/* iReloadPIN_HSM_Step1: opens a session for a new PIN without the old one.
 *
 *   pOutInfo  SSC_OUT_SHORT. "algorithm|key reference|factor|data|" for the key PUK.
 *
 * Codes: ALL CARD SAME
 */
SSC_API int64_t SSC_CALL iReloadPIN_HSM_Step1(int iType, char* pCardInfo, char* pOutInfo);

/* Twin of iReloadPIN_HSM_Step1: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iReloadPIN_HSM_Step1(int iType, char* pCardInfo, char* pOutInfo,
                                                  uint32_t* pcbOut);

/* iReloadPIN_HSM_Step2: proves PUK; then the holder enters the new PIN twice.
 *
 *   pKey      authentication and data, 32 digits.
 *   pOutInfo  SSC_OUT_SHORT. "algorithm|key reference|factor|command header (10 hex)|new PIN|" for
 *             the key STKSSSE. The one reply that holds a PIN: do not log it, overwrite it.
 *
 * Codes: ALL STEP PROOF PIN
 */
SSC_API int64_t SSC_CALL iReloadPIN_HSM_Step2(char* pKey, char* pOutInfo);

/* Twin of iReloadPIN_HSM_Step2: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iReloadPIN_HSM_Step2(char* pKey, char* pOutInfo, uint32_t* pcbOut);

/* iReloadPIN_HSM_Step3: sends the command that the HSM made.
 *
 *   pKey      command header, ciphertext, MAC: 34 digits (3DES) or 50 (SSF33, SM4).
 *   pOutInfo  SSC_OUT_SHORT. Empty on success.
 *
 * Codes: ALL STEP -27016 (the MAC does not fit)
 */
SSC_API int64_t SSC_CALL iReloadPIN_HSM_Step3(char* pKey, char* pOutInfo);

/* Twin of iReloadPIN_HSM_Step3: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iReloadPIN_HSM_Step3(char* pKey, char* pOutInfo, uint32_t* pcbOut);

/* iUnblockPIN_HSM_Step1: opens a session for setting the tries of the PIN back.
 *
 *   pOutInfo  SSC_OUT_SHORT. "algorithm|key reference|factor|data|" for the key PUK.
 *
 * Codes: ALL CARD SAME
 */
SSC_API int64_t SSC_CALL iUnblockPIN_HSM_Step1(int iType, char* pCardInfo, char* pOutInfo);

/* Twin of iUnblockPIN_HSM_Step1: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iUnblockPIN_HSM_Step1(int iType, char* pCardInfo, char* pOutInfo,
                                                   uint32_t* pcbOut);

/* iUnblockPIN_HSM_Step2: proves PUK.
 *
 *   pKey      authentication and data, 32 digits.
 *   pOutInfo  SSC_OUT_SHORT. "algorithm|key reference|factor|command header (10 hex)||" for the key
 *             STKSSSE; the field of the PIN is empty.
 *
 * Codes: ALL STEP PROOF
 */
SSC_API int64_t SSC_CALL iUnblockPIN_HSM_Step2(char* pKey, char* pOutInfo);

/* Twin of iUnblockPIN_HSM_Step2: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iUnblockPIN_HSM_Step2(char* pKey, char* pOutInfo, uint32_t* pcbOut);

/* iUnblockPIN_HSM_Step3: sends the command that the HSM made.
 *
 *   pKey      command header, MAC: 18 digits.
 *   pOutInfo  SSC_OUT_SHORT. Empty on success.
 *
 * Codes: ALL STEP -27016 (the MAC does not fit)
 */
SSC_API int64_t SSC_CALL iUnblockPIN_HSM_Step3(char* pKey, char* pOutInfo);

/* Twin of iUnblockPIN_HSM_Step3: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iUnblockPIN_HSM_Step3(char* pKey, char* pOutInfo, uint32_t* pcbOut);

/* iDoDebit_HSM_Step1: the holder enters the PIN, the card opens a medical settlement.
 *
 *   pPayInfo  as of iDoDebit.
 *   pOutInfo  SSC_OUT_SHORT. 8 fields, each followed by '|': algorithm | reference of the key DPK |
 *             card random (8 hex) | card sequence number (4 hex) | amounts (16 hex: total, account
 *             and pool, in fen) | transaction type (2 hex) | terminal number (twelve zeros) | time
 *             (14 digits) |.
 *
 * Codes: ALL CARD SAME PIN -37889 (balance too low)
 */
SSC_API int64_t SSC_CALL iDoDebit_HSM_Step1(int iType, char* pCardInfo, char* pPayInfo, char* pOutInfo);

/* Twin of iDoDebit_HSM_Step1: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iDoDebit_HSM_Step1(int iType, char* pCardInfo, char* pPayInfo, char* pOutInfo,
                                                uint32_t* pcbOut);

/* iDoDebit_HSM_Step2: the card debits.
 *
 *   pKey      "terminal sequence number (8 hex)|time (14 digits)|MAC1 (8 hex)|", 33 characters.
 *   pOutInfo  SSC_OUT_SHORT. As of iDoDebit, with MAC2, which is the HSM's to check.
 *
 * A card pulled before its answer: as of iDoDebit.
 *
 * Codes: ALL STEP -37634 (MAC1 does not fit, nothing was debited)
 */
SSC_API int64_t SSC_CALL iDoDebit_HSM_Step2(char* pKey, char* pOutInfo);

/* Twin of iDoDebit_HSM_Step2: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_iDoDebit_HSM_Step2(char* pKey, char* pOutInfo, uint32_t* pcbOut);

/* ------------------------------------------------------- SSCardDriver_pki(3): the certificate application
 *
 * Third-generation cards, where ssc.toml allows it ([pki] enabled = true); otherwise -13. Bytes are
 * Base64 (RFC 4648, with padding), limit 65535 characters. These functions alone take a PIN: the
 * user PIN of the certificate application.
 */

/* PKI_SignData: SM2 with SM3 over pInData (Base64), with the holder's signing key.
 *
 *   pUserPin  4 to 12 digits.
 *   pOutInfo  SSC_OUT_SHORT. The signature, r and s of 32 bytes each, in Base64. The signer's
 *             identity is the default one, 1234567812345678.
 *
 * Codes: ALL CARD -13 (also: no such application or no certificate on the card) -33 (pUserPin is no PIN)
 *        -51 (wrong; the first number in pOutInfo is the tries left) -52 (locked)
 */
SSC_API int64_t SSC_CALL PKI_SignData(char* pUserPin, char* pInData, int iType, char* pOutInfo);

/* Twin of PKI_SignData: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_PKI_SignData(char* pUserPin, char* pInData, int iType, char* pOutInfo,
                                          uint32_t* pcbOut);

/* PKI_VerifySign: whether the holder of a certificate signed this text. No card takes part.
 *
 *   pUserPin    a text; not looked at.
 *   pCert       the certificate, X.509 DER with an SM2 key, Base64. Whether it is to be trusted is
 *               for the caller.
 *   pClearText  what was signed, Base64.
 *   pSignature  as PKI_SignData gives it.
 *   pOutInfo    SSC_OUT_SHORT. Empty when the signature is right; a text that says so when it is not.
 *
 * Codes: ALL -23 (the signature is wrong, or an argument is not what it should be)
 */
SSC_API int64_t SSC_CALL PKI_VerifySign(char* pUserPin, char* pCert, char* pClearText, char* pSignature,
                                        int iType, char* pOutInfo);

/* Twin of PKI_VerifySign: UTF-8, with the length of the buffer. */
SSC_API int64_t SSC_CALL ssc_PKI_VerifySign(char* pUserPin, char* pCert, char* pClearText, char* pSignature,
                                            int iType, char* pOutInfo, uint32_t* pcbOut);

/* ---------------------------------------------------------------- SSCardDriver_info(3): about the library */

/* ssc_version: version of this library, "0.1.0"; a static text. */
SSC_API const char* SSC_CALL ssc_version(void);

/* ssc_log_location: where the masked trace of all calls is appended ([trace] file in ssc.toml), in the
 * file system's encoding; empty when none is configured. Same rules for pOutInfo and pcbOut as for the twins.
 *
 * Codes: -14 (no pcbOut, the buffer is too small, or the configuration cannot be used; the text says what)
 */
SSC_API int64_t SSC_CALL ssc_log_location(char* pOutInfo, uint32_t* pcbOut);

#ifdef __cplusplus
}
#endif

#endif
