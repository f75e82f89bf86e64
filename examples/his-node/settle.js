#!/usr/bin/env node
// Settles 128.50 yuan with the social security card in the reader and prints the slip, as a hospital's program does.
//
// Uses the UTF-8 twins of the standard functions through koffi, each on a thread of koffi's: a holder may take half a
// minute for the PIN, and node goes on serving others. Exit code 0: settled; 1: not settled, the reason is on standard
// error (with --json on standard output); 2: wrong arguments.
// The PIN is entered at the PIN pad and never comes here. Only the slip holds personal data, the messages do not.
import { parseArgs, promisify } from 'node:util';
import koffi from 'koffi';

const LIBRARY = 'libSSCardDriver.so';
const OUT_ROOM = 32768; // bytes behind pOutInfo: more than any call here needs
const CONTACT_FIRST = 3; // iType: the contact slot, then the contactless one
const BY_KEY = 2; // iAuthType: the PSAM opens the medical file
const AMOUNT_FEN = 12850; // money is counted in fen: a floating-point number cannot hold 128.10
const NOTHING = '未扣款。';
const LOOK = '是否扣款以卡内交易记录为准：请先查询，不要直接重新结算。';
const LINE = '-'.repeat(40);
const SLIP = [
  LINE, ['姓名', 'name'], ['社会保障号码', 'socialSecurityNumber'], ['卡号', 'cardNumber'],
  ['参保地区划', 'insuredRegion'], ['参保类型', 'insuranceType'], ['医疗人员类别', 'insuredClass'],
  ['定点医疗机构', 'hospital'], LINE, ['结算金额', 'amount'], ['交易时间', 'time'], ['终端机编号', 'terminal'],
  ['终端交易序号', 'terminalSequence'], ['卡交易序号', 'cardSequence'], ['交易验证码', 'tac'],
];

/** Which step failed, the library's code and its text for people, and what to do about the money. */
class CardError extends Error {
  constructor(step, code, text, advice) {
    super(text);
    Object.assign(this, { step, code, advice });
  }
}

function loadLibrary() {
  try {
    return koffi.load(LIBRARY);
  } catch (error) {
    throw new CardError('载入动态库', LIBRARY, error.message, NOTHING);
  }
}

/** The library's functions by their standard names: driver.iVerifyPIN('step', advice, 3) is a promise of the reply. */
function loadDriver() {
  const library = loadLibrary();
  const declare = (name, parameters) => {
    const prototype = `int64_t ssc_${name}(${parameters}, _Out_ uint8_t *pOutInfo, _Inout_ uint32_t *pcbOut)`;
    const call = promisify(library.func(prototype).async);
    return async (step, advice, ...inputs) => {
      const out = Buffer.alloc(OUT_ROOM);
      const code = await call(...inputs, out, [OUT_ROOM]);
      const text = out.toString('utf8', 0, out.indexOf(0));
      if (code !== 0) throw new CardError(step, code, text, advice);
      return text;
    };
  };
  return {
    iReadCardBas: declare('iReadCardBas', 'int iType'),
    iVerifyPIN: declare('iVerifyPIN', 'int iType'),
    iReadCard: declare('iReadCard', 'int iType, int iAuthType, const char *pCardInfo, const char *pFileAddr'),
    iDoDebit: declare('iDoDebit', 'int iType, const char *pCardInfo, const char *pPayInfo'),
  };
}

/** The fields of a reply, each followed by a bar; what stands behind them is left alone. */
function fields(reply, count) {
  const values = reply.split('|');
  if (values.length <= count) throw new Error(`the reply has ${values.length - 1} fields instead of ${count}`);
  return values;
}

/** CCYYMMDDHHMMSS in Beijing, the card's clock, whatever the time zone of this machine. */
function beijingTime() {
  const shifted = new Date(Date.now() + 8 * 60 * 60 * 1000);
  return shifted.toISOString().replace(/\D/g, '').slice(0, 14);
}

function askForPin() {
  console.error('请持卡人在密码键盘上输入密码。');
}

/** Reads the card, checks the PIN, reads the medical file, settles: all that the slip shows. */
async function settle(driver, fen) {
  const card = fields(await driver.iReadCardBas('读卡', NOTHING, CONTACT_FIRST), 11);
  const [region, socialSecurityNumber, cardNumber, cardId, name] = card;
  const cardInfo = `${cardId}|${cardNumber}|`;

  askForPin();
  await driver.iVerifyPIN('验证密码', NOTHING, CONTACT_FIRST);

  const items = 'DF04EF05|81|84|8C|83|$';
  const medical = fields(await driver.iReadCard('读取医保信息', NOTHING, CONTACT_FIRST, BY_KEY, cardInfo, items), 5);
  const [, insuranceType, insuredRegion, insuredClass, hospital] = medical;

  const yuan = `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
  const payInfo = `${yuan}|${yuan}|${beijingTime()}|`; // in all, of which from account and pool, when
  askForPin();
  const debit = fields(await driver.iDoDebit('结算', LOOK, CONTACT_FIRST, cardInfo, payInfo), 10);
  const [tac, , cardSequence, , , terminal, terminalSequence, digits] = debit;

  const time = digits.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3 $4:$5:$6');
  return {
    simulated: region.startsWith('9999'), // no such region: test cards
    amountFen: fen, amount: `${yuan} 元`, name, socialSecurityNumber, cardNumber, insuredRegion, insuranceType,
    insuredClass, hospital, time, terminal, terminalSequence, cardSequence, tac,
  };
}

function printSlip(settled) {
  console.log('社会保障卡医疗费用结算单');
  if (settled.simulated) console.log('【模拟】测试卡，数据均为虚构');
  for (const row of SLIP) console.log(row === LINE ? LINE : row[0].padEnd(7, '\u3000') + settled[row[1]]);
}

function printJson({ amount, ...settled }) {
  console.log(JSON.stringify({ ok: true, ...settled }, null, 2));
}

function fail(json, { step = '程序错误', code = LIBRARY, message: text, advice = LOOK }) {
  if (json) console.log(JSON.stringify({ ok: false, step, code, text, advice }, null, 2));
  else console.error(`结算未完成：${step}（${code}）\n${text}\n${advice}`);
  process.exitCode = 1;
}

function readArguments() {
  try {
    return parseArgs({ options: { json: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    console.error(`${error.message}\nusage: settle.js [--json]`);
    process.exit(2);
  }
}

const { json } = readArguments();
try {
  const settled = await settle(loadDriver(), AMOUNT_FEN);
  (json ? printJson : printSlip)(settled);
} catch (error) {
  fail(json, error);
}
