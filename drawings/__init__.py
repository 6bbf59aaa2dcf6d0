"""The drawings of the shipped course, in one hand: `report/.venv/bin/python -m drawings` draws them again.

A scene is a list of pieces (a house, a phone, a person without a face) on a panel of 640 by 240 units. It has no words, so
that nothing has to be translated or read at 320 px: what it shows stands in its description, which is the alternative text
in `module.md`. Each goes beside its module as SVG, and as PNG of the same look for H5P, whose sites refuse SVG.

Every colour is a middle tone that stands out from white and from the dark page alike; what is lighter is the same colour
with less of it. So one file serves light, dark, paper and slides, without a style sheet that some of them would not read.
"""
