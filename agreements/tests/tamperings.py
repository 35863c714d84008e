"""The tamperings that `test_tampering.py` tries: SQL, by what it does. Up to 24 numbers are those of the specification."""

# The statements are constants, put together from names of tables.
# ruff: noqa: S608, ISC004
from __future__ import annotations

EVENT = "agreements_signatureevent"
REQUEST = "agreements_signaturerequest"
VERSION = "agreements_agreementversion"
DOCUMENT = "agreements_document"
TRAIL = "people_auditevent"
PERSON = "people_user"
# The match and the cohort of one agreement.
OF_AGREEMENT = (
    "FROM agreements_agreement a JOIN matching_match m ON m.id = a.match_id "
    "JOIN programs_cohort c ON c.id = m.cohort_id WHERE a.id ="
)
LAST = f"(SELECT max(sequence) FROM {EVENT} WHERE agreement_id = %(agreement)s)"
SWAP_SIGNERS = (
    f"UPDATE {REQUEST} a SET signer_id = b.signer_id FROM {REQUEST} b WHERE (a.id, b.id) IN "
    "((%(signed)s, %(other_signed)s), (%(other_signed)s, %(signed)s))"
)
SWAP_DOCUMENTS = (
    f"UPDATE {DOCUMENT} a SET pdf = b.pdf, sha256 = b.sha256, made_at = b.made_at FROM {DOCUMENT} b WHERE "
    "(a.version_id, b.version_id) IN ((%(version)s, %(other_version)s), (%(other_version)s, %(version)s))"
)
FORGED_SIGNATURE = (
    f"UPDATE {REQUEST} SET status = 'signed', decided_at = asked_at, typed_name = 'X', consent_version = '1', "
    "consent_hash = repeat('a', 64) WHERE status = 'asked'"
)
DELETE_AGREEMENT = [
    "SET LOCAL session_replication_role = replica",
    f"DELETE FROM {DOCUMENT} WHERE version_id = %(version)s",
    f"DELETE FROM {EVENT} WHERE agreement_id = %(agreement)s",
    f"DELETE FROM {REQUEST} WHERE version_id = %(version)s",
    f"DELETE FROM {VERSION} WHERE agreement_id = %(agreement)s",
    "DELETE FROM agreements_agreement WHERE id = %(agreement)s",
]
REPLAYED = (
    f"INSERT INTO {EVENT} (agreement_id, sequence, at, kind, data, previous_hash, hash, key, mac) "
    f"SELECT %(agreement)s, {LAST} + 1, at, kind, data, previous_hash, hash, key, mac FROM {EVENT} "
    "WHERE agreement_id = %(other_agreement)s AND kind = 'not_me'"
)
PERSON_PUT_IN = (
    f"INSERT INTO {PERSON} SELECT (jsonb_populate_record(NULL::{PERSON}, to_jsonb(p) || jsonb_build_object("
    "'id', 900001, 'email', 'thief@example.org', 'employee_number', NULL, 'public_id', gen_random_uuid()))).* "
    f"FROM {PERSON} p WHERE id = %(stranger)s"
)

