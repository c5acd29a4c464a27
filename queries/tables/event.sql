/*
title = "What happened, as extracts tell it"
*/
select happened_on, title, kind, scope, note from extract.event
