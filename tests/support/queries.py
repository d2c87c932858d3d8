"""Asks the search of a page what readers would type, and looks at what stands first."""

from collections.abc import Mapping, Sequence

from playwright.sync_api import Page

_ASK = """async (queries) => {
  const form = document.querySelector("dialog [data-search]");
  const input = form.querySelector("input");
  const root = new URL("./", new URL(form.dataset.search, document.baseURI)).href;
  const found = {};
  input.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  for (const query of queries) {
    input.value = query;
    input.dispatchEvent(new Event("input"));
    while (form.dataset.searched !== query) await new Promise((done) => setTimeout(done, 10));
    found[query] = [...form.querySelectorAll("li a")].map((link) => link.href.replace(root, ""));
  }
  return found;
}"""


def missed(page: Page, queries: Mapping[str, Sequence[str]]) -> list[str]:
    """The queries without a right page among the first three results, each with what came instead.

    `queries` maps what is typed to paths below the language's root; one without an anchor stands for
    all its parts.
    """
    wrong = []
    for query, found in page.evaluate(_ASK, list(queries)).items():
        first = found[:3]
        right = queries[query]
        if not any(path in right or path.partition("#")[0] in right for path in first):
            wrong.append(f"{query}: {', '.join(first)}")
    return wrong
