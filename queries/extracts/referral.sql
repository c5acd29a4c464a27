/*
title = "Referrals"
grain = "one child in one referral: siblings share a referral_key"
key = ["person_key", "referral_key"]
*/
create table extract.referral (
    source varchar not null,
    person_key varchar not null,
    referral_key varchar not null,
    received_on date not null,
    received_class varchar not null,
    source_agency varchar,
    concern varchar[],
    screening_outcome varchar,
    screened_on date,
    current_class varchar,
    offer varchar,
    offered_on date,
    closed_on date,
    team varchar,
    age_band varchar,
    sex varchar,
    data_zone varchar
)
