"""What a query must answer, reckoned from the rows of the database by rules of its own.

Nothing here knows how the center asks its database: rows are read as they stand (sqlite3, or psql for PostgreSQL), and
each item of the catalogue has its fields and its rule written down once more, from the catalogue, in Python.

  reader = expectations.reader(url, people)            the rows of these people, and of cases they are a party of
  expectations.answer(reader, item, person, today)     {view: [row, …]}, cells as the wire has them
  expectations.FIELDS[item]                            the fields of the catalogue, in its order
"""
import csv
import io
import sqlite3
import subprocess

import postgres

FIELDS = {item: fields.split(";") for item, fields in {
    "LP-HR-003": "registration_kind;registration_date;employer;reason;region;status",
    "LP-HR-006": "post;employer;workplace;wage;headcount;match_score;closing_date",
    "LP-HR-008": "policy_type;eligible;approval_date;start_date;end_date;amount;status",
    "LP-HR-010": "assistance_type;recognition_date;region;exit_date;exit_region;status",
    "LP-HR-012": "archive_no;keeper;received_date;material_list;transfer_state;status",
    "LP-HR-021": "insurance_type;status;employer;months_paid;month_list;area;check_code",
    "LP-HR-022": "year;insurance_type;months;base;own_part;employer_part;account_balance;total_months;check_code",
    "LP-HR-023": "year;employer;base;own_part;employer_part;returns;account_balance;check_code",
    "LP-HR-024": "insurance_type;status;start_month;last_paid_month;base;own_part;employer;area",
    "LP-HR-028": "employer;post;special_class;from_month;to_month;counted_months;filed_on",
    "LP-HR-033": "benefit_item;month;due_amount;paid_amount;bank_last4;state;returned_reason",
    "LP-HR-034": "month;plan;way_of_payment;due_amount;paid_amount;remaining;state",
    "LP-HR-040": "case_no;conclusion;decision_date;grade;self_care_grade;benefit_item;amount;paid_on",
    "LP-HR-063": "months_paid;months_due;months_received;standard;from_month;to_month;status",
    "LP-HR-071": "exam;subject;score;pass_line;certificate_no;published_on",
    "LP-HR-072": "certificate_no;profession;issuer;issue_date;registration_body;valid_until",
    "LP-HR-076": "course;organiser;start_date;hours;fee;result;relation",
    "LP-HR-080": "certificate_no;issuer;issue_date;qualification_code;grade",
    "LP-HR-081": "certificate_no;issuer;issue_date;skill_level_code;occupation",
    "LP-HR-082": "certificate_no;school;major;level;entry_date;graduation_date",
    "LP-HR-083": "employer;contract_kind;start_date;end_date;post;filing_date;state",
    "LP-HR-085": "case_no;respondent;claim;mediator;hearing_date;result;status",
    "LP-HR-087": "case_no;respondent;claim;arbitrator;hearing_date;award;status",
    "LP-HR-090": "case_no;case_kind;employer;violation;accepted_on;decision;status",
    "LP-OT-008": "record_kind;source;date;level;objection_state",
    "LP-OT-023": "account_no;employer;balance;month;paid_in;loan_no;repaid;remaining",
    "LP-OT-053": "settlement_date;hospital;total;fund_part;account_part;balance;transaction;designated_hospital",
    "LP-OT-062": "birth_date;benefit_item;amount;paid_on;settlement_no;total;fund_part",
    "SS-001": "time;hospital;total;account_part;cash;owed;state",
    "YZ-014": "post;employer;workplace;wage;match_score;closing_date",
    "YZ-015": "course;organiser;start_date;hours;fee;result;relation",
    "YZ-016": "occupation;grade;exam_date;theory_score;practice_score;result",
    "YZ-017": "registration_kind;registration_date;employer;reason;region;status",
    "YZ-018": "assistance_type;recognition_date;region;exit_date;exit_region;status",
    "YZ-019": "policy_type;eligible;approval_date;start_date;end_date;amount;status",
    "YZ-027": "insurance_type;area;start_date;end_date;months;amount_paid;voucher_no;check_code",
    "YZ-028": "year;insurance_type;months;base;own_part;employer_part;account_balance;check_code",
    "YZ-029": "insurance_type;status;start_month;last_paid_month;base;employer;area",
    "YZ-037": "benefit_item;scheme;month;due_amount;paid_amount;bank_last4;state",
    "YZ-049": "settlement_date;hospital;kind;total;fund_part;account_part;cash",
    "YZ-050": "balance;last_year_balance;this_year_in;this_year_out;as_of",
    "YZ-051": "time;kind;amount;place;balance_after",
    "YZ-052": "hospital;grade;slot;from_date;change_reason;state",
    "YZ-066": "case_no;employer;accident_time;conclusion;decision_date;body",
    "YZ-067": "appraisal_no;matter;grade;self_care_grade;conclusion;date",
    "YZ-068": "rehab_case_no;hospital;from_date;to_date;device;device_price;state",
    "YZ-069": "settlement_no;hospital;date;total;fund_part;own_part",
    "YZ-078": "months_paid;months_due;months_received;standard;from_month;to_month;status",
    "YZ-084": "birth_date;benefit_item;amount;paid_on;state",
    "YZ-085": "settlement_no;hospital;birth_way;total;fund_part;own_part;date",
    "YZ-090": "archive_no;keeper;received_date;material_list;agency_contract;status",
    "YZ-091": "service;condition;eligible;provider;valid_until",
    "YZ-092": "title;level;award_date;medal;awarding_body",
    "YZ-099": "employer;contract_kind;start_date;end_date;post;filing_date;state",
    "YZ-100": "case_no;case_kind;respondent;claim;hearing_date;result;status",
    "YZ-101": "case_no;case_kind;target_name;accepted_on;decision;status",
}.items()}

