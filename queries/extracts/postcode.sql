/*
title = "Postcodes and their data zones"
grain = "one postcode, kept as a keyed pseudonym"
key = ["postcode_key"]
*/
create table extract.postcode (
    source varchar not null,
    postcode_key varchar not null,
    data_zone varchar not null
)
