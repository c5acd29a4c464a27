/*
title = "Exclusions"
grain = "one exclusion of one pupil"
key = ["exclusion_key"]
*/
create table extract.exclusion (
    source varchar not null,
    exclusion_key varchar not null,
    scn_key varchar not null,
    school varchar not null,
    stage varchar,
    started_on date not null,
    finished_on date,
    half_days integer,
    removed_from_register boolean,
    kind varchar
)
