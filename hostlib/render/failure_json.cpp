#include "hostlib/flows/reason.hpp"
#include "hostlib/render/json.hpp"

namespace ssc::render {

Json failure(const flows::Failure& failure) {
  const flows::ReasonRow& row = flows::rowOf(failure.reason);
  Json json = {{"reason", row.id},
               {"code", failure.code()},
               {"zh", failure.zh()},
               {"en", failure.en()},
               {"detail", failure.technicalText()},
               {"clerk", failure.clerk()},
               {"integrator", row.integrator}};
  if (failure.reason == flows::Reason::pinWrong) json["triesLeft"] = failure.number;
  if (failure.infcode != 0) json["infcode"] = failure.infcode;
  return json;
}

}  // namespace ssc::render
