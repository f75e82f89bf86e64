/* ssc.h: the social security card for programs (libssc.so.1).
 *
 * Our own interface, beside the standard one (SSCardDriver.h): handles instead of a hidden session, UTF-8,
 * several terminals at once, a length with every buffer, cancellation, events, JSON for whatever has many
 * fields.
 *
 * Results. Every function that can fail returns an int: 0, or a negative number of docs/errors.md, the same
 * numbers as the standard interface; a card's status word is minus its value (6A82 → -27266). The text for
 * people is kept by the handle (ssc_error, ssc_card_error). NULL where a handle or buffer is required is -14.
 *
 * Codes. What a function can return besides 0 stands behind "Codes:", as numbers and as these groups.
 *   ALL     -13     not available here, or a defect of this library
 *           -14     a parameter or the configuration cannot be used, or the buffer is too small
 *   READER  -4      the time for the call is over, or it was cancelled
 *           -11     reader, PIN pad or smart-card service
 *   CARD    -1      not a social security card
 *           -2      no card in the slot
 *           -4      the card does not answer or was pulled
 *           -20     the card identification code has no region
 *           -23     the card's data cannot be understood
 *           -SW     minus the status word with which the card refuses a command
 *   STAY    -2      the card is gone
 *           -4      the card does not answer or was pulled
 *           -12     the card's stay is over: close and open it
 *           -23     an argument does not follow its grammar, or the card's data cannot be understood
 *           -SW     minus the status word with which the card refuses a command
 *   FILE    -27266  this card has no such file
 *           -27267  no such item, occurrence or record
 *   PIN     -31     the holder cancelled the entry
 *           -32     nothing was entered in time
 *           -33     wrong number of digits
 *           -34     the two entries of a new PIN differ; no try is used
 *           -35     a new PIN that is easy to guess, where the site refuses it; no try is used
 *           -51     wrong; the text says how many tries are left
 *           -52     locked
 *   KEY     -24     the module's level is too low for this card
 *           -2201   neither PSAM nor HSM can be used
 *           -2202   the module is without the card's algorithm
 *           -2203   the module is without the key RKSSSE
 *           -27272  the module is without the key
 *   PROOF   -25536  the card did not accept the key; no try is left
 *           -25537  the card did not accept the key; 1 try is left
 *           -25538  the card did not accept the key; 2 tries are left
 *           -27011  the card has locked the key
 *
 * Buffers. `out` and `length`: on entry *length is what `out` holds, on return what was written, the final
 * NUL of texts included. Too small: -14 and *length is what is needed. The work is done then and its result
 * kept: the same call with the same arguments and a larger buffer fetches it, and nothing is done twice; any
 * other call of the handle (those about its last error apart) drops it. `out` may be NULL with *length 0 to
 * ask. A failure leaves `out` as it was.
 *
 * Threads. A handle may be used from any thread; calls on one handle wait for each other, calls on different
 * handles do not. ssc_cancel and ssc_card_cancel may be called while another thread is inside a call of the
 * handle; from within a callback only they may.
 *
 * Time. Every call ends within the handle's time limit (ssc_set_timeout; 30 s) plus the time for PIN entries,
 * whatever reader and card do.
 *
 * A card's stay. A handle keeps its card powered between calls; a PIN that was right stays so. A card or
 * reader that is gone, a call that was cancelled or timed out, an uncertain debit end the stay: the card is
 * reset, every later call returns -12, and ssc_card_close then ssc_card_open begin anew. After any other
 * failure (a wrong PIN, a file that refuses) the card stays.
 *
 * Secrets. A PIN is never a parameter and never in a result: it comes from the PIN pad that ssc.toml names,
 * or from the callback of ssc_set_pin_callback.
 */
#ifndef SSC_H
#define SSC_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define SSC_FUNCTION __declspec(dllexport)
#else
#define SSC_FUNCTION __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Grows when functions are added; its major part is the soname's number. */
#define SSC_ABI_MAJOR 1
#define SSC_ABI_MINOR 0

/* A terminal: one reader device with its slots, and how it is configured. */
typedef struct ssc_terminal ssc_terminal;
/* A card held in a terminal, recognised, exclusively. */
typedef struct ssc_card ssc_card;

/* ---------------------------------------------------------------------- ssc_version(3): about the library */

/* The version of the library, "0.1.0"; a static text. */
SSC_FUNCTION const char* ssc_version(void);
/* major << 16 | minor of the library that runs; compare with SSC_ABI_MAJOR. */
SSC_FUNCTION uint32_t ssc_abi_version(void);

