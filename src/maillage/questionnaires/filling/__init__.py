"""What another app uses to ask a questionnaire on its own pages.

``form`` draws the questions and reads what is posted, ``page`` takes a whole request (saving, autosaving,
clashes), ``display`` shows answers for reading. The app keeps its own addresses, its own rule of who may
write, and the action that saves.
"""
