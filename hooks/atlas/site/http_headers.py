"""What a host must tell browsers so that pages can do no harm, in the forms hosts read."""

from collections.abc import Mapping

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""Everything from the site itself and nothing else."""

FROM_A_FOLDER = {
    "default-src": "'none'",
    "script-src": "'self' file:",
    "style-src": "'self' file:",
    "img-src": "'self' file: data:",
    "font-src": "'self' file:",
    "base-uri": "'none'",
    "form-action": "'self' file:",
}
"""For pages read from a folder, where browsers take `'self'` for nothing: files, and nothing inline.

Nothing is fetched there, so that no word of a reader goes anywhere. Where somebody puts the folder on a
server, `'self'` is that server.
"""

NOT_IN_META = frozenset({"frame-ancestors"})
"""Directives browsers accept in a header only."""

UNUSED_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)

DAY = 86_400


def policy(rules: Mapping[str, str] = POLICY, *, meta: bool = False) -> str:
    """A Content-Security-Policy as one line; with `meta`, the part a `<meta>` element may carry."""
    return "; ".join(
        f"{directive} {sources}"
        for directive, sources in rules.items()
        if not (meta and directive in NOT_IN_META)
    )


def headers(rules: Mapping[str, str] = POLICY) -> dict[str, str]:
    """Name of each header → its value, for every address of the site."""
    return {
        "Content-Security-Policy": policy(rules),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Strict-Transport-Security": f"max-age={365 * DAY}",
    }


def headers_file(sent: Mapping[str, str] | None = None) -> str:
    """The `_headers` file that Netlify, Cloudflare Pages and others read; the site's, or of others."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in (sent or headers()).items())]
    return "\n".join(lines) + "\n"


def nginx() -> str:
    """Lines for the `server` block of nginx."""
    lines = [f'add_header {name} "{value}" always;' for name, value in headers().items()]
    return "\n".join(lines) + "\n"


def caddy() -> str:
    """The `header` block of a Caddyfile."""
    lines = [f'    {name} "{value}"' for name, value in headers().items()]
    return "\n".join(["header {", *lines, "}"]) + "\n"
