"""Names of places that do not exist: each is plainly invented, and none can be taken for a real council's.

Part of inventing.
"""

from random import Random

# No name of a place in Britain begins so: each has a double z, an x, or letters that English does not put together.
BEGINNINGS = (
    *("Blizzen", "Braxel", "Clixen", "Crozzle", "Drazzen", "Dwixel", "Fluzzen", "Frixel", "Glazzen", "Gruzzle"),
    *("Huxzen", "Jazzen", "Jexel", "Klixen", "Kvizzle", "Lozzen", "Mixzel", "Nazzle", "Ozzen", "Plixen"),
    *("Pruxel", "Quaxen", "Quizzen", "Razzel", "Skuzzen", "Snixel", "Squozzel", "Swixen", "Tazzel", "Thwaxel"),
    *("Trixen", "Uxzel", "Vexzen", "Vozzle", "Whizzen", "Wizzel", "Yaxzel", "Zindlex", "Zorblex", "Zuxel"),
)
OF_COUNCILS = (  # the second lot follows when the first is used up: a seed goes on giving the councils that it gave
    ("bury", "combe", "ford", "ham", "ley", "mere", "minster", "pool", "stead", "thorpe", "ton", "wick"),
    ("bourne", "bridge", "burn", "by", "caster", "cote", "den", "don", "field", "head", "hurst", "low", "mouth", "over",
     "stow", "thwaite", "well", "worth"),
)  # fmt: skip
OF_DISTRICTS = ("brook", "cross", "dale", "gate", "green", "hill", "holme", "marsh", "moor", "nook", "side", "vale")
MOST = len(BEGINNINGS) * sum(map(len, OF_COUNCILS))
FEWEST_DISTRICTS, MOST_DISTRICTS = 4, 12


def councils(count: int, random: Random) -> list[str]:
    """Return the areas of so many councils, `MOST` at the most; a smaller count gives the first of a larger."""
    names: list[str] = []
    for endings in OF_COUNCILS:
        some = [beginning + ending for beginning in BEGINNINGS for ending in endings]
        random.shuffle(some)
        names += some
    return names[:count]


def districts(random: Random) -> list[str]:
    """Return the districts of a council, in the order of their names."""
    names = [beginning + ending for beginning in BEGINNINGS for ending in OF_DISTRICTS]
    return sorted(random.sample(names, random.randint(FEWEST_DISTRICTS, MOST_DISTRICTS)))
