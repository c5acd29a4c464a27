/*
title = "What teams filled in: one row for each item of each form"
*/
select tool, form, about_on, team, school, item, section, answered_by, answer_given, counted
from recorded.tool_item
