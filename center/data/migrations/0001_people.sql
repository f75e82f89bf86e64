-- The people of a center, their cards, and what the center knows of them.
--
-- One table per data set of the service catalogue, under its name; kinds inside a set are told apart by a column.
-- Rows of a person are numbered by seq and lie together. Money is in fen, a date is yyyy-MM-dd, a month yyyy-MM,
-- a time yyyy-MM-dd HH:mm:ss; '' is "none". Codes are short words or the card's own code values.

CREATE TABLE persons (
  aac002 {text} NOT NULL PRIMARY KEY,
  aac003 {text} NOT NULL,
  sex {text} NOT NULL,
  birth_date {text} NOT NULL,
  aac067 {text} NOT NULL DEFAULT '',
  address {text} NOT NULL DEFAULT '',
  situation {text} NOT NULL,
  dead_on {text} NOT NULL DEFAULT ''
) {clustered};

-- A chip is known by its identification code; two cards can carry one number. kzt 1 = the bank application is active.
-- reset_info is the historical bytes of the answer to reset, in hexadecimal.
CREATE TABLE cards (
  aaz501 {text} NOT NULL PRIMARY KEY,
  aaz500 {text} NOT NULL,
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  aab301 {text} NOT NULL,
  aaz502 {text} NOT NULL,
  aaz508 {text} NOT NULL,
  reset_info {text} NOT NULL,
  algorithm {text} NOT NULL CHECK (algorithm IN ('3DES', 'SM4')),
  issued {text} NOT NULL,
  expires {text} NOT NULL,
  kzt {text} NOT NULL CHECK (kzt IN ('0', '1')),
  bank_code {text} NOT NULL,
  bank_account {text} NOT NULL,
  initial_pin {text} NOT NULL CHECK (initial_pin IN ('0', '1')),
  pin_tries INTEGER NOT NULL CHECK (pin_tries BETWEEN 0 AND 15)
) {clustered};
CREATE INDEX cards_by_person ON cards (aac002);
CREATE INDEX cards_by_number ON cards (aaz500);

-- How far the people of an area are made, so that it can go on after a stop.
CREATE TABLE population (
  area {text} NOT NULL PRIMARY KEY,
  people BIGINT NOT NULL,
  seed {text} NOT NULL,
  today {text} NOT NULL,
  done BIGINT NOT NULL
);

