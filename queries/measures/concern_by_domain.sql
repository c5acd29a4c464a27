/*
title = "Concerns at 27–30 months, domain by domain"
question = "Of the 27–30 month reviews done, in how many was there a concern in each domain?"
kind = "proportion"
about = "children"
numerator = "Domains with a concern"
denominator = "Domains of 27–30 month reviews done: eight in each"
unit = "domains looked at"
family = "outcome"
better = "lower"
sources = ["chsp_reviews"]
board = false
clusters = "domain"
matures_after_days = 150
counts = "A concern newly suspected or known before, each domain by itself, of all reviews done."
does_not_count = "Reviews not done. A domain left blank stays in the denominator: the national one."
why = "Speech is helped by others than movement is."
caveats = "All domains together are no share of children: read it domain by domain. Those of one review hang together, so chance is judged of one domain at a time. Recording takes about five months."
scrutiny = ["Which domain is it?"]
*/
select
    child_key,
    reviewed_on as event_on,
    area,
    health_team,
    domain,
    coalesce(found in ('new_concern', 'known_concern'), false)::int as numerator,
    1 as denominator
from review_domain
where review = '27_30_months'
