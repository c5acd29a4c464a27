/*
title = "Pupils on the roll of each school"
grain = "one school and sector at one September census"
key = ["school", "sector", "month"]
*/
create table extract.school_roll (
    source varchar not null,
    school varchar not null,
    sector varchar not null,
    month date not null,
    council varchar not null,
    name varchar not null,
    pupils integer
)
