/*
title = "Areas, schools and teams"
grain = "one area, school or team under one name"
key = ["kind", "code", "from_on"]
*/
create table extract.organisation (
    source varchar not null,
    kind varchar not null,
    code varchar not null,
    name varchar not null,
    parent varchar,
    sector varchar,
    from_on date,
    to_on date
)
