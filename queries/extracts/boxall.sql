/*
title = "Boxall Profiles"
grain = "one strand of one profile of a pupil"
key = ["scn_key", "completed_on", "strand"]
*/
create table extract.boxall (
    source varchar not null,
    scn_key varchar not null,
    completed_on date not null,
    strand varchar not null,
    score integer not null,
    school varchar,
    stage varchar
)