-- ---------------- Work
CREATE TABLE employment_registration (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  registration_date {text} NOT NULL DEFAULT '',
  employment_kind {text} NOT NULL DEFAULT '',
  employer {text} NOT NULL DEFAULT '',
  occupation {text} NOT NULL DEFAULT '',
  region {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE unemployment_registration (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  registration_date {text} NOT NULL DEFAULT '',
  unemployment_type {text} NOT NULL DEFAULT '',
  reason {text} NOT NULL DEFAULT '',
  last_employer {text} NOT NULL DEFAULT '',
  region {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE job_registration (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  wanted_job {text} NOT NULL DEFAULT '',
  wanted_region {text} NOT NULL DEFAULT '',
  wanted_wage BIGINT NOT NULL DEFAULT 0,
  education {text} NOT NULL DEFAULT '',
  channel {text} NOT NULL DEFAULT '',
  event_id {text} NOT NULL DEFAULT '',
  valid_until {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE job_matches (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  post {text} NOT NULL DEFAULT '',
  employer {text} NOT NULL DEFAULT '',
  workplace {text} NOT NULL DEFAULT '',
  wage BIGINT NOT NULL DEFAULT 0,
  headcount INTEGER NOT NULL DEFAULT 0,
  match_score INTEGER NOT NULL DEFAULT 0,
  closing_date {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE support_policy (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  policy_type {text} NOT NULL DEFAULT '',
  employment_kind {text} NOT NULL DEFAULT '',
  eligible {text} NOT NULL DEFAULT '',
  approval_date {text} NOT NULL DEFAULT '',
  start_date {text} NOT NULL DEFAULT '',
  end_date {text} NOT NULL DEFAULT '',
  region {text} NOT NULL DEFAULT '',
  amount BIGINT NOT NULL DEFAULT 0,
  bank_last4 {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE assistance_cases (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  assistance_type {text} NOT NULL DEFAULT '',
  unemployed_since {text} NOT NULL DEFAULT '',
  household_state {text} NOT NULL DEFAULT '',
  disability_no {text} NOT NULL DEFAULT '',
  recognition_date {text} NOT NULL DEFAULT '',
  region {text} NOT NULL DEFAULT '',
  exit_date {text} NOT NULL DEFAULT '',
  exit_region {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE personnel_archive (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  kind {text} NOT NULL DEFAULT '',
  archive_no {text} NOT NULL DEFAULT '',
  keeper {text} NOT NULL DEFAULT '',
  received_date {text} NOT NULL DEFAULT '',
  material_list {text} NOT NULL DEFAULT '',
  image_ref {text} NOT NULL DEFAULT '',
  agency_contract {text} NOT NULL DEFAULT '',
  transfer_state {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE employment_certificate (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  certificate_no {text} NOT NULL DEFAULT '',
  issuer {text} NOT NULL DEFAULT '',
  issue_date {text} NOT NULL DEFAULT '',
  registration_kind {text} NOT NULL DEFAULT '',
  registration_date {text} NOT NULL DEFAULT '',
  assistance_type {text} NOT NULL DEFAULT '',
  policy_type {text} NOT NULL DEFAULT '',
  region {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE labour_contracts (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  employer {text} NOT NULL DEFAULT '',
  contract_kind {text} NOT NULL DEFAULT '',
  start_date {text} NOT NULL DEFAULT '',
  end_date {text} NOT NULL DEFAULT '',
  post {text} NOT NULL DEFAULT '',
  filing_date {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

-- ---------------- Social insurance
CREATE TABLE insured_status (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  insurance_type {text} NOT NULL DEFAULT '',
  insured_class {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  start_month {text} NOT NULL DEFAULT '',
  employer_no {text} NOT NULL DEFAULT '',
  employer {text} NOT NULL DEFAULT '',
  area {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE contributions (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  insurance_type {text} NOT NULL DEFAULT '',
  from_month {text} NOT NULL DEFAULT '',
  to_month {text} NOT NULL DEFAULT '',
  base BIGINT NOT NULL DEFAULT 0,
  own_part BIGINT NOT NULL DEFAULT 0,
  employer_part BIGINT NOT NULL DEFAULT 0,
  employer_no {text} NOT NULL DEFAULT '',
  employer {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE rights_record (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  year {text} NOT NULL DEFAULT '',
  insurance_type {text} NOT NULL DEFAULT '',
  months INTEGER NOT NULL DEFAULT 0,
  base BIGINT NOT NULL DEFAULT 0,
  own_part BIGINT NOT NULL DEFAULT 0,
  employer_part BIGINT NOT NULL DEFAULT 0,
  account_balance BIGINT NOT NULL DEFAULT 0,
  total_months INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE annuity_record (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  kind {text} NOT NULL DEFAULT '',
  year {text} NOT NULL DEFAULT '',
  employer {text} NOT NULL DEFAULT '',
  base BIGINT NOT NULL DEFAULT 0,
  own_part BIGINT NOT NULL DEFAULT 0,
  employer_part BIGINT NOT NULL DEFAULT 0,
  returns BIGINT NOT NULL DEFAULT 0,
  account_balance BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE special_posts (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  employer {text} NOT NULL DEFAULT '',
  post {text} NOT NULL DEFAULT '',
  special_class {text} NOT NULL DEFAULT '',
  from_month {text} NOT NULL DEFAULT '',
  to_month {text} NOT NULL DEFAULT '',
  counted_months INTEGER NOT NULL DEFAULT 0,
  filed_on {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE pension_benefit (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  benefit_item {text} NOT NULL DEFAULT '',
  scheme {text} NOT NULL DEFAULT '',
  month {text} NOT NULL DEFAULT '',
  due_amount BIGINT NOT NULL DEFAULT 0,
  paid_amount BIGINT NOT NULL DEFAULT 0,
  bank_last4 {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  returned_reason {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE annuity_benefit (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  kind {text} NOT NULL DEFAULT '',
  month {text} NOT NULL DEFAULT '',
  plan {text} NOT NULL DEFAULT '',
  way_of_payment {text} NOT NULL DEFAULT '',
  due_amount BIGINT NOT NULL DEFAULT 0,
  paid_amount BIGINT NOT NULL DEFAULT 0,
  remaining BIGINT NOT NULL DEFAULT 0,
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE unemployment_benefit (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  claim_date {text} NOT NULL DEFAULT '',
  months_paid INTEGER NOT NULL DEFAULT 0,
  months_due INTEGER NOT NULL DEFAULT 0,
  months_received INTEGER NOT NULL DEFAULT 0,
  standard BIGINT NOT NULL DEFAULT 0,
  from_month {text} NOT NULL DEFAULT '',
  to_month {text} NOT NULL DEFAULT '',
  region {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  CHECK (months_received BETWEEN 0 AND months_due),
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE unemployment_signin (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  month {text} NOT NULL DEFAULT '',
  signed_at {text} NOT NULL DEFAULT '',
  place {text} NOT NULL DEFAULT '',
  job_search_done {text} NOT NULL DEFAULT '',
  next_due {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

-- ---------------- Injury at work
CREATE TABLE injury_case (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  case_no {text} NOT NULL DEFAULT '',
  employer {text} NOT NULL DEFAULT '',
  accident_time {text} NOT NULL DEFAULT '',
  place {text} NOT NULL DEFAULT '',
  injured_part {text} NOT NULL DEFAULT '',
  diagnosis {text} NOT NULL DEFAULT '',
  witness {text} NOT NULL DEFAULT '',
  conclusion {text} NOT NULL DEFAULT '',
  decision_date {text} NOT NULL DEFAULT '',
  body {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE capacity_appraisal (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  appraisal_no {text} NOT NULL DEFAULT '',
  appraisal_kind {text} NOT NULL DEFAULT '',
  injury_case_no {text} NOT NULL DEFAULT '',
  diagnosis {text} NOT NULL DEFAULT '',
  matter {text} NOT NULL DEFAULT '',
  hospital {text} NOT NULL DEFAULT '',
  appointment {text} NOT NULL DEFAULT '',
  grade {text} NOT NULL DEFAULT '',
  self_care_grade {text} NOT NULL DEFAULT '',
  conclusion {text} NOT NULL DEFAULT '',
  date {text} NOT NULL DEFAULT '',
  body {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE injury_claims (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  injury_case_no {text} NOT NULL DEFAULT '',
  kind {text} NOT NULL DEFAULT '',
  benefit_item {text} NOT NULL DEFAULT '',
  grade {text} NOT NULL DEFAULT '',
  bill_total BIGINT NOT NULL DEFAULT 0,
  amount BIGINT NOT NULL DEFAULT 0,
  paid_on {text} NOT NULL DEFAULT '',
  bank_last4 {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE rehab_cases (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  rehab_case_no {text} NOT NULL DEFAULT '',
  injury_case_no {text} NOT NULL DEFAULT '',
  kind {text} NOT NULL DEFAULT '',
  hospital {text} NOT NULL DEFAULT '',
  rehab_kind {text} NOT NULL DEFAULT '',
  plan_days INTEGER NOT NULL DEFAULT 0,
  from_date {text} NOT NULL DEFAULT '',
  to_date {text} NOT NULL DEFAULT '',
  reason {text} NOT NULL DEFAULT '',
  applicant {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE aid_device_cases (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  device_case_no {text} NOT NULL DEFAULT '',
  injury_case_no {text} NOT NULL DEFAULT '',
  device {text} NOT NULL DEFAULT '',
  device_class {text} NOT NULL DEFAULT '',
  supplier {text} NOT NULL DEFAULT '',
  device_price BIGINT NOT NULL DEFAULT 0,
  price_limit BIGINT NOT NULL DEFAULT 0,
  applicant {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE injury_settlements (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  settlement_no {text} NOT NULL DEFAULT '',
  kind {text} NOT NULL DEFAULT '',
  visit_class {text} NOT NULL DEFAULT '',
  injury_case_no {text} NOT NULL DEFAULT '',
  hospital {text} NOT NULL DEFAULT '',
  date {text} NOT NULL DEFAULT '',
  total BIGINT NOT NULL DEFAULT 0,
  fund_part BIGINT NOT NULL DEFAULT 0,
  own_part BIGINT NOT NULL DEFAULT 0,
  area {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

-- ---------------- Medical and maternity insurance
CREATE TABLE medical_account (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  last_year_balance BIGINT NOT NULL DEFAULT 0,
  this_year_in BIGINT NOT NULL DEFAULT 0,
  this_year_out BIGINT NOT NULL DEFAULT 0,
  as_of {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE medical_account_moves (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  time {text} NOT NULL DEFAULT '',
  kind {text} NOT NULL DEFAULT '',
  amount BIGINT NOT NULL DEFAULT 0,
  place {text} NOT NULL DEFAULT '',
  balance_after BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE medical_settlements (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  settlement_no {text} NOT NULL DEFAULT '',
  settlement_date {text} NOT NULL DEFAULT '',
  hospital {text} NOT NULL DEFAULT '',
  kind {text} NOT NULL DEFAULT '',
  visit_class {text} NOT NULL DEFAULT '',
  total BIGINT NOT NULL DEFAULT 0,
  fund_part BIGINT NOT NULL DEFAULT 0,
  account_part BIGINT NOT NULL DEFAULT 0,
  insurer_part BIGINT NOT NULL DEFAULT 0,
  relief_part BIGINT NOT NULL DEFAULT 0,
  cash BIGINT NOT NULL DEFAULT 0,
  area {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE designated_hospitals (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  kind {text} NOT NULL DEFAULT '',
  hospital {text} NOT NULL DEFAULT '',
  grade {text} NOT NULL DEFAULT '',
  slot INTEGER NOT NULL DEFAULT 0,
  from_date {text} NOT NULL DEFAULT '',
  change_reason {text} NOT NULL DEFAULT '',
  region {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE maternity_benefit (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  birth_date {text} NOT NULL DEFAULT '',
  benefit_item {text} NOT NULL DEFAULT '',
  amount BIGINT NOT NULL DEFAULT 0,
  paid_on {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE maternity_settlements (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  settlement_no {text} NOT NULL DEFAULT '',
  pregnancy_no {text} NOT NULL DEFAULT '',
  hospital {text} NOT NULL DEFAULT '',
  birth_way {text} NOT NULL DEFAULT '',
  total BIGINT NOT NULL DEFAULT 0,
  fund_part BIGINT NOT NULL DEFAULT 0,
  own_part BIGINT NOT NULL DEFAULT 0,
  date {text} NOT NULL DEFAULT '',
  area {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE birth_service (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  service_no {text} NOT NULL DEFAULT '',
  spouse {text} NOT NULL DEFAULT '',
  child_order INTEGER NOT NULL DEFAULT 0,
  registered_on {text} NOT NULL DEFAULT '',
  area {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

-- ---------------- Examinations, certificates, training
CREATE TABLE exam_results (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  exam {text} NOT NULL DEFAULT '',
  subject {text} NOT NULL DEFAULT '',
  score {text} NOT NULL DEFAULT '',
  pass_line {text} NOT NULL DEFAULT '',
  certificate_no {text} NOT NULL DEFAULT '',
  published_on {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE qualification_certificates (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  kind {text} NOT NULL DEFAULT '',
  certificate_no {text} NOT NULL DEFAULT '',
  profession {text} NOT NULL DEFAULT '',
  issuer {text} NOT NULL DEFAULT '',
  issue_date {text} NOT NULL DEFAULT '',
  registration_body {text} NOT NULL DEFAULT '',
  valid_until {text} NOT NULL DEFAULT '',
  qualification_code {text} NOT NULL DEFAULT '',
  grade {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE skill_certificates (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  kind {text} NOT NULL DEFAULT '',
  certificate_no {text} NOT NULL DEFAULT '',
  issuer {text} NOT NULL DEFAULT '',
  issue_date {text} NOT NULL DEFAULT '',
  qualification_code {text} NOT NULL DEFAULT '',
  grade {text} NOT NULL DEFAULT '',
  skill_level_code {text} NOT NULL DEFAULT '',
  occupation {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE school_certificates (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  school_kind {text} NOT NULL DEFAULT '',
  certificate_no {text} NOT NULL DEFAULT '',
  school {text} NOT NULL DEFAULT '',
  major {text} NOT NULL DEFAULT '',
  level {text} NOT NULL DEFAULT '',
  entry_date {text} NOT NULL DEFAULT '',
  graduation_date {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE training_records (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  course {text} NOT NULL DEFAULT '',
  organiser {text} NOT NULL DEFAULT '',
  start_date {text} NOT NULL DEFAULT '',
  hours INTEGER NOT NULL DEFAULT 0,
  fee BIGINT NOT NULL DEFAULT 0,
  result {text} NOT NULL DEFAULT '',
  relation {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE skill_appraisals (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  appraisal_body {text} NOT NULL DEFAULT '',
  occupation {text} NOT NULL DEFAULT '',
  grade {text} NOT NULL DEFAULT '',
  ticket_no {text} NOT NULL DEFAULT '',
  exam_date {text} NOT NULL DEFAULT '',
  stage {text} NOT NULL DEFAULT '',
  face_score {text} NOT NULL DEFAULT '',
  theory_score {text} NOT NULL DEFAULT '',
  practice_score {text} NOT NULL DEFAULT '',
  result {text} NOT NULL DEFAULT '',
  published_on {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE talent_services (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  service {text} NOT NULL DEFAULT '',
  condition {text} NOT NULL DEFAULT '',
  eligible {text} NOT NULL DEFAULT '',
  provider {text} NOT NULL DEFAULT '',
  valid_until {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE talent_register (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  talent_level {text} NOT NULL DEFAULT '',
  award_body {text} NOT NULL DEFAULT '',
  valid_until {text} NOT NULL DEFAULT '',
  service {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE honour_record (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  title {text} NOT NULL DEFAULT '',
  level {text} NOT NULL DEFAULT '',
  award_date {text} NOT NULL DEFAULT '',
  medal {text} NOT NULL DEFAULT '',
  awarding_body {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

-- ---------------- Disputes and inspection
CREATE TABLE mediation_cases (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  respondent_aac002 {text} NOT NULL DEFAULT '',
  case_no {text} NOT NULL DEFAULT '',
  respondent {text} NOT NULL DEFAULT '',
  claim {text} NOT NULL DEFAULT '',
  amount BIGINT NOT NULL DEFAULT 0,
  mediator {text} NOT NULL DEFAULT '',
  mediation_body {text} NOT NULL DEFAULT '',
  hearing_date {text} NOT NULL DEFAULT '',
  result {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE INDEX mediation_cases_by_respondent ON mediation_cases (respondent_aac002) WHERE respondent_aac002 <> '';

CREATE TABLE arbitration_cases (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  respondent_aac002 {text} NOT NULL DEFAULT '',
  case_no {text} NOT NULL DEFAULT '',
  respondent {text} NOT NULL DEFAULT '',
  claim {text} NOT NULL DEFAULT '',
  amount BIGINT NOT NULL DEFAULT 0,
  arbitrator {text} NOT NULL DEFAULT '',
  hearing_date {text} NOT NULL DEFAULT '',
  award {text} NOT NULL DEFAULT '',
  served_on {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE INDEX arbitration_cases_by_respondent ON arbitration_cases (respondent_aac002) WHERE respondent_aac002 <> '';

CREATE TABLE inspection_cases (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  case_no {text} NOT NULL DEFAULT '',
  case_kind {text} NOT NULL DEFAULT '',
  employer {text} NOT NULL DEFAULT '',
  target_kind {text} NOT NULL DEFAULT '',
  target_name {text} NOT NULL DEFAULT '',
  violation {text} NOT NULL DEFAULT '',
  happened_on {text} NOT NULL DEFAULT '',
  accepted_on {text} NOT NULL DEFAULT '',
  decision {text} NOT NULL DEFAULT '',
  status {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

-- ---------------- Everyday life
CREATE TABLE credit_record (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  record_kind {text} NOT NULL DEFAULT '',
  source {text} NOT NULL DEFAULT '',
  date {text} NOT NULL DEFAULT '',
  level {text} NOT NULL DEFAULT '',
  objection_state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE housing_fund (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  kind {text} NOT NULL DEFAULT '',
  account_no {text} NOT NULL DEFAULT '',
  employer {text} NOT NULL DEFAULT '',
  balance BIGINT NOT NULL DEFAULT 0,
  month {text} NOT NULL DEFAULT '',
  paid_in BIGINT NOT NULL DEFAULT 0,
  loan_no {text} NOT NULL DEFAULT '',
  loan_total BIGINT NOT NULL DEFAULT 0,
  repaid BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE school_identity (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  school {text} NOT NULL DEFAULT '',
  student_no {text} NOT NULL DEFAULT '',
  role {text} NOT NULL DEFAULT '',
  class {text} NOT NULL DEFAULT '',
  valid_until {text} NOT NULL DEFAULT '',
  services {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE driving_licence (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  licence_no {text} NOT NULL DEFAULT '',
  class {text} NOT NULL DEFAULT '',
  valid_from {text} NOT NULL DEFAULT '',
  valid_until {text} NOT NULL DEFAULT '',
  points INTEGER NOT NULL DEFAULT 0,
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE property_registration (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  case_no {text} NOT NULL DEFAULT '',
  property_no {text} NOT NULL DEFAULT '',
  matter {text} NOT NULL DEFAULT '',
  role {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE identity_checks (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  item {text} NOT NULL DEFAULT '',
  hall {text} NOT NULL DEFAULT '',
  counter {text} NOT NULL DEFAULT '',
  matter {text} NOT NULL DEFAULT '',
  method {text} NOT NULL DEFAULT '',
  checked_at {text} NOT NULL DEFAULT '',
  operator {text} NOT NULL DEFAULT '',
  talent_level {text} NOT NULL DEFAULT '',
  reference {text} NOT NULL DEFAULT '',
  result {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

-- ---------------- Gates: who may pass, and who passed
CREATE TABLE exam_tickets (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  exam {text} NOT NULL DEFAULT '',
  room {text} NOT NULL DEFAULT '',
  seat {text} NOT NULL DEFAULT '',
  ticket_no {text} NOT NULL DEFAULT '',
  opens_at {text} NOT NULL DEFAULT '',
  closes_at {text} NOT NULL DEFAULT '',
  paid INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE exam_entries (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  exam {text} NOT NULL DEFAULT '',
  room {text} NOT NULL DEFAULT '',
  seat {text} NOT NULL DEFAULT '',
  ticket_no {text} NOT NULL DEFAULT '',
  arrival_time {text} NOT NULL DEFAULT '',
  result {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE hearing_lists (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  case_no {text} NOT NULL DEFAULT '',
  hearing_date {text} NOT NULL DEFAULT '',
  room {text} NOT NULL DEFAULT '',
  role {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE hearing_entries (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  case_no {text} NOT NULL DEFAULT '',
  hearing_date {text} NOT NULL DEFAULT '',
  room {text} NOT NULL DEFAULT '',
  role {text} NOT NULL DEFAULT '',
  arrival_time {text} NOT NULL DEFAULT '',
  result {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE site_workers (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  project {text} NOT NULL DEFAULT '',
  employer {text} NOT NULL DEFAULT '',
  gate {text} NOT NULL DEFAULT '',
  contract_no {text} NOT NULL DEFAULT '',
  valid_until {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE site_attendance (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  project {text} NOT NULL DEFAULT '',
  employer {text} NOT NULL DEFAULT '',
  gate {text} NOT NULL DEFAULT '',
  direction {text} NOT NULL DEFAULT '',
  event_time {text} NOT NULL DEFAULT '',
  face_score {text} NOT NULL DEFAULT '',
  result {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE volunteer_hours (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  project {text} NOT NULL DEFAULT '',
  organiser {text} NOT NULL DEFAULT '',
  start_time {text} NOT NULL DEFAULT '',
  end_time {text} NOT NULL DEFAULT '',
  hours INTEGER NOT NULL DEFAULT 0,
  balance INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE travel_tickets (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  carrier {text} NOT NULL DEFAULT '',
  station {text} NOT NULL DEFAULT '',
  ticket_no {text} NOT NULL DEFAULT '',
  holder_name {text} NOT NULL DEFAULT '',
  valid_on {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE station_passes (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  carrier {text} NOT NULL DEFAULT '',
  station {text} NOT NULL DEFAULT '',
  ticket_no {text} NOT NULL DEFAULT '',
  gate {text} NOT NULL DEFAULT '',
  direction {text} NOT NULL DEFAULT '',
  pass_time {text} NOT NULL DEFAULT '',
  result {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE venue_bookings (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  kind {text} NOT NULL DEFAULT '',
  venue {text} NOT NULL DEFAULT '',
  booking_no {text} NOT NULL DEFAULT '',
  slot {text} NOT NULL DEFAULT '',
  visitors INTEGER NOT NULL DEFAULT 0,
  pass_valid_until {text} NOT NULL DEFAULT '',
  discount_class {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE venue_entries (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  kind {text} NOT NULL DEFAULT '',
  venue {text} NOT NULL DEFAULT '',
  entry_time {text} NOT NULL DEFAULT '',
  booking_no {text} NOT NULL DEFAULT '',
  visitors INTEGER NOT NULL DEFAULT 0,
  pass_no {text} NOT NULL DEFAULT '',
  discount_class {text} NOT NULL DEFAULT '',
  result {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE library_readers (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  reader_no {text} NOT NULL DEFAULT '',
  valid_until {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE library_loans (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  reader_no {text} NOT NULL DEFAULT '',
  book_no {text} NOT NULL DEFAULT '',
  title {text} NOT NULL DEFAULT '',
  loan_date {text} NOT NULL DEFAULT '',
  due_date {text} NOT NULL DEFAULT '',
  renewals INTEGER NOT NULL DEFAULT 0,
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE gate_residents (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  community {text} NOT NULL DEFAULT '',
  gate {text} NOT NULL DEFAULT '',
  resident_class {text} NOT NULL DEFAULT '',
  valid_until {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE gate_passes (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  community {text} NOT NULL DEFAULT '',
  gate {text} NOT NULL DEFAULT '',
  direction {text} NOT NULL DEFAULT '',
  pass_time {text} NOT NULL DEFAULT '',
  resident_class {text} NOT NULL DEFAULT '',
  result {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE job_fair_entries (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  event_id {text} NOT NULL DEFAULT '',
  employer {text} NOT NULL DEFAULT '',
  booth {text} NOT NULL DEFAULT '',
  post {text} NOT NULL DEFAULT '',
  applied_at {text} NOT NULL DEFAULT '',
  result {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE TABLE staff_members (
  aac002 {text} NOT NULL REFERENCES persons (aac002),
  seq INTEGER NOT NULL,
  staff_no {text} NOT NULL DEFAULT '',
  role {text} NOT NULL DEFAULT '',
  state {text} NOT NULL DEFAULT '',
  PRIMARY KEY (aac002, seq)
) {clustered};

CREATE UNIQUE INDEX staff_members_by_number ON staff_members (staff_no);
