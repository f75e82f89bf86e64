"""Who passes at a gate, reckoned from the rows of the database by rules of its own: nothing here knows how the center asks
its database.

  answer(reader, item, person, values, now, face)    (result, reason), as the catalogue's rules have it
  written(item, outcome)                             what happens to the item's data set: "row", "change" or nothing
"""
from expectations import newest, where

ALIKE = 80  # per cent
REFUSED = "refused"


def last(rows):
    return max(rows, key=lambda row: int(row["seq"]), default=None)


def exam_room(sets, person, at, now, _):
    tickets = where(sets.rows("exam_tickets", person), exam=at["exam"])
    paid = where(tickets, paid="1")
    open_now = [row for row in paid if row["opens_at"] <= now and now[:len(row["closes_at"])] <= row["closes_at"]]
    here = where(open_now, room=at["room"])
    if here:
        entered = {row["ticket_no"] for row in where(sets.rows("exam_entries", person), result="admitted")}
        return "admitted", "second_entry" if here[0]["ticket_no"] in entered else ""
    if open_now:
        return REFUSED, "wrong_room"
    if paid:
        return REFUSED, "wrong_time"
    return REFUSED, "unpaid" if tickets else "no_ticket"


def skill_appraisal(sets, person, at, now, face):
    if face < ALIKE:
        return REFUSED, "face"
    same = where(sets.rows("skill_appraisals", person), **{key: at[key] for key in ("appraisal_body", "occupation", "grade")})
    if at["stage"] == "exam_entry":
        today = where(same, stage="signed_up", exam_date=now[:10])
        return ("admitted", "") if today else (REFUSED, "not_signed_up")
    under_way = [row for row in same if row["stage"] in ("signed_up", "admitted")]
    return (REFUSED, "signed_up_already") if under_way else ("signed_up", "")


def hearing(sets, person, at, now, _):
    listed = where(sets.rows("hearing_lists", person), case_no=at["case_no"])
    today = where(listed, hearing_date=now[:10])
    if where(today, room=at["room"]):
        return "admitted", ""
    if today:
        return REFUSED, "wrong_room"
    return REFUSED, "wrong_day" if listed else "not_listed"


def building_site(sets, person, at, now, face):
    if face < ALIKE:
        return REFUSED, "face"
    contracts = [row for row in where(sets.rows("site_workers", person), project=at["project"])
                 if row["contract_no"] and row["valid_until"] >= now[:10]]
    if not contracts:
        return REFUSED, "no_contract"
    before = last(where(sets.rows("site_attendance", person), project=at["project"], result="recorded"))
    inside = before is not None and before["direction"] == "in"
    return ("recorded", "") if (at["direction"] == "out") == inside else (REFUSED, "not_alternating")


def volunteer(sets, person, at, now, _):
    under_way = [row for row in where(sets.rows("volunteer_hours", person), end_time="") if row["start_time"][:10] == now[:10]]
    if where(under_way, project=at["project"], organiser=at["organiser"]):
        return "credited", ""
    return (REFUSED, "other_service_open") if under_way else ("started", "")


def station(sets, person, at, now, _):
    tickets = where(sets.rows("travel_tickets", person), carrier=at["carrier"], station=at["station"], valid_on=now[:10])
    name = sets.rows("persons", person)[0]["aac003"]
    own = where(tickets, holder_name=name, state="valid" if at["direction"] == "in" else "used")
    if own:
        return "passed", ""
    return REFUSED, "other_name" if any(row["holder_name"] != name for row in tickets) else "no_ticket"


def museum(sets, person, at, now, _):
    entered = where(sets.rows("venue_entries", person), kind="culture", venue=at["venue"], result="admitted")
    if any(row["entry_time"][:10] == now[:10] for row in entered):
        return REFUSED, "entered_already"
    booked = where(sets.rows("venue_bookings", person), kind="culture", venue=at["venue"], slot=now[:10])
    return ("admitted", "") if booked else (REFUSED, "full")  # no venue of the world has places without a booking


def park(sets, person, at, now, _):
    passes = newest(where(sets.rows("venue_bookings", person), kind="tourism", venue=at["site"]), "pass_valid_until")
    born = sets.rows("persons", person)[0]["birth_date"]
    senior = int(now[:4]) - int(born[:4]) - (now[5:10] < born[5:10]) >= 65
    if senior or (passes and passes[0]["pass_valid_until"] >= now[:10]):
        return "admitted", ""
    return REFUSED, "pass_expired" if passes else "no_pass"


def library(sets, person, at, now, _):
    lent = where(sets.rows("library_loans", person), state="out")
    if at["action"] == "return":
        return ("back", "") if where(lent, book_no=at["book_no"]) else (REFUSED, "not_lent")
    readers = [row for row in where(sets.rows("library_readers", person), state="active") if row["valid_until"] >= now[:10]]
    if not readers:
        return REFUSED, "no_reader"
    if any(row["due_date"] < now[:10] for row in lent):
        return REFUSED, "overdue"
    out = sets.select(f"SELECT aac002 FROM library_loans WHERE book_no = '{at['book_no']}' AND state = 'out'")
    return (REFUSED, "lent_out") if out else ("out", "")


def community(sets, person, at, now, _):
    listed = where(sets.rows("gate_residents", person), community=at["community"], gate=at["gate"])
    if any(row["valid_until"] >= now[:10] for row in listed):
        return "open", ""
    return REFUSED, "expired" if listed else "not_listed"


def job_fair(sets, person, at, _, __):
    same = {key: at[key] for key in ("event_id", "employer", "post")}
    again = where(sets.rows("job_fair_entries", person), result="signed_up", **same)
    return (REFUSED, "applied_already") if again else ("signed_up", "")


RULES = {
    "LP-HR-070": exam_room, "LP-HR-078": skill_appraisal, "LP-HR-088": hearing, "LP-HR-091": building_site,
    "LP-OT-006": volunteer, "LP-OT-029": station, "LP-OT-032": museum, "LP-OT-033": park, "LP-OT-035": library,
    "LP-OT-045": community, "YZ-005": job_fair,
}

# Data sets that keep no refusals, and results that change a row instead of adding one.
SILENT = {"LP-HR-078", "LP-OT-006", "LP-OT-035", "YZ-005"}
CHANGES = {("LP-HR-078", "admitted"), ("LP-OT-006", "credited"), ("LP-OT-035", "back")}


def answer(sets, item, person, values, now, face):
    return RULES[item](sets, person, values, now, face)


def written(item, result):
    if result == REFUSED and item in SILENT:
        return None
    return "change" if (item, result) in CHANGES else "row"
