/*
title = "Records that the look-up joins"
question = "Of the records of each system, how many are of a child whom the look-up joins to another?"
kind = "proportion"
about = "children"
numerator = "Records of a child who is joined to another system"
denominator = "Records: referrals received, pupils admitted, reviews due or done"
unit = "records"
family = "capacity"
better = "higher"
sources = ["mosaic_referrals"]
needs = ["identity_lookup"]
matures_after_days = 0
counts = "A record whose child the approved look-up gives a number of another system, by the month of the record."
does_not_count = "How well the look-up itself was made: a wrong pair counts as joined."
why = "Every figure across systems is of joined children alone. How many that is has to stand beside it."
caveats = "Some are not joined because no other system knows them: a baby is at no school. The whole is of all three extracts together; look at each."
scrutiny = ["Is it worse in one extract, or since one month?"]
*/
select
    child_key, on_date as event_on, area, sex, system, is_linked::int as numerator, 1 as denominator
from record_linked
