/*
title = "27–30 month reviews counted by place and month, where both numbers are given"
*/
select place, month, reviews, with_concern from extract.review_count where with_concern is not null
