/*
title = "The places that have ever joined each zone"
*/
select distinct zone, member_kind as dimension, member as code from extract.zone_member
