#include "tests/unit/settlement/settlement_samples.hpp"

#include <algorithm>

#include "crypto/hex.hpp"
#include "wire/settlement/fee_text.hpp"

namespace ssc::wire::settlement::samples {

const char* const kSettledText =
    "1|999999000017|SIMH00000001|17|S|11|999999|T00000028|999999D156000005A1B2C3D4E5F60718|1339dc1ee221|1|"
    "20260105093015|12850|0|8000|4850|3|e853d045715b1e120fb01d0d68790ba855e44725bd05aeec4d254329bc5774b6|N21|"
    "2026010501|op0007|58A621F4||21|SIMV202601050042";
const char* const kAbortedText =
    "1|999999000017|SIMH00000001|18|A|11|999999|T00000028|999999D156000005A1B2C3D4E5F60718|1339dc1ee221|2|"
    "20260105094102|3000|0|3000|0|0|1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b|N21|"
    "2026010501|op0007|||0|SIMV202601050043";
const char* const kFeeText =
    "1|SIMX0001|阿莫西林胶囊|2|18.5|3700\n"
    "2|SIMX0002|维生素C片|1|9.8|980\n"
    "3|SIMZ0003|血常规|1|81.7|8170\n";
const char* const kFeeDigest = "e853d045715b1e120fb01d0d68790ba855e44725bd05aeec4d254329bc5774b6";

Record settled() {
  Record record;
  record.terminalId = "999999000017";
  record.institution = "SIMH00000001";
  record.sequence = 17;
  record.type = RecordType::settled;
  record.business = Business::outpatient;
  record.holder = {"999999", "T00000028", "999999D156000005A1B2C3D4E5F60718", "1339dc1ee221"};
  record.cardSequence = 1;
  record.time = "20260105093015";
  record.amounts = {12850, 0, 8000, 4850};
  record.feeLines = 3;
  const auto digest = crypto::fromHex(kFeeDigest).value();
  std::ranges::copy(digest, record.feeDigest.begin());
  record.reason = "N21";
  record.policyVersion = "2026010501";
  record.operatorId = "op0007";
  record.tac = Tac{0x58, 0xA6, 0x21, 0xF4};
  record.terminalSequence = 21;
  record.visit = "SIMV202601050042";
  return record;
}

Record aborted() {
  Record record = settled();
  record.sequence = 18;
  record.type = RecordType::aborted;
  record.cardSequence = 2;
  record.time = "20260105094102";
  record.amounts = {3000, 0, 3000, 0};
  record.feeLines = 0;
  record.feeDigest = emptyFeeDigest();
  record.tac.reset();
  record.terminalSequence = 0;
  record.visit = "SIMV202601050043";
  return record;
}

Record exception() {
  Record record = aborted();
  record.sequence = 19;
  record.type = RecordType::exception;
  record.holder = {};
  record.cardSequence = 0;
  record.amounts = {3000, 0, 0, 3000};
  return record;
}

Record resolution() {
  Record record = aborted();
  record.sequence = 20;
  record.type = RecordType::resolution;
  record.amounts = {};
  record.original = 3;
  return record;
}

Record reversal() {
  Record record = aborted();
  record.sequence = 21;
  record.type = RecordType::reversal;
  record.cardSequence = 1;
  record.amounts = settled().amounts;
  record.original = 17;
  return record;
}

}  // namespace ssc::wire::settlement::samples