MONEY = set("""wage amount base own_part employer_part account_balance returns due_amount paid_amount remaining standard
    total fund_part account_part cash balance last_year_balance this_year_in this_year_out balance_after transaction fee
    device_price paid_in repaid amount_paid owed""".split())

TYPES_OF = {"pension": ("110", "170"), "medical": ("310", "390"), "unemployment": ("210",), "injury": ("410",),
            "maternity": ("510",)}


# ---- reading

class Reader:
    """Rows of some people, a table at a time: dictionaries of texts."""

    def __init__(self, people):
        self.people = sorted(people)
        self.tables = {}

    def rows(self, table, person, *also):
        """The person's rows; `also` names further columns that may hold the person's number."""
        if table not in self.tables:
            names = ", ".join(f"'{number}'" for number in self.people)
            where = " OR ".join(f"{column} IN ({names})" for column in ("aac002", *also))
            self.tables[table] = self.select(f"SELECT * FROM {table} WHERE {where}")
        return [dict(row) for row in self.tables[table] if person in (row[column] for column in ("aac002", *also))]


class SqliteReader(Reader):
    def __init__(self, path, people):
        super().__init__(people)
        self.connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.connection.row_factory = sqlite3.Row

    def select(self, statement):
        return [{key: str(row[key]) for key in row.keys()} for row in self.connection.execute(statement)]


class PostgresReader(Reader):
    def __init__(self, url, people):
        super().__init__(people)
        self.url = url

    def select(self, statement):
        output = subprocess.run([str(postgres.programs() / "psql"), "--no-psqlrc", "--csv", "--quiet",
                                 "-v", "ON_ERROR_STOP=1", "-d", self.url, "-c", statement],
                                check=True, capture_output=True, text=True, timeout=60).stdout
        return list(csv.DictReader(io.StringIO(output)))


def reader(url, people):
    if url.startswith("sqlite:"):
        return SqliteReader(url.removeprefix("sqlite:"), people)
    return PostgresReader(url, people)


# ---- small words of the rules

def number(row, field):
    return int(row[field])


def yuan(fen):
    sign = "-" if int(fen) < 0 else ""
    return f"{sign}{abs(int(fen)) // 100}.{abs(int(fen)) % 100:02}"


def newest(rows, date):
    return sorted(rows, key=lambda row: (row[date], number(row, "seq")), reverse=True)


def where(rows, **values):
    return [row for row in rows if all(row[key] == value for key, value in values.items())]


def month_index(month):
    return int(month[:4]) * 12 + int(month[5:7])


def month_text(index):
    return f"{(index - 1) // 12:04}-{(index - 1) % 12 + 1:02}"


def shown(row, fields):
    return [yuan(row[field]) if field in MONEY else str(row[field]) for field in fields]


def one(item, rows):
    """An item of one list, with all its fields."""
    return {"list": [shown(row, FIELDS[item]) for row in rows]}


