"""How words become a topic: concepts, features, the classifier, and what to do when it is not sure.

Only numpy, scipy, scikit-learn and PyYAML are used here, and nothing newer than Python 3.10, because the dialogue
engine trains and runs the classifier in its own environment.
"""
