/* SSSE32: the low-level reader library of the social security card's terminal specification (LB 002). Cards
 * are switched on and off and spoken to in APDUs; what the APDUs mean is the caller's affair. SSCardDriver.h
 * is the library that reads cards.
 *
 * Plain C: this header compiles alone, in C99 and later and in C++.
 *
 * Handles and threads. A handle stands for one open reader; several may be open at once, also on the same
 * reader, and in several threads. Calls on one handle wait for each other. A slot that is powered is held
 * exclusively: another handle or program that wants it waits for it (wait_ms of ssc.toml) and then gets
 * IFD_ConnectError. The numbers of closed handles are not given out again soon, so a stale one is noticed.
 *
 * Time. Every call ends at call_limit_ms of ssc.toml (30 s by default), whatever reader and driver do. The
 * file is read by ICC_Reader_Open; docs/configuration.md.
 *
 * Return values. Below zero: one of the IFD_ codes. They are sign-extended to 64 bits, so that callers that
 * declare the result as int, long or a 64-bit type read the same number. Where the specification has a `long`
 * parameter its low 32 bits are read: callers that declare it as int or as long are both right.
 *
 * Outputs have no length: each call says how much the caller must provide, and never writes more. After a
 * failure the output is as it was. A NULL pointer is IFD_ParameterError.
 */
#ifndef SSSE32_H
#define SSSE32_H

#include <stdint.h>

#if defined(_WIN32)
#define SSC_CALL __stdcall
#define SSC_API __declspec(dllexport)
#else
#define SSC_CALL
#define SSC_API __attribute__((visibility("default")))
#endif

/* Results, with the specification's names. */
#define IFD_OK 0                 /* done */
#define IFD_ICC_TypeError (-1)   /* wrong kind of card: no protocol that the reader speaks */
#define IFD_ICC_NoExist (-2)     /* no card in the slot */
#define IFD_ICC_NoPower (-3)     /* a card is there, not powered by this handle */
#define IFD_ICC_NoResponse (-4)  /* the card does not answer, or was pulled during the call */
#define IFD_ConnectError (-11)   /* reader or smart-card service: absent, gone, or held by another program */
#define IFD_UnConnected (-12)    /* no open reader has this handle */
#define IFD_BadCommand (-13)     /* the reader or its driver cannot do this; a defect of this library */
#define IFD_ParameterError (-14) /* name, slot, length or pointer; or an ssc.toml that cannot be used */
#define IFD_CheckSumError (-15)  /* never returned: PC/SC drivers repeat damaged frames themselves */

/* What a caller provides, in bytes. */
#define SSC_ATR_MOST 33       /* Response of ICC_Reader_PowerOn: TS and 32 characters */
#define SSC_RESPONSE_MOST 258 /* Response_APDU: 256 bytes of data, SW1, SW2 */
#define SSC_LIBINFO_BYTES 33  /* info of ICC_Reader_Libinfo: 32 characters and NUL */

