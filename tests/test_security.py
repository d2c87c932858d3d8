"""What hosts are told to tell browsers."""

from pathlib import Path

from atlas.site import http_headers


def directives(policy: str) -> dict[str, list[str]]:
    """The directives of a policy, each with its sources."""
    parts = (part.split() for part in policy.split("; "))
    return {name: sources for name, *sources in parts}


def test_policy_allows_no_inline_code_and_no_other_site() -> None:
    rules = directives(http_headers.policy())
    assert rules["default-src"] == ["'none'"]
    assert rules["frame-ancestors"] == ["'none'"]
    allowed = {source for sources in rules.values() for source in sources}
    assert allowed == {"'none'", "'self'", "data:"}
    assert rules["script-src"] == ["'self'"]
    assert [name for name, sources in rules.items() if "data:" in sources] == ["img-src"]


def test_policy_in_a_page_leaves_out_only_what_browsers_ignore_there() -> None:
    whole, meta = directives(http_headers.policy()), directives(http_headers.policy(meta=True))
    assert set(whole) - set(meta) == {"frame-ancestors"}
    assert all(whole[name] == sources for name, sources in meta.items())


def test_every_form_carries_every_header() -> None:
    for form in (http_headers.headers_file(), http_headers.nginx(), http_headers.caddy()):
        for name, value in http_headers.headers().items():
            assert name in form
            assert value in form


def test_guide_to_hosting_shows_what_the_program_writes(project: Path) -> None:
    for tag in ("es", "en"):
        guide = (project / "docs" / f"hosting.{tag}.md").read_text(encoding="utf-8")
        assert f"```nginx\n{http_headers.nginx()}" in guide
        assert f"```caddy\n{http_headers.caddy()}" in guide
