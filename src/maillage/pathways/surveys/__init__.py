"""What the answers before and after a pathway say together: intervals, and sums that keep no person.

Pure computing: no model, no request. Sums (``tally``) are added up across pathways; figures (``figures``) are
drawn from them.
"""
