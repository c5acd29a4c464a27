/*
title = "Strengths and Difficulties Questionnaires"
grain = "one questionnaire about one child, by one kind of informant, on one day"
key = ["scn_key", "informant", "completed_on"]
*/
-- The scores alone: what was answered is let go once it is scored.
create table extract.sdq (
    source varchar not null,
    scn_key varchar not null,
    completed_on date not null,
    informant varchar not null,
    band_version varchar,
    school varchar,
    stage varchar,
    emotion integer,
    conduct integer,
    hyperactivity integer,
    peer integer,
    prosocial integer,
    total integer
)