def lists(**views):
    """view=(fields, rows)"""
    return {view: [shown(row, fields.split(";")) for row in rows] for view, (fields, rows) in views.items()}


# ---- the rules, in the order of the catalogue

def registrations(item, sets, person, _):
    employed = [row | {"registration_kind": "employment", "reason": ""}
                for row in sets.rows("employment_registration", person)]
    unemployed = [row | {"registration_kind": "unemployment", "employer": row["last_employer"]}
                  for row in sets.rows("unemployment_registration", person)]
    # Newest first; on one day employment comes first.
    rows = newest(employed, "registration_date") + newest(unemployed, "registration_date")
    return one(item, sorted(rows, key=lambda row: row["registration_date"], reverse=True))


def vacancies(item, sets, person, today):
    if not where(sets.rows("job_registration", person), status="active"):
        return one(item, [])
    rows = [row for row in where(sets.rows("job_matches", person), state="open")
            if row["closing_date"] >= today and number(row, "match_score") > 0]
    return one(item, sorted(rows, key=lambda row: (-number(row, "match_score"), number(row, "seq"))))


def support(item, sets, person, _):
    rows = sets.rows("support_policy", person)
    claimable = sorted(where(rows, status="claimable", eligible="1"),
                       key=lambda row: (row["policy_type"], number(row, "seq")))
    received = newest(where(rows, status="received"), "approval_date")
    fields = ";".join(FIELDS[item])
    return lists(claimable=(fields, claimable), received=(fields, received))


def assistance(item, sets, person, _):
    rows = [row for row in sets.rows("assistance_cases", person) if row["recognition_date"]]
    return one(item, newest(rows, "recognition_date"))


def archive_of_mobile_workers(item, sets, person, _):
    return one(item, newest(where(sets.rows("personnel_archive", person), kind="mobile"), "received_date"))


def archives(item, sets, person, _):
    return one(item, newest(sets.rows("personnel_archive", person), "received_date"))


def insured(sets, person):
    return sorted(sets.rows("insured_status", person), key=lambda row: (row["insurance_type"], number(row, "seq")))


def paid_periods(sets, person, insurance_type, today):
    """(first month, last month, row), none of them in the future, by time."""
    now = month_index(today)
    rows = where(sets.rows("contributions", person), insurance_type=insurance_type)
    periods = [(month_index(row["from_month"]), min(month_index(row["to_month"]), now), row) for row in rows]
    return sorted((period for period in periods if period[0] <= now), key=lambda period: period[0])


def insured_certificate(item, sets, person, today):
    oldest = month_index(today) - 23
    rows = []
    for row in insured(sets, person):
        months, texts = 0, []
        for first, last, _ in paid_periods(sets, person, row["insurance_type"], today):
            if last >= oldest:
                first = max(first, oldest)
                months += last - first + 1
                texts.append(f"{month_text(first)}~{month_text(last)}")
        rows.append(row | {"months_paid": months, "month_list": ";".join(texts), "check_code": ""})
    return one(item, rows)


def insured_and_paid(item, sets, person, today):
    rows = []
    for row in insured(sets, person):
        periods = paid_periods(sets, person, row["insurance_type"], today)
        last = {"last_paid_month": "", "base": 0, "own_part": 0}
        if periods:
            newest_row = periods[-1][2]
            last = {"last_paid_month": month_text(max(end for _, end, _ in periods)),
                    "base": newest_row["base"], "own_part": newest_row["own_part"]}
        rows.append(row | last)
    return one(item, rows)


def contribution_voucher(item, sets, person, today):
    views = {}
    for view in ("pension", "medical", "unemployment"):
        rows = []
        for row in insured(sets, person):
            periods = paid_periods(sets, person, row["insurance_type"], today)
            if row["insurance_type"] in TYPES_OF[view] and periods:
                rows.append({
                    "insurance_type": row["insurance_type"], "area": row["area"],
                    "start_date": month_text(periods[0][0]), "end_date": month_text(max(end for _, end, _ in periods)),
                    "months": sum(end - start + 1 for start, end, _ in periods),
                    "amount_paid": sum((end - start + 1) * (number(paid, "own_part") + number(paid, "employer_part"))
                                       for start, end, paid in periods),
                    "voucher_no": "", "check_code": ""})
        views[view] = (";".join(FIELDS[item]), rows)
    return lists(**views)


