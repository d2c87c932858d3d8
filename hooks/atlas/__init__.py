"""The UNTOC Atlas: from YAML records to pages, documents and public formats. Knows no site engine.

The path of data: `reading` turns YAML text into plain values with positions, `model` into typed
records, `catalogue` into one cross-referenced whole; `checks` collect every problem; `views` say what
a page shows in one language, `templates` turn that into HTML, and `pages` lists the pages of a site.
"""
