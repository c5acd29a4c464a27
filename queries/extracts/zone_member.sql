/*
title = "Transformation zones"
grain = "one school, team or area in one zone from a date"
key = ["zone", "member_kind", "member", "from_on"]
*/
create table extract.zone_member (
    source varchar not null,
    zone varchar not null,
    aim varchar,
    member_kind varchar not null,
    member varchar not null,
    from_on date not null,
    to_on date
)
