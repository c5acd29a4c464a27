"""Run charts, intervals and funnels: pure functions on numpy arrays.

Nothing here knows of pages, databases or disclosure. Protected audiences pass the
protected numbers in, so that everything drawn from them is protected as well.
"""