def rights_record(item, sets, person, _):
    rows = [row | {"check_code": ""} for row in sets.rows("rights_record", person)]
    rows.sort(key=lambda row: (-int(row["year"]), row["insurance_type"], number(row, "seq")))
    fields = ";".join(FIELDS[item])
    return lists(all=(fields, rows), **{
        view: (fields, [row for row in rows if row["insurance_type"] in types]) for view, types in TYPES_OF.items()})


def annuity_record(item, sets, person, _):
    rows = [row | {"check_code": ""} for row in where(sets.rows("annuity_record", person), kind="occupational")]
    return one(item, sorted(rows, key=lambda row: (-int(row["year"]), number(row, "seq"))))


def special_posts(item, sets, person, _):
    rows = newest(where(sets.rows("special_posts", person), state="filed"), "from_month")
    total = [{"counted_months": sum(number(row, "counted_months") for row in rows)}] if rows else []
    return lists(list=(";".join(FIELDS[item]), rows), sum=("counted_months", total))


def basic_pension(item, sets, person, _):
    rows = [row for row in sets.rows("pension_benefit", person) if row["scheme"] in ("employee", "resident")]
    rows.sort(key=lambda row: (-month_index(row["month"]), row["benefit_item"], number(row, "seq")))
    return one(item, rows)


def pensions(item, sets, person, _):
    rows = sets.rows("pension_benefit", person)
    rows.sort(key=lambda row: (-month_index(row["month"]), row["scheme"], row["benefit_item"], number(row, "seq")))
    return one(item, rows)


def annuity_benefit(item, sets, person, _):
    rows = where(sets.rows("annuity_benefit", person), kind="occupational")
    return one(item, sorted(rows, key=lambda row: (-month_index(row["month"]), number(row, "seq"))))


def unemployment_benefit(item, sets, person, _):
    rows = sets.rows("unemployment_benefit", person)
    assert all(number(row, "months_received") <= number(row, "months_due") for row in rows)
    return one(item, newest(rows, "claim_date"))


def injury(_, sets, person, __):
    cases = newest(where(sets.rows("injury_case", person), status="decided"), "decision_date")
    appraisals = [row | {"case_no": row["injury_case_no"], "decision_date": row["date"]}
                  for row in newest(where(sets.rows("capacity_appraisal", person), status="final"), "date")]
    benefits = [row | {"case_no": row["injury_case_no"]}
                for row in newest(where(sets.rows("injury_claims", person), status="paid"), "paid_on")]
    return lists(recognition=("case_no;conclusion;decision_date", cases),
                 appraisal=("case_no;decision_date;grade;self_care_grade", appraisals),
                 benefit=("case_no;benefit_item;amount;paid_on", benefits))


def recognitions(item, sets, person, _):
    rows = [row if row["status"] == "decided" else row | {"conclusion": "pending"}
            for row in sets.rows("injury_case", person) if row["status"] in ("decided", "accepted", "submitted")]
    return one(item, newest(rows, "accident_time"))


def appraisals_of_capacity(item, sets, person, _):
    rows = newest(sets.rows("capacity_appraisal", person), "date")
    return one(item, where(rows, status="final") + where(rows, status="superseded"))


def rehabilitation(_, sets, person, __):
    devices = sorted(sets.rows("aid_device_cases", person), key=lambda row: -number(row, "seq"))
    return lists(rehabilitation=("rehab_case_no;hospital;from_date;to_date;state",
                                 newest(sets.rows("rehab_cases", person), "from_date")),
                 devices=("device;device_price;state", devices))


def injury_bills(item, sets, person, _):
    return one(item, newest(where(sets.rows("injury_settlements", person), state="settled"), "date"))


def exam_results(item, sets, person, today):
    rows = []
    for row in newest(sets.rows("exam_results", person), "published_on"):
        public = row["published_on"] and row["published_on"] <= today
        rows.append(row if public else row | {"score": "", "certificate_no": ""})
    # Within one day of publication the first written comes first.
    rows.sort(key=lambda row: number(row, "seq"))
    return one(item, sorted(rows, key=lambda row: row["published_on"], reverse=True))


def skill_appraisals(item, sets, person, today):
    rows = [row for row in sets.rows("skill_appraisals", person)
            if row["published_on"] and row["published_on"] <= today]
    return one(item, newest(rows, "exam_date"))


def certificates(table, date, **kind):
    def rule(item, sets, person, _):
        return one(item, newest(where(sets.rows(table, person), **kind), date))
    return rule


