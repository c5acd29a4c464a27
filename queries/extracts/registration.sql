/*
title = "Registrations"
grain = "one child in one spell on the child protection register"
key = ["person_key", "registration_key"]
*/
create table extract.registration (
    source varchar not null,
    person_key varchar not null,
    registration_key varchar not null,
    referral_key varchar,
    registered_on date not null,
    deregistered_on date,
    reason varchar,
    temporary boolean,
    concern varchar[],
    team varchar,
    age_band varchar,
    sex varchar,
    data_zone varchar
)
