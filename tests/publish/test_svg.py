"""A smaller SVG is the same picture: cases read by a person, and pixels compared by a browser."""

import io

import pytest
from test_browser import pytestmark as needs_browser

from analysis.publish.assets import plotly_js
from analysis.publish.svg import smaller

ROOT = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9' viewBox='0 0 9 9' font-family='Serif'>{}</svg>"
CASES = {
    "what an element has anyway goes": (
        '<path class="a" d="M0,1H2" style="fill: rgb(255, 0, 16); fill-opacity: 1; opacity: 1; stroke-width: 0px"/>',
        "<path d='M0,1H2' fill='#ff0010'/>",
    ),
    "a tenth of a pixel is kept": ('<path d="M0.125,10.06H-2.5"/>', "<path d='M0.1,10.1H-2.5'/>"),
    "what draws nothing goes": (
        '<g/><path/><path d="M0,0"/><rect width="1" style="fill-opacity: 0"/><defs/><path d="M1,1"/>',
        "<path d='M1,1'/>",
    ),
    "an outline without filling stays": (
        '<rect width="1" style="fill-opacity: 0; stroke: rgb(0, 0, 0)"/>',
        "<rect width='1' fill-opacity='0' stroke='#000000'/>",
    ),
    "what all children say is said once": (
        '<g class="a"><path d="M1,1" fill="#AAA" stroke="#BBB"/><path d="M2,2" fill="#AAA" stroke="#CCC"/></g>',
        "<g fill='#aaa'><path d='M1,1' stroke='#bbb'/><path d='M2,2' stroke='#ccc'/></g>",
    ),
    "groups that say the same are one": (
        '<g clip-path="url(#x)"><path d="M1,1"/></g><g clip-path="url(#x)"><path d="M2,2"/></g>',
        "<g clip-path='url(#i0)'><path d='M1,1'/><path d='M2,2'/></g>",
    ),
    "half transparent ones stay apart": (
        '<g opacity="0.5"><path d="M1,1"/></g><g opacity="0.5"><path d="M2,2"/></g>',
        "<g opacity='0.5'><path d='M1,1'/></g><g opacity='0.5'><path d='M2,2'/></g>",
    ),
    "only what is referred to keeps a name": (
        '<defs><clipPath id="x"><rect width="2"/></clipPath><clipPath id="y"><rect width="3"/></clipPath></defs>'
        '<g clip-path="url(#x)" id="z"><path d="M1,1"/></g>',
        "<defs><clipPath id='i0'><rect width='2'/></clipPath></defs><g clip-path='url(#i0)'><path d='M1,1'/></g>",
    ),
    "shifts become places": (
        '<g transform="translate(10,20)"><text x="1" y="2" transform="translate(0.5,0)">a</text></g>',
        "<text x='11.5' y='22'>a</text>",
    ),
    "a shift is kept where something turns or is cut": (
        '<g transform="translate(1,2)"><text transform="rotate(30,1,1)">a</text></g>'
        '<g transform="translate(1,2)" clip-path="url(#x)"><text x="1">a</text></g>',
        "<g transform='translate(1,2)'><text transform='rotate(30,1,1)'>a</text></g>"
        "<g transform='translate(1,2)' clip-path='url(#i0)'><text x='1'>a</text></g>",
    ),
    "a text of two lines": (
        '<text x="4" y="5" style="fill: rgb(0, 0, 0)"><tspan x="4" y="5" dy="0em"><tspan style="fill: #FFF">72</tspan>'
        '</tspan><tspan x="4" y="5" dy="1.3em"><tspan style="fill: #FFF">37</tspan></tspan></text>',
        "<text x='4' y='5' fill='#fff'>72<tspan x='4' y='5' dy='1.3em'>37</tspan></text>",
    ),
    "a text of two weights": (
        '<text x="4" y="5">a <tspan style="font-weight: bold">b</tspan> c</text>',
        "<text x='4' y='5'>a <tspan font-weight='bold'>b</tspan> c</text>",
    ),
    "words stay words": (
        '<text x="1">&lt;/noscript&gt; &amp;lt; "it\'s"</text>',
        "<text x='1'>&lt;/noscript&gt; &amp;lt; &quot;it&#39;s&quot;</text>",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_smaller(case):
    long, short = CASES[case]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" class="a" width="9" height="9">{long}</svg>'
    assert smaller(svg, "Serif") == ROOT.format(short)
    assert smaller(smaller(svg, "Serif"), "Serif") == smaller(svg, "Serif"), "there is nothing left to do"


FIGURES = {
    "bars": {"data": [{"type": "bar", "x": [3, 1], "y": ["a", "b"], "orientation": "h", "text": ["3 %", "1"],
                       "marker": {"pattern": {"shape": ["", "/"]}}}],
             "layout": {"annotations": [{"text": "<b>x</b> y", "x": 2, "y": "b", "textangle": -30}]}},
    "lines": {"data": [{"type": "scatter", "x": [1, 2, 3], "y": [2, None, 5]},
                       {"type": "scatter", "x": [1, 2, 3], "y": [3, 1, 9], "name": "z", "line": {"dash": "dot"}}],
              "layout": {"showlegend": True, "xaxis": {"range": [1.5, 3]}, "shapes": [
                  {"type": "rect", "x0": 1, "x1": 2, "y0": 0, "y1": 4, "fillcolor": "#28A197", "opacity": 0.5}]}},
}  # fmt: skip


@needs_browser[0]
@needs_browser[1]
@pytest.mark.parametrize("name", FIGURES)
def test_the_smaller_picture_looks_the_same(chromium, name):
    from PIL import Image, ImageChops

    page = chromium.new_page(viewport={"width": 640, "height": 400})
    page.set_content(f"<body style='margin:0'><script>{plotly_js()}</script>")
    figure = {**FIGURES[name], "config": {"staticPlot": True}}
    wanted = {"format": "svg", "width": 640, "height": 400, "imageDataOnly": True}
    svg = page.evaluate("([figure, wanted]) => Plotly.toImage(figure, wanted)", [figure, wanted])
    small = smaller(svg, "sans-serif")
    assert len(small) < len(svg) / 3
    shots = []
    for text in (svg.replace('"Open Sans", verdana, arial, ', ""), small):
        page.set_content(f"<body style='margin:0;font-family:sans-serif'>{text}")
        page.add_style_tag(content="text { font-family: sans-serif !important }")
        shots.append(Image.open(io.BytesIO(page.screenshot())).convert("L"))
    page.close()
    # A tenth of a pixel moves the edge of a letter a little; anything that is missing or elsewhere is dark on white.
    different = ImageChops.difference(*shots).point(lambda value: 255 * (value > 96))
    assert sum(different.histogram()[1:]) < 40
    assert shots[0].histogram()[255] < 640 * 400 * 0.99, "something is drawn"
