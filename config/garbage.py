"""How often Python looks for objects that hold each other and that nobody holds."""

import gc


def look_seldom() -> None:
    """Called once, when the program has started.

    What it consists of, some hundred thousand objects, is looked at no more, and the
    rest when 50,000 have come, not 700: a page makes thousands, which go by themselves.
    It took a tenth of a page's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
