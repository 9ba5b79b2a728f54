"""Our templates are sent without what only who writes them needs."""

from django.template.loader import get_template

from tests.stylesheets import TEMPLATES


def test_no_line_of_a_template_of_ours_is_indented_or_empty():
    sources = {
        name: get_template(name).template.source
        for path in TEMPLATES.rglob("*.html")
        if (name := path.relative_to(TEMPLATES).as_posix())
    }
    assert len(sources) > 100
    spaced = {name for name, text in sources.items() if "\n " in text or "\n\n" in text}
    assert spaced == set()
