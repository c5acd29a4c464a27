/*
title = "Referrals that the look-up joins"
question = "Of the referrals received, how many are of a child whom the look-up joins to a school or health record?"
kind = "proportion"
about = "children"
numerator = "Referrals of a child who is joined to another system"
denominator = "Referrals received"
unit = "referrals"
family = "capacity"
better = "higher"
board = false
sources = ["mosaic_referrals"]
needs = ["identity_lookup"]
matures_after_days = 0
counts = "Every referral of the extract, of any kind, by the month it was received. Joined is a child of whom the approved look-up gives another system's number too."
does_not_count = "How well the look-up itself was made: a wrong pair counts as joined."
why = "Every figure across systems is of joined children alone. How many that is has to stand beside it."
caveats = "Unborn children and new arrivals are in no other system yet."
scrutiny = ["Is it worse since one month?", "Is it worse in one area?"]
*/
select child_key, on_date as event_on, area, sex, is_linked::int as numerator, 1 as denominator
from record_linked
where system = 'referrals'
