"""``/carte/``: places, support offers and organisations, searched as a list and seen on a map.

forms     what may be asked, all of it in the address
text      words as people type them: stems, accents, slips of the keyboard
queries   the rows, the counts, the points
points    the map's data, packed and cached by version
views     the page, the points, a point's card; the search of the whole site
"""
