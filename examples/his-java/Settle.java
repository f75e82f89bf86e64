import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * Settles 128.50 yuan with the social security card in the reader and prints the slip, as a hospital's program does.
 *
 * <p>Uses the UTF-8 twins of the standard functions through JNA. Exit code 0: settled; 1: not settled, the reason is on
 * standard error. The PIN is entered at the PIN pad and never comes here. Only the slip holds personal data, the messages
 * do not.
 */
public final class Settle {
  /** libSSCardDriver.so: the functions used here, as SSCardDriver.h declares them. */
  interface Driver extends Library {
    long ssc_iReadCardBas(int iType, byte[] pOutInfo, IntByReference pcbOut);

    long ssc_iVerifyPIN(int iType, byte[] pOutInfo, IntByReference pcbOut);

    long ssc_iReadCard(int iType, int iAuthType, String pCardInfo, String pFileAddr, byte[] pOutInfo, IntByReference pcbOut);

    long ssc_iDoDebit(int iType, String pCardInfo, String pPayInfo, byte[] pOutInfo, IntByReference pcbOut);
  }

  /** One call of the library, into a buffer with its length. */
  interface Call {
    long into(byte[] out, IntByReference size);
  }

  /** Which step failed, the library's code and its text for people, and what to do about the money. */
  static final class CardException extends Exception {
    final String step, advice;
    final long code;

    CardException(String step, long code, String text, String advice) {
      super(text);
      this.step = step;
      this.code = code;
      this.advice = advice;
    }
  }

  private static final int OUT_ROOM = 32768; // bytes behind pOutInfo: more than any call here needs
  private static final int CONTACT_FIRST = 3; // iType: the contact slot, then the contactless one
  private static final int BY_KEY = 2; // iAuthType: the PSAM opens the medical file
  private static final int AMOUNT_FEN = 12850; // money is counted in fen: a double cannot hold 128.10
  private static final String NOTHING = "未扣款。";
  private static final String LOOK = "是否扣款以卡内交易记录为准：请先查询，不要直接重新结算。";
  private static final String LINE = "-".repeat(40);
  private static final DateTimeFormatter CARD_TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
  private static final DateTimeFormatter SLIP_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8); // whatever the locale
  private static final PrintStream ERR = new PrintStream(System.err, true, StandardCharsets.UTF_8);

  private static String call(String step, String advice, Call call) throws CardException {
    byte[] out = new byte[OUT_ROOM];
    long code = call.into(out, new IntByReference(OUT_ROOM));
    String text = Native.toString(out, "UTF-8");
    if (code != 0) throw new CardException(step, code, text, advice);
    return text;
  }

  /** The fields of a reply, each followed by a bar; what stands behind them is left alone. */
  private static String[] fields(String reply, int count) {
    String[] values = reply.split("\\|", -1);
    if (values.length <= count) {
      throw new IllegalStateException("the reply has " + (values.length - 1) + " fields instead of " + count);
    }
    return values;
  }

  private static void askForPin() {
    ERR.println("请持卡人在密码键盘上输入密码。");
  }

  private static void settle(Driver driver) throws CardException {
    String[] card = fields(call("读卡", NOTHING, (out, size) -> driver.ssc_iReadCardBas(CONTACT_FIRST, out, size)), 11);
    String cardInfo = card[3] + "|" + card[2] + "|";

    askForPin();
    call("验证密码", NOTHING, (out, size) -> driver.ssc_iVerifyPIN(CONTACT_FIRST, out, size));

    String items = "DF04EF05|81|84|8C|83|$";
    String[] medical = fields(call("读取医保信息", NOTHING,
        (out, size) -> driver.ssc_iReadCard(CONTACT_FIRST, BY_KEY, cardInfo, items, out, size)), 5);

    String yuan = String.format("%d.%02d", AMOUNT_FEN / 100, AMOUNT_FEN % 100);
    String now = ZonedDateTime.now(ZoneId.of("Asia/Shanghai")).format(CARD_TIME); // the card's clock is Beijing's
    String payInfo = yuan + "|" + yuan + "|" + now + "|"; // in all, of which from account and pool, when
    askForPin();
    String[] debit = fields(call("结算", LOOK,
        (out, size) -> driver.ssc_iDoDebit(CONTACT_FIRST, cardInfo, payInfo, out, size)), 10);

    printSlip(card, medical, yuan, debit);
  }

  private static void printSlip(String[] card, String[] medical, String yuan, String[] debit) {
    OUT.println("社会保障卡医疗费用结算单");
    if (card[0].startsWith("9999")) OUT.println("【模拟】测试卡，数据均为虚构"); // no such region: test cards
    OUT.println(LINE);
    OUT.println("姓名　　　　　" + card[4]);
    OUT.println("社会保障号码　" + card[1]);
    OUT.println("卡号　　　　　" + card[2]);
    OUT.println("参保地区划　　" + medical[2]);
    OUT.println("参保类型　　　" + medical[1]);
    OUT.println("医疗人员类别　" + medical[3]);
    OUT.println("定点医疗机构　" + medical[4]);
    OUT.println(LINE);
    OUT.println("结算金额　　　" + yuan + " 元");
    OUT.println("交易时间　　　" + LocalDateTime.parse(debit[7], CARD_TIME).format(SLIP_TIME));
    OUT.println("终端机编号　　" + debit[5]);
    OUT.println("终端交易序号　" + debit[6]);
    OUT.println("卡交易序号　　" + debit[2]);
    OUT.println("交易验证码　　" + debit[0]);
  }

  private static int fail(String step, String code, String text, String advice) {
    ERR.println("结算未完成：" + step + "（" + code + "）\n" + text + "\n" + advice);
    return 1;
  }

  private static int run() {
    try {
      settle(Native.load("SSCardDriver", Driver.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
      return 0;
    } catch (CardException error) {
      return fail(error.step, Long.toString(error.code), error.getMessage(), error.advice);
    } catch (UnsatisfiedLinkError error) {
      return fail("载入动态库", "libSSCardDriver.so", error.getMessage(), NOTHING);
    } catch (RuntimeException error) { // not the reply this program expects
      return fail("程序错误", "libSSCardDriver.so", error.getMessage(), LOOK);
    }
  }

  public static void main(String[] arguments) {
    System.exit(run());
  }
}