TAMPERINGS: dict[str, list[str]] = {
    "1 an event changed": [f"UPDATE {EVENT} SET data = '{{}}' WHERE agreement_id = %(agreement)s AND sequence = 3"],
    "2 an event deleted": [f"DELETE FROM {EVENT} WHERE agreement_id = %(agreement)s AND sequence = 3"],
    "3 all events truncated": [f"TRUNCATE {EVENT}"],
    "4 the audit trail truncated": [f"TRUNCATE {TRAIL}"],
    "5 an entry of the audit trail changed": [f"UPDATE {TRAIL} SET action = 'x' WHERE action = 'signature.signed'"],
    "6 typed name and address": [
        f"UPDATE {REQUEST} SET typed_name = 'X', ip_address = '10.9.9.9' WHERE id = %(signed)s"
    ],
    "7 time of the decision": [
        f"UPDATE {REQUEST} SET decided_at = decided_at - interval '1 day' WHERE id = %(signed)s"
    ],
    "7 hash of the consent": [f"UPDATE {REQUEST} SET consent_hash = repeat('b', 64) WHERE id = %(signed)s"],
    "8 who signed": [f"UPDATE {REQUEST} SET signer_id = %(stranger)s WHERE id = %(signed)s"],
    "9 the text changed": [f"UPDATE {VERSION} SET text = text || 'x' WHERE id = %(version)s"],
    "9 the text and its hash changed": [
        f"UPDATE {VERSION} SET text = 'x', text_hash = encode(sha256('x'), 'hex') WHERE id = %(version)s"
    ],
    "10 the text emptied": [f"UPDATE {VERSION} SET text = '-', text_hash = '' WHERE id = %(void)s"],
    "11 dates": [f"UPDATE {VERSION} SET starts_on = starts_on - 7, until_on = until_on + 7 WHERE id = %(version)s"],
    "11 minutes": [f"UPDATE {VERSION} SET minutes = 30 WHERE id = %(version)s"],
    "12 a version in force set back": [f"UPDATE {VERSION} SET status = 'signing' WHERE id = %(version)s"],
    "13 open requests set to signed": [FORGED_SIGNATURE],
    "14 a document changed": [f"UPDATE {DOCUMENT} SET pdf = pdf || 'x' WHERE version_id = %(version)s"],
    "15 a document deleted": [f"DELETE FROM {DOCUMENT} WHERE version_id = %(version)s"],
    "16 documents truncated": [f"TRUNCATE {DOCUMENT}"],
    "17 certificates truncated": ["TRUNCATE agreements_sealingcertificate CASCADE"],
    "17 certificates deleted": [
        "SET LOCAL session_replication_role = replica",
        "DELETE FROM agreements_sealingcertificate",
    ],
    "18 checks truncated": ["TRUNCATE agreements_verification"],
    "19 the last event deleted": [f"DELETE FROM {EVENT} WHERE agreement_id = %(agreement)s AND sequence = {LAST}"],
    "20 bytes and hash of a document replaced": [
        f"UPDATE {DOCUMENT} SET pdf = %(forged)s, sha256 = encode(sha256(%(forged)s), 'hex') WHERE version_id = %(version)s"
    ],
    "22 the documents of two agreements swapped": [SWAP_DOCUMENTS],
    "23 a whole agreement deleted": DELETE_AGREEMENT,
    "24 a version deleted": [
        "SET LOCAL session_replication_role = replica",
        f"DELETE FROM {VERSION} WHERE id = %(void)s",
    ],
    "25 the signers of two agreements swapped": [SWAP_SIGNERS],
    "26 role of a signature": [f"UPDATE {REQUEST} SET role = 'supervisor_of_both' WHERE id = %(signed)s"],
    "27 agreement given to another match": [
        "UPDATE agreements_agreement SET match_id = %(match)s WHERE id = %(agreement)s"
    ],
    "28 a signature moved to another version": [
        f"UPDATE {REQUEST} SET version_id = %(asking)s, role = 'supervisor_of_both' WHERE id = %(signed)s"
    ],
    "29 outcome of a dispute": ["UPDATE agreements_dispute SET outcome = 'void' WHERE id = %(disputed)s"],
    "29 remark of a dispute": ["UPDATE agreements_dispute SET remark = 'x' WHERE id = %(disputed)s"],
    "30 a dispute deleted": ["DELETE FROM agreements_dispute WHERE id = %(disputed)s"],
    "31 a dispute invented": [
        "INSERT INTO agreements_dispute (agreement_id, request_id, raised_at, outcome, remark) "
        "VALUES (%(agreement)s, %(signed)s, now(), 'open', '')"
    ],
    "32 a goal changed": ["UPDATE agreements_learninggoal SET what = 'x' WHERE version_id = %(version)s"],
    "32 a goal deleted": ["DELETE FROM agreements_learninggoal WHERE version_id = %(version)s"],
    "33 a goal put in": [
        "INSERT INTO agreements_learninggoal (version_id, what, measure, by_on) VALUES (%(version)s, 'x', 'x', now())"
    ],
    "34 clauses that were chosen": [f"UPDATE {VERSION} SET chosen_clauses = 'x' WHERE id = %(version)s"],
    "35 sent out earlier": [f"UPDATE {VERSION} SET sent_at = sent_at - interval '9 days' WHERE id = %(version)s"],
    "35 asked earlier": [f"UPDATE {REQUEST} SET asked_at = asked_at - interval '9 days' WHERE id = %(asked)s"],
    "36 in force earlier": [
        f"UPDATE {VERSION} SET in_force_at = in_force_at - interval '9 days' WHERE id = %(version)s"
    ],
    "37 a version void": [
        f"UPDATE {VERSION} SET status = 'void', voided_at = now(), void_reason = 'x' WHERE id = %(version)s"
    ],
    "38 a void version in force": [
        f"UPDATE {VERSION} SET status = 'in_force', in_force_at = now() WHERE id = %(void)s"
    ],
    "39 an open request waived": [
        f"UPDATE {REQUEST} SET status = 'waived', remark = 'x', settled_by_id = %(stranger)s, decided_at = now() "
        "WHERE id = %(asked)s"
    ],
    "40 an open request handed over": [
        f"UPDATE {REQUEST} SET status = 'handed_over', remark = 'x', settled_by_id = %(stranger)s, decided_at = now() "
        "WHERE id = %(asked)s",
        f"INSERT INTO {REQUEST} (version_id, role, stands_in, signer_id, reference, status, asked_at, reminders, "
        "typed_name, consent_version, consent_hash, remark, user_agent, wrong_person_note, replaces_id, signer_name, "
        "signer_address) SELECT version_id, role, stands_in, %(stranger)s, 'AAAA-AAAA-AAAA', 'asked', now(), 0, '', '', "
        f"'', '', '', '', id, '', '' FROM {REQUEST} WHERE id = %(asked)s",
    ],
    "41 reminders forgotten": [f"UPDATE {REQUEST} SET reminders = 3, reminded_at = now() WHERE id = %(asked)s"],
    "42 a refusal made a signature": [
        f"UPDATE {REQUEST} SET status = 'signed', typed_name = 'X', consent_hash = 'x' WHERE id = %(refused)s"
    ],
    "43 why somebody refused": [f"UPDATE {REQUEST} SET remark = 'x' WHERE id = %(refused)s"],
    "44 a signature void": [f"UPDATE {REQUEST} SET status = 'void' WHERE id = %(signed)s"],
    "45 name and address on the certificate": [
        f"UPDATE {REQUEST} SET signer_name = 'X', signer_address = 'x@example.org' WHERE id = %(signed)s"
    ],
    "46 an event of another agreement": [REPLAYED],
    "47 a chain moved to another agreement": [
        f"UPDATE {EVENT} SET agreement_id = %(other_agreement)s, sequence = sequence + 500 "
        "WHERE agreement_id = %(agreement)s"
    ],
    "48 an entry of the trail deleted": [
        f"DELETE FROM {TRAIL} WHERE action = 'signature.signed' AND object_id = '%(signed)s'"
    ],
    "49 the last entry of the trail deleted": [f"DELETE FROM {TRAIL} WHERE id = (SELECT max(id) FROM {TRAIL})"],
    "49 the end of a strand set back with it": [
        f"DELETE FROM {TRAIL} WHERE id = (SELECT max(id) FROM {TRAIL})",
        "UPDATE people_auditstrand s SET entries = entries - 1, last_mac = e.mac FROM people_auditevent e "
        "WHERE e.strand = s.number AND e.sequence = s.entries - 1 AND s.number = 1",
    ],
    "50 who did it, in the trail": [f"UPDATE {TRAIL} SET actor_id = %(stranger)s WHERE action = 'agreement.sent'"],
    "51 an entry put into the trail": [
        f"INSERT INTO {TRAIL} (at, action, object_type, object_id, details, previous_mac, key, mac) "
        "VALUES (now(), 'signature.signed', 'agreements.signaturerequest', '%(asked)s', '{}', '', '', '')"
    ],
    "51 an entry put in at the end of a strand": [
        f"INSERT INTO {TRAIL} (at, action, object_type, object_id, details, strand, sequence, previous_mac, key, mac) "
        "SELECT now(), action, object_type, object_id, details, strand, sequence + 1, mac, key, repeat('0', 64) "
        f"FROM {TRAIL} WHERE strand = 1 ORDER BY sequence DESC LIMIT 1"
    ],
    "52 strands removed": ["TRUNCATE people_auditstrand"],
    "53 a certificate put in": [
        "INSERT INTO agreements_sealingcertificate (fingerprint, pem, first_used_at, key, mac) "
        "SELECT repeat('f', 64), pem, first_used_at, key, mac FROM agreements_sealingcertificate LIMIT 1"
    ],
    "54 a delay that excuses a missing document": [
        f"DELETE FROM {DOCUMENT} WHERE version_id = %(version)s",
        "INSERT INTO agreements_sealingdelay (version_id, cause, since, attempts, tried_at) "
        "VALUES (%(version)s, 'seal', now(), 1, now())",
    ],
    "55 what a version changes": [f"UPDATE {VERSION} SET amends_id = %(void)s WHERE id = %(version)s"],
    "56 the mentee of the pair": [
        "UPDATE pool_mentee SET user_id = %(stranger)s WHERE id = (SELECT mentee_id FROM matching_match m "
        "JOIN agreements_agreement a ON a.match_id = m.id WHERE a.id = %(agreement)s)"
    ],
    "57 the end of a chain": [
        "UPDATE agreements_agreement SET head_sequence = head_sequence + 1 WHERE id = %(agreement)s"
    ],
    "58 when a document was made": [f"UPDATE {DOCUMENT} SET made_at = now() WHERE version_id = %(version)s"],
    "59 a version put in": [
        f"INSERT INTO {VERSION} (agreement_id, number, status, revision, mentor_duties, mentee_duties, expectations, "
        "ground_rules, topics, out_of_bounds, cancelling, reaching, joint_project, chosen_clauses, time_zone, rhythm, "
        "channel, place, text, text_hash, created_at, came_back, void_reason, void_cause) VALUES (%(agreement)s, 9, 'draft', 0, '', "
        "'', '', '', '', '', '', '', '', '', '', 'weekly', '', '', '', '', now(), false, '', '')"
    ],
    "60 whose supervisor is missing": [f"UPDATE {REQUEST} SET stands_in = 'mentee' WHERE id = %(signed)s"],
    "61 the reference of a signature": [f"UPDATE {REQUEST} SET reference = 'BBBB-BBBB-BBBB' WHERE id = %(signed)s"],
    "62 when an agreement became void": [
        f"UPDATE {VERSION} SET voided_at = now(), void_reason = 'x' WHERE id = %(void)s"
    ],
    "62 b why an agreement became void": [
        f"UPDATE {VERSION} SET void_reason = '', void_cause = 'ended' WHERE id = %(void)s"
    ],
    "63 a match moved to another cohort": [
        f"UPDATE matching_match SET cohort_id = (SELECT c.id {OF_AGREEMENT} %(other_agreement)s) "
        f"WHERE id = (SELECT m.id {OF_AGREEMENT} %(agreement)s)"
    ],
    "64 a cohort moved to another program": [
        f"UPDATE programs_cohort SET program_id = (SELECT c.program_id {OF_AGREEMENT} %(other_agreement)s) "
        f"WHERE id = (SELECT c.id {OF_AGREEMENT} %(agreement)s)"
    ],
    "65 the time of a document’s timestamp": [
        f"UPDATE {DOCUMENT} SET timestamped_at = '2026-01-01 00:00+00' WHERE version_id = %(version)s"
    ],
    "66 when an agreement was begun": [
        "UPDATE agreements_agreement SET created_at = created_at - interval '9 days' WHERE id = %(agreement)s"
    ],
    "67 who edited a version last": [f"UPDATE {VERSION} SET edited_by_id = %(stranger)s WHERE id = %(version)s"],
    "67 who edited a version last, while it is out for signature": [
        f"UPDATE {VERSION} SET edited_by_id = %(stranger)s WHERE id = %(asking)s"
    ],
    "67 when a version was edited last": [f"UPDATE {VERSION} SET edited_at = now() WHERE id = %(asking)s"],
    "68 who would be right, said by nobody": [
        f"UPDATE {REQUEST} SET wrong_person_note = 'Ask Eve.' WHERE id = %(asked)s"
    ],
    "69 a remark on an open request": [f"UPDATE {REQUEST} SET remark = 'x' WHERE id = %(asked)s"],
    "69 where an open request was answered from": [
        f"UPDATE {REQUEST} SET ip_address = '10.9.9.9', user_agent = 'x' WHERE id = %(asked)s"
    ],
    "69 an address on an open request": [f"UPDATE {REQUEST} SET signer_address = 'x@example.org' WHERE id = %(asked)s"],
    "70 an address": [f"UPDATE {PERSON} SET email = 'thief@example.org' WHERE id = %(stranger)s"],
    "70 a name": [f"UPDATE {PERSON} SET name = 'Ada Lovelace' WHERE id = %(stranger)s"],
    "70 a password": [f"UPDATE {PERSON} SET password = 'x' WHERE id = %(stranger)s"],
    "70 who supervises whom": [f"UPDATE {PERSON} SET supervisor_id = %(second)s WHERE id = %(stranger)s"],
    "71 an administrator": [
        f"UPDATE {PERSON} SET is_organization_administrator = true, is_staff = true WHERE id = %(stranger)s"
    ],
    "71 somebody who may open the desk": [f"UPDATE {PERSON} SET is_staff = true WHERE id = %(stranger)s"],
    "71 an administrator confirmed": [
        f"UPDATE {PERSON} SET administrator_confirmed_at = now(), administrator_confirmed_by_id = %(second)s "
        "WHERE id = %(stranger)s"
    ],
    "72 a person put in, with the mark of another": [PERSON_PUT_IN],
    "73 a changed address, as if confirmed": [
        "INSERT INTO people_addresschange (person_id, old, new, asked_at, status, confirmation, decided_at, link_digests, "
        "mark_number, mark_key, mark) VALUES (%(stranger)s, 'a@example.org', 'thief@example.org', now(), 'confirmed', "
        "'old_address', now(), '{}', 0, '', '')"
    ],
    "74 another identity, as if asked for": [
        "INSERT INTO people_identityreplacement (person_id, provider, uid, status, tried_at, asked_at, asked_by_id, "
        "mark_number, mark_key, mark) VALUES (%(stranger)s, 'x', 'x', 'asked', now(), now(), %(second)s, 0, '', '')"
    ],
    "75 a role in a program": [
        "INSERT INTO programs_membership (program_id, user_id, role, added_at, added_by_id, mark_number, mark_key, mark) "
        f"SELECT c.program_id, %(stranger)s, 'coordinator', now(), %(second)s, 0, '', '' {OF_AGREEMENT} %(agreement)s"
    ],
    "75 a role that was given to another": [
        "UPDATE programs_membership SET user_id = %(stranger)s WHERE id = (SELECT max(id) FROM programs_membership)"
    ],
}
