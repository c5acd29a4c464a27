/*
title = "What happened"
grain = "one thing the partnership did, or that happened to it, on a date"
key = ["happened_on", "title"]
*/
create table extract.event (
    source varchar not null,
    happened_on date not null,
    title varchar not null,
    kind varchar,
    scope varchar,
    note varchar
)
