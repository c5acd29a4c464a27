/*
title = "Child protection planning meetings"
grain = "one child at one meeting"
key = ["person_key", "meeting_key"]
*/
create table extract.meeting (
    source varchar not null,
    person_key varchar not null,
    meeting_key varchar not null,
    referral_key varchar,
    meeting_type varchar not null,
    held_on date not null,
    outcome varchar,
    team varchar
)