#ifdef __cplusplus
extern "C" {
#endif

/* ----------------------------------------------------------------------------- SSSE32(3): cards and APDUs */

/* ICC_Reader_Open: opens a reader and returns its handle, 1 or more.
 *
 *   devName   "AUTO", "COMn", "USBn" or "LPTn", n from 1 to 9, upper or lower case, NUL-terminated.
 *             AUTO: the reader that ssc.toml and the hardware profiles lead to.
 *             USBn: the n-th device that its driver calls a USB device, as the smart-card service lists them.
 *             COMn: the n-th device of which it does not say so: serial drivers tell nothing.
 *             LPTn: there are none.
 *             This is our convention: with PC/SC the ports themselves are the service's affair.
 *
 * No card is touched and nothing is held. The handle means the device as it is plugged now: after a reader
 * was unplugged its handle gives IFD_ConnectError; close it and open anew.
 *
 * Codes: IFD_ParameterError (not such a name, or the configuration) IFD_ConnectError (no service, no such
 *        reader, or COMn and USBn while other programs hold every slot of a reader that must be asked what it
 *        is) IFD_BadCommand
 */
SSC_API int64_t SSC_CALL ICC_Reader_Open(const char* devName);

/* ICC_Reader_Close: switches off what the handle powered, and ends the handle. A call under way on another
 * thread is waited for.
 *
 * Codes: IFD_OK IFD_UnConnected IFD_BadCommand
 */
SSC_API int64_t SSC_CALL ICC_Reader_Close(int32_t readerHandle);

/* ICC_Reader_PowerOn: powers the card in a slot and returns the length of its answer to reset, 2 to 33.
 *
 *   iccSlotNo  0x01 to 0x0F: the slots for citizens' cards, contact and contactless, in the order of the
 *              hardware profile; 0x11 to 0x1F: its SAM slots in their order. Anything else, and a number that
 *              the profile has no slot for, is IFD_ParameterError.
 *   response   at least SSC_ATR_MOST bytes: the answer to reset
 *
 * A cold reset; a warm one if that fails. A card that is powered already is reset in the same way: what was
 * verified on it is forgotten. The handle then holds the card exclusively until PowerOff, Close, or a failure
 * of ICC_Reader_Application.
 *
 * Codes: IFD_ICC_NoExist IFD_ICC_NoResponse IFD_ICC_TypeError IFD_ConnectError IFD_UnConnected
 *        IFD_ParameterError IFD_BadCommand
 */
SSC_API int64_t SSC_CALL ICC_Reader_PowerOn(int32_t readerHandle, unsigned char iccSlotNo,
                                            unsigned char* response);

/* ICC_Reader_PowerOff: switches the card in a slot off and lets other programs have it. IFD_OK also where the
 * handle had powered nothing.
 *
 * Codes: IFD_OK IFD_UnConnected IFD_ParameterError IFD_BadCommand
 */
SSC_API int64_t SSC_CALL ICC_Reader_PowerOff(int32_t readerHandle, unsigned char iccSlotNo);

/* ICC_Reader_GetStatus: IFD_OK when a card is in the slot and powered by this handle, IFD_ICC_NoPower when
 * one is there that is not (a card that was pulled and put back has lost its power), IFD_ICC_NoExist when
 * there is none. The service notices a card with a delay of up to half a second.
 *
 * No card is touched: safe to poll.
 *
 * Codes: IFD_OK IFD_ICC_NoPower IFD_ICC_NoExist IFD_ICC_NoResponse (the time is over) IFD_ConnectError
 *        IFD_UnConnected IFD_ParameterError IFD_BadCommand
 */
SSC_API int64_t SSC_CALL ICC_Reader_GetStatus(int32_t readerHandle, unsigned char iccSlotNo);

/* ICC_Reader_Application: sends one command APDU and returns the length of the response, SW1 and SW2
 * included, 2 to 258. Whatever the status word says, the call has succeeded.
 *
 *   lengthOfCommandApdu  4 to 261
 *   commandApdu   CLA INS P1 P2, then Lc and data, then Le, each if there is one (ISO/IEC 7816-4, cases 1 to
 *                 4, short fields). Lengths that contradict each other are IFD_ParameterError.
 *   responseApdu  at least SSC_RESPONSE_MOST bytes
 *
 * The response is complete where the command has an Le: 61xx is followed by GET RESPONSE, 6Cxx by the same
 * command with the right Le, as ISO/IEC 7816-3 prescribes for T=0; callers see what a T=1 card would say. A
 * command without Le is sent as it is and may be answered by 61xx: callers that send GET RESPONSE themselves
 * work as well. Five bytes are case 2: the fifth is Le.
 *
 * Codes: IFD_ICC_NoPower (nothing was sent) IFD_ICC_NoExist (nothing was sent) IFD_ICC_NoResponse (no answer,
 *        or the card was pulled; it may or may not have carried the command out, and must be powered anew)
 *        IFD_ICC_TypeError IFD_ConnectError IFD_UnConnected IFD_ParameterError IFD_BadCommand
 */
SSC_API int64_t SSC_CALL ICC_Reader_Application(int32_t readerHandle, unsigned char iccSlotNo,
                                                int32_t lengthOfCommandApdu, const unsigned char* commandApdu,
                                                unsigned char* responseApdu);

/* ICC_Reader_Libinfo: who made this library. 32 characters and NUL: 16 vendor, 14 model, 2 version, the first
 * two padded with blanks at the right. Needs no reader.
 *
 *   info   at least SSC_LIBINFO_BYTES bytes. The specification speaks of 32 characters and existing libraries
 *          write the NUL, so callers have the room.
 *
 * Codes: IFD_OK IFD_ParameterError
 */
SSC_API int64_t SSC_CALL ICC_Reader_Libinfo(char* info);

#ifdef __cplusplus
}
#endif

#endif