/* --------------------------------------------------------------- ssc_terminal(3): a reader with its slots */

typedef struct ssc_options {
  size_t size;             /* sizeof(ssc_options): fields may be added behind */
  const char* config_file; /* NULL: the usual files (docs/configuration.md) */
  const char* reader;      /* PC/SC name pattern; NULL: as configured */
} ssc_options;

/* Reads the configuration; touches no reader. `options` may be NULL. A configuration that cannot be used is
 * -14 and gives no handle: `ssc doctor` names the file and the line.
 * Codes: ALL */
SSC_FUNCTION int ssc_open(const ssc_options* options, ssc_terminal** out);
/* Cancels what is under way, stops ssc_watch, lets all cards go and frees the handle; *terminal becomes NULL.
 * Handles of its cards stay valid; only ssc_card_close makes sense for them. */
SSC_FUNCTION void ssc_close(ssc_terminal** terminal);

/* Milliseconds, 100 to 600000: for calls on the terminal, and for cards opened from now on.
 * Codes: ALL */
SSC_FUNCTION int ssc_set_timeout(ssc_terminal* terminal, uint32_t milliseconds);
/* Ends the call that is under way on this handle with "cancelled" (-4); nothing when none is. */
SSC_FUNCTION void ssc_cancel(ssc_terminal* terminal);

/* JSON: [{"name", "profile", "label", "selected", "slots": [{"name", "number", "role", "card", "mute",
 * "inUse", "atr"}]}]: attached devices, their slots, what each slot is for, whether a card is in it.
 * Codes: ALL READER */
SSC_FUNCTION int ssc_readers(ssc_terminal* terminal, char* out, size_t* length);
/* JSON: what this terminal can do: {"version", "abi", "pinSource", "pinDigits", "hsm", "certificates",
 * "reader" (null: none attached), "slots": [{"number", "role"}]}.
 * Codes: ALL READER */
SSC_FUNCTION int ssc_capabilities(ssc_terminal* terminal, char* out, size_t* length);

/* What a holder is asked for. */
enum { SSC_PIN_VERIFY = 0, SSC_PIN_CURRENT = 1, SSC_PIN_NEW = 2, SSC_PIN_REPEAT = 3 };
/* Writes the digits into `digits` (ASCII, no NUL needed, at most `capacity`) and their number into *length.
 * Returns 0, -31 (cancelled) or -32 (timed out). The library wipes `digits`. When the call is cancelled or
 * its time is over, the library no longer waits for the callback: it must end by itself, and `user` be valid
 * until it has. */
typedef int (*ssc_pin_callback)(void* user, int prompt, char* digits, size_t capacity, size_t* length);
/* Instead of the configured PIN source; NULL takes the callback back. It is called on a thread of the
 * library.
 * Codes: ALL */
SSC_FUNCTION int ssc_set_pin_callback(ssc_terminal* terminal, ssc_pin_callback callback, void* user);

enum {
  SSC_EVENT_READER_ADDED = 1,
  SSC_EVENT_READER_REMOVED = 2,
  SSC_EVENT_CARD_INSERTED = 3,
  SSC_EVENT_CARD_REMOVED = 4
};
/* `reader`: the PC/SC name of the slot, UTF-8, valid during the call. */
typedef void (*ssc_event_callback)(void* user, int event, const char* reader);
/* Starts to report changes of all readers on a thread of the library; what is there already is reported
 * first. NULL stops; when that returns no call is under way any more. Not from within the callback.
 * Codes: ALL */
SSC_FUNCTION int ssc_watch(ssc_terminal* terminal, ssc_event_callback callback, void* user);

/* ------------------------------------------------ ssc_error(3): the last failure, for people and programs */

enum { SSC_LANGUAGE_ZH = 0, SSC_LANGUAGE_EN = 1 };
/* What the person at the terminal should read about the last failure of this handle; empty after a success.
 * These four leave the last failure, and a result that is kept, as they are.
 * Codes: ALL */
SSC_FUNCTION int ssc_error(const ssc_terminal* terminal, int language, char* out, size_t* length);
/* The same for the last failure of a card.
 * Codes: ALL */
SSC_FUNCTION int ssc_card_error(const ssc_card* card, int language, char* out, size_t* length);
/* JSON: reason, code, zh, en, detail for a log, what clerk and integrator do; {} after a success.
 * Codes: ALL */
