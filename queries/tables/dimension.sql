/*
title = "How each dimension is named on the screen"
*/
select dimension, title, one, many, unknown, position from code.dimensions