def training(item, sets, person, _):
    rows, fields = newest(sets.rows("training_records", person), "start_date"), ";".join(FIELDS[item])
    return lists(open=(fields, where(rows, relation="open")), attended=(fields, where(rows, relation="attended")))


def talent_services(item, sets, person, _):
    rows = sorted(where(sets.rows("talent_services", person), eligible="1"), key=lambda row: number(row, "seq"))
    return one(item, sorted(rows, key=lambda row: row["valid_until"], reverse=True))


def honours(item, sets, person, _):
    rows = [row for row in sets.rows("honour_record", person) if row["state"] != "withdrawn"]
    return one(item, newest(rows, "award_date"))


def contracts(item, sets, person, _):
    rows = newest([row for row in sets.rows("labour_contracts", person) if row["filing_date"]], "start_date")
    return one(item, where(rows, state="active") + [row for row in rows if row["state"] != "active"])


def by_hearing(rows):
    return sorted(sorted(rows, key=lambda row: row["case_no"]), key=lambda row: row["hearing_date"], reverse=True)


def mediations(sets, person):
    return sets.rows("mediation_cases", person, "respondent_aac002")


def arbitrations(sets, person, today):
    rows = sets.rows("arbitration_cases", person, "respondent_aac002")
    return [row if row["served_on"] and row["served_on"] <= today else row | {"award": ""} for row in rows]


def mediation(item, sets, person, _):
    return one(item, by_hearing(mediations(sets, person)))


def arbitration(item, sets, person, today):
    return one(item, by_hearing(arbitrations(sets, person, today)))


def both_kinds_of_case(item, sets, person, today):
    return one(item, by_hearing(
        [row | {"case_kind": "mediation"} for row in mediations(sets, person)]
        + [row | {"case_kind": "arbitration", "result": row["award"]} for row in arbitrations(sets, person, today)]))


def inspections(item, sets, person, _):
    rows = [row | {"employer": row["employer"] or row["target_name"]} for row in sets.rows("inspection_cases", person)]
    return one(item, newest(rows, "accepted_on"))


def complaints_and_reports(item, sets, person, _):
    rows = newest([row | {"target_name": row["target_name"] or row["employer"]}
                   for row in sets.rows("inspection_cases", person)], "accepted_on")
    fields = ";".join(FIELDS[item])
    return lists(complaints=(fields, where(rows, case_kind="complaint")),
                 reports=(fields, where(rows, case_kind="report")))


def credit(item, sets, person, _):
    rows, fields = newest(sets.rows("credit_record", person), "date"), ";".join(FIELDS[item])
    return lists(records=(fields, [row for row in rows if row["record_kind"] != "look"]),
                 looks=(fields, where(rows, record_kind="look")))


def housing_fund(_, sets, person, __):
    rows = sorted(sets.rows("housing_fund", person), key=lambda row: number(row, "seq"))
    loans = [row | {"remaining": number(row, "loan_total") - number(row, "repaid")} for row in where(rows, kind="loan")]
    return lists(account=("account_no;employer;balance", where(rows, kind="account")),
                 detail=("account_no;balance;month;paid_in", newest(where(rows, kind="detail"), "month")),
                 loan=("account_no;loan_no;repaid;remaining", loans))


def account_balances(sets, person):
    return [row | {"balance": number(row, "last_year_balance") + number(row, "this_year_in")
                   - number(row, "this_year_out")} for row in sets.rows("medical_account", person)]


def account_moves(sets, person):
    rows = [row for row in sets.rows("medical_account_moves", person) if row["kind"] != "cash"]
    return newest(rows, "time")


def settled_bills(sets, person):
    return newest(where(sets.rows("medical_settlements", person), state="settled"), "settlement_date")


def offline_settlements(item, sets, person, _):
    rows = newest(sets.rows("offline_records", person), "time")
    waiting = [row for row in rows if row["record_type"] == "E" and row["state"] == "waiting"]
    return lists(offline=(";".join(FIELDS[item]), [row for row in rows if row not in waiting]), waiting=("time;hospital;total;state", waiting))


def chosen_hospitals(sets, person, *states):
    rows = [row for row in where(sets.rows("designated_hospitals", person), kind="medical")
            if row["state"] in states and number(row, "slot") in (1, 2, 3)]
    return sorted(rows, key=lambda row: (number(row, "slot"), row["state"], number(row, "seq")))


