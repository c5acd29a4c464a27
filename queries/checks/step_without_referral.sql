/*
title = "A step of a referral that is not in the referrals extract"
severity = "should_look"
table = "step"
column = "referral_key"
why = "It decides no referral, and is counted nowhere."
fix = "Send referrals over the same months as steps."
*/
select row_number, cast(null as varchar) as value
from incoming
where
    exists (select 1 from extract.referral)
    and incoming_on >= (select min(received_on) from extract.referral)
    and referral_key is not null
    and referral_key not in (select referral_key from extract.referral)
