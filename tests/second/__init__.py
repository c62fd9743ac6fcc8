"""A second writing of the tax and of the supplement, made from the prose of the law and not from the rules.

It shares the numbers of the law with fleksim and nothing else: other structure (arrays of whole numbers, one function
a chapter, both spouses at once), other names, other authors' eyes. Where the two disagree, one of them is wrong.
"""