def medical_insurance(_, sets, person, __):
    moves = [row | {"settlement_date": row["time"], "hospital": row["place"], "balance": row["balance_after"],
                    "transaction": row["amount"]} for row in account_moves(sets, person)]
    hospitals = [{"designated_hospital": row["hospital"]} for row in chosen_hospitals(sets, person, "active")]
    return lists(bills=("settlement_date;hospital;total;fund_part;account_part", settled_bills(sets, person)),
                 balance=("balance", account_balances(sets, person)),
                 moves=("settlement_date;hospital;balance;transaction", moves),
                 hospitals=("designated_hospital", hospitals))


def maternity_bills(sets, person):
    return newest(where(sets.rows("maternity_settlements", person), state="settled"), "date")


def maternity(_, sets, person, __):
    return lists(benefits=("birth_date;benefit_item;amount;paid_on",
                           newest(sets.rows("maternity_benefit", person), "birth_date")),
                 bills=("settlement_no;total;fund_part", maternity_bills(sets, person)))


RULES = {
    "LP-HR-003": registrations, "YZ-017": registrations,
    "LP-HR-006": vacancies, "YZ-014": vacancies,
    "LP-HR-008": support, "YZ-019": support,
    "LP-HR-010": assistance, "YZ-018": assistance,
    "LP-HR-012": archive_of_mobile_workers, "YZ-090": archives,
    "LP-HR-021": insured_certificate,
    "LP-HR-022": rights_record, "YZ-028": rights_record,
    "LP-HR-023": annuity_record,
    "LP-HR-024": insured_and_paid, "YZ-029": insured_and_paid,
    "YZ-027": contribution_voucher,
    "LP-HR-028": special_posts,
    "LP-HR-033": basic_pension, "YZ-037": pensions,
    "LP-HR-034": annuity_benefit,
    "LP-HR-040": injury, "YZ-066": recognitions, "YZ-067": appraisals_of_capacity, "YZ-068": rehabilitation,
    "YZ-069": injury_bills,
    "LP-HR-063": unemployment_benefit, "YZ-078": unemployment_benefit,
    "LP-HR-071": exam_results,
    "LP-HR-072": certificates("qualification_certificates", "issue_date", kind="professional"),
    "LP-HR-076": training, "YZ-015": training,
    "LP-HR-080": certificates("skill_certificates", "issue_date", kind="qualification"),
    "LP-HR-081": certificates("skill_certificates", "issue_date", kind="level"),
    "LP-HR-082": certificates("school_certificates", "graduation_date", school_kind="technical"),
    "YZ-016": skill_appraisals,
    "LP-HR-083": contracts, "YZ-099": contracts,
    "LP-HR-085": mediation, "LP-HR-087": arbitration, "YZ-100": both_kinds_of_case,
    "LP-HR-090": inspections, "YZ-101": complaints_and_reports,
    "LP-OT-008": credit, "LP-OT-023": housing_fund,
    "LP-OT-053": medical_insurance,
    "YZ-049": lambda item, sets, person, _: one(item, settled_bills(sets, person)),
    "YZ-050": lambda item, sets, person, _: one(item, account_balances(sets, person)),
    "YZ-051": lambda item, sets, person, _: one(item, account_moves(sets, person)),
    "YZ-052": lambda item, sets, person, _: one(item, chosen_hospitals(sets, person, "active", "submitted")),
    "LP-OT-062": maternity,
    "YZ-084": lambda item, sets, person, _: one(item, newest(sets.rows("maternity_benefit", person), "birth_date")),
    "YZ-085": lambda item, sets, person, _: one(item, [row for row in maternity_bills(sets, person)
                                                       if row["birth_way"]]),
    "SS-001": offline_settlements,
    "YZ-091": talent_services, "YZ-092": honours,
}


def answer(sets, item, person, today):
    """{view: rows} of one item for one person."""
    return RULES[item](item, sets, person, today)


def fields_of(item, view, columns):
    """Why these columns cannot be a list of the item: fields it does not have, or in another order. None: they can."""
    places = [FIELDS[item].index(column) if column in FIELDS[item] else -1 for column in columns]
    if -1 in places:
        return f"{item} {view}: {columns[places.index(-1)]} is not a field of the item"
    return None if places == sorted(set(places)) else f"{item} {view}: {columns} are not in the order of the catalogue"
