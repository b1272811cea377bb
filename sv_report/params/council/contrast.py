"""Contrast of two colours, by the formula of WCAG 2.2 (relative luminance and contrast ratio).

Params stage: what a council's colours are held against.
"""

TEXT = 4.5  # to 1: text against what is behind it (WCAG 2.2, 1.4.3)
SHAPES = 3.0  # to 1: a shape that is needed to understand a picture (1.4.11)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour typed as `#RRGGBB`: 0 for black, 1 for white."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21.

    >>> round(contrast("#FFFFFF", "#000000"), 2), round(contrast("#12436D", "#FFFFFF"), 2)
    (21.0, 10.25)
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
