/*
title = "Which ids are one child"
grain = "one child known to two systems or more: the approved look-up"
key = ["scn_key", "chi_key", "person_key"]
*/
create table extract.identity (
    source varchar not null,
    scn_key varchar,
    chi_key varchar,
    person_key varchar
)
