/*
title = "27–30 month reviews counted by place and month"
grain = "one place and one month"
key = ["place", "month"]
*/
create table extract.review_count (
    source varchar not null,
    place varchar not null,
    month date not null,
    reviews integer not null,
    with_concern integer,
    with_concern_mark varchar
)