SSC_FUNCTION int ssc_error_details(const ssc_terminal* terminal, char* out, size_t* length);
/* The same for the last failure of a card.
 * Codes: ALL */
SSC_FUNCTION int ssc_card_error_details(const ssc_card* card, char* out, size_t* length);

/* ---------------------------------------------------------------- ssc_card(3): a card, held in a terminal */

enum { SSC_CONTACT = 1, SSC_CONTACTLESS = 2, SSC_CONTACT_FIRST = 3, SSC_CONTACTLESS_FIRST = 4 };
/* Powers and recognises the card, which no other program can use until ssc_card_close. Why it failed is the
 * terminal's last failure.
 * Codes: ALL READER CARD */
SSC_FUNCTION int ssc_card_open(ssc_terminal* terminal, int cardInterface, ssc_card** out);
/* Cancels what is under way, resets the card and frees the handle; *card becomes NULL. */
SSC_FUNCTION void ssc_card_close(ssc_card** card);
/* Ends the call that is under way on this handle with "cancelled" (-4), and the card's stay; nothing when
 * none is. */
SSC_FUNCTION void ssc_card_cancel(ssc_card* card);

/* Both sides prove themselves, then JSON: {"generation", "algorithm", "cardGenuine", "terminalProven",
 * "card": {"name", "socialSecurityNumber", "cardNumber", "region", "cardId", "version", "issueDate",
 * "validUntil", "resetInformation", "terminalNumber", "deviceNumber"}}.
 * Codes: ALL READER CARD STAY KEY PROOF -21 (the card is not genuine) */
SSC_FUNCTION int ssc_card_basic(ssc_card* card, char* out, size_t* length);

/* ------------------------------------------------------------------------- ssc_files(3): the card's files */

/* The way into files that PIN or key opens. */
enum { SSC_BY_PIN = 1, SSC_BY_KEY = 2 };
/* JSON: an array, one object for each file of `items`: "DF01/EF05", "DF01/EF05 20,21", "DF01/EF15 40:2",
 * "DF04/EF08", "DF04/EF08 #1" (cyclic files: record 1 is the newest), several separated by ';'. Each is
 * {"file", "label", "fields": [{"tag", "occurrence" (of templates), "name", "label", "value"}]}; cyclic
 * files: "records": [{"number", "fields"}]; transparent ones: "size", "hex".
 * Codes: ALL READER STAY FILE PIN KEY PROOF */
SSC_FUNCTION int ssc_card_read(ssc_card* card, const char* items, int by, char* out, size_t* length);
/* JSON: every application, file and field this generation has, as a tree; values masked unless `full` is 1; a
 * file that is not read says why.
 * Codes: ALL READER STAY */
SSC_FUNCTION int ssc_card_dump(ssc_card* card, int by, int full, char* out, size_t* length);
/* `values` is JSON in the shape ssc_card_read gives: [{"file": "DF01/EF07", "fields": [{"tag": "29", "value":
 * "1"}]}]; cyclic files: {"file": "DF04/EF15", "append": ["0001", "1"]}; transparent: {"file": "DF01/EF16",
 * "hex": "00FF"}. All is checked before anything is written. What was there before is kept for ssc_card_undo.
 * Codes: ALL READER STAY FILE KEY PROOF -27010 (only the card writes this file) */
SSC_FUNCTION int ssc_card_write(ssc_card* card, const char* values);
/* Writes back what the last ssc_card_write of this handle replaced. Also where that failed half-way.
 * Codes: ALL READER STAY KEY PROOF -12 (also: nothing to undo) -13 (also: it cannot be taken back, and
 *        nothing is written: a record was appended to a cyclic file, or what was there could not be read;
 *        nobody is asked for a PIN to write) */
SSC_FUNCTION int ssc_card_undo(ssc_card* card);

/* --------------------------------------------------------------------------- ssc_pin(3): the holder's PIN */

/* *tries: what is left, 0 = locked; -1: no PIN is asked for. No try is used.
 * Codes: ALL READER STAY */
SSC_FUNCTION int ssc_card_pin_tries(ssc_card* card, int* tries);
/* Asks the holder, also where the PIN was verified before. ssc_card_error says how many tries are left.
 * Codes: ALL READER STAY PIN */
SSC_FUNCTION int ssc_card_pin_verify(ssc_card* card);
/* Asks for the old PIN and twice for the new one.
 * Codes: ALL READER STAY PIN */
