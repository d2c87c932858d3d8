"""Data for scripts, inside `<script type="application/json">` and its like."""

from markupsafe import Markup


def script_data(text: str) -> Markup:
    """JSON that may stand in a script element as it is: no text in it can end the element.

    Every `<` becomes its escape, since not only `</script` but `<!--<script` too changes how a browser
    reads what follows (HTML Standard, "Restrictions for contents of script elements").
    """
    return Markup(text.replace("<", "\\u003c"))
