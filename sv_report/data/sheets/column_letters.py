"""A sheet's columns by letter, as people see them: A is the first. Data stage."""


def column_letter(index: int) -> str:
    """Return the letter of a column counted from 0.

    >>> column_letter(0), column_letter(25), column_letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def letter_index(letters: str) -> int:
    """Return which column a letter names, counted from 0.

    >>> letter_index("A"), letter_index("AA")
    (0, 26)
    """
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