SSC_FUNCTION int ssc_card_pin_change(ssc_card* card);
/* A new PIN without the old one, and the try counter set back: only where the module holds the issuer's keys.
 * Codes: ALL READER STAY PIN KEY PROOF */
SSC_FUNCTION int ssc_card_pin_reload(ssc_card* card);
/* The try counter set back, the PIN kept: under the same condition. Nobody is asked.
 * Codes: ALL READER STAY KEY PROOF */
SSC_FUNCTION int ssc_card_pin_unblock(ssc_card* card);

/* ---------------------------------------------------------------------- ssc_debit(3): medical settlements */

/* JSON: {"account", "payYear", "selfPay", "pool"}: personal account, what was paid this year; each amount is
 * {"fen", "yuan"}.
 * Codes: ALL READER STAY */
SSC_FUNCTION int ssc_card_balance(ssc_card* card, char* out, size_t* length);
/* Settles `total` fen, of which `accountAndPool` from account and pool. `time`: 14 digits CCYYMMDDHHMMSS;
 * NULL: now, Beijing time. JSON: the receipt. When the card is lost on the way the call waits for it
 * (ssc.toml, [debit]), beyond the time limit.
 * Codes: ALL READER STAY PIN KEY -37634 (a MAC does not fit) -37889 (balance too low) -37891 (the module
 *        cannot debit) */
SSC_FUNCTION int ssc_card_debit(ssc_card* card, uint32_t total, uint32_t accountAndPool, const char* time,
                                char* out, size_t* length);
/* After "debit uncertain": *debited is 1 or 0. With the same card, opened again; ssc_card_error_details of
 * the debit names the card's sequence number.
 * Codes: ALL READER STAY */
SSC_FUNCTION int ssc_card_debit_check(ssc_card* card, uint16_t cardSequence, int* debited);
/* JSON: the card's last settlements, newest first: [{"sequence", "type", "terminal", "time", "account",
 * "selfPay", "pool"}].
 * Codes: ALL READER STAY PIN -27266 (this card has no such file) */
SSC_FUNCTION int ssc_card_debits(ssc_card* card, char* out, size_t* length);

/* --------------------------------------------- ssc_certificate(3): certificates of third-generation cards */

enum { SSC_KEY_SIGNING = 0, SSC_KEY_ENCRYPTION = 1 };
/* The card's certificate of this key: X.509, DER, no NUL.
 * Codes: ALL READER STAY -13 (also: the card has none) */
SSC_FUNCTION int ssc_card_certificate(ssc_card* card, int key, uint8_t* out, size_t* length);
/* SM2 with SM3 and the default identity: 64 bytes, r then s. The PIN is that of the certificates.
 * Codes: ALL READER STAY PIN -13 (also: no such application or no certificate on the card) */
SSC_FUNCTION int ssc_card_sign(ssc_card* card, const uint8_t* data, size_t size, uint8_t* out,
                               size_t* length);
/* Whether this is the signature of the owner of this certificate. Does not look at who issued it.
 * Codes: ALL -23 (the signature is wrong, or an argument is not what it should be) */
SSC_FUNCTION int ssc_verify(ssc_terminal* terminal, const uint8_t* certificate, size_t certificateSize,
                            const uint8_t* data, size_t size, const uint8_t* signature, size_t signatureSize);
/* Whether the certificates of `authorities` (a PEM file) trust this one, for this use, now. JSON: subject,
 * issuer, serial number, validity.
 * Codes: ALL -23 (not trusted, or no certificate; ssc_error says why) */
SSC_FUNCTION int ssc_check_certificate(ssc_terminal* terminal, const uint8_t* certificate,
                                       size_t certificateSize, int key, const char* authorities, char* out,
                                       size_t* length);
/* GM/T 0010 EnvelopedData, DER, for the owner of an encryption certificate; `data` up to 16 MiB.
 * Codes: ALL -23 (not a certificate for encryption) */
SSC_FUNCTION int ssc_seal(ssc_terminal* terminal, const uint8_t* certificate, size_t certificateSize,
                          const uint8_t* data, size_t size, uint8_t* out, size_t* length);
/* What is in such an envelope. The PIN is that of the certificates.
 * Codes: ALL READER STAY PIN -13 (also: no such application or no certificate on the card)
 *        -23 (also: it is no envelope, or one for another certificate) */
SSC_FUNCTION int ssc_card_unseal(ssc_card* card, const uint8_t* envelope, size_t size, uint8_t* out,
                                 size_t* length);

#ifdef __cplusplus
}
#endif

#endif
