/*
title = "What a child health review that was done found, domain by domain"
*/
select child_key, review, reviewed_on, area, health_team, looked_at.domain, looked_at.found
from (select *, unnest(domains) as looked_at from child_review)
where reviewed_on is not null
