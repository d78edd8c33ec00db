/// The style of the pages for people, light and dark, from 360 pixels of width on.
let pageStyle: HTML = """
    :root { color-scheme: light dark; --ink: #1c2024; --soft: #60646c; --rule: #d9d9e0; --paper: #fff; --panel: #f6f6f8; --mark: #fff3bf;
      --accent: #0b68cb; --sure: #18794e; --doubtful: #ad5700; --unsure: #d1242f; --table: #8e4ec6; --order: #cf3897; }
    @media (prefers-color-scheme: dark) { :root { --ink: #edeef0; --soft: #a6abb3; --rule: #3a3d43; --paper: #16181b; --panel: #1e2125;
      --mark: #5c4a00; --accent: #70b8ff; } }
    * { box-sizing: border-box; }
    html { scroll-behavior: smooth; }
    body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
      font: 15px/1.45 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
    header { padding: .75rem 1rem; border-bottom: 1px solid var(--rule); background: var(--panel); }
    h1 { font-size: 1.1rem; margin: 0; } h2 { font-size: .95rem; margin: 1rem 0 .4rem; }
    p { margin: .25rem 0; } a { color: inherit; }
    .note { color: var(--soft); font-size: .85rem; }
    .sure { --certainty: var(--sure); } .doubtful { --certainty: var(--doubtful); } .unsure { --certainty: var(--unsure); }
    .chip { display: inline-block; min-width: 3.4em; padding: 0 .45em; border-radius: 4px; text-align: center; white-space: nowrap;
      font-size: .82rem; font-variant-numeric: tabular-nums; color: #fff; background: var(--certainty); }
    .page { margin: 0 0 1rem; }
    .page svg { display: block; width: 100%; height: auto; border: 1px solid var(--rule); background: #fff; }
    .page figcaption { color: var(--soft); font-size: .85rem; margin: .25rem 0; }
    .page polygon, .page polyline { fill: none; stroke: var(--certainty, var(--accent)); stroke-width: 1.5px; vector-effect: non-scaling-stroke; }
    .page .filled polygon { fill: var(--certainty); fill-opacity: .12; }
    .page text { font-size: 7px; font-family: inherit; fill: var(--certainty, var(--accent)); paint-order: stroke; stroke: #fff;
      stroke-width: 2px; pointer-events: none; }
    .problems { border-left: 3px solid var(--unsure); padding: .1rem .75rem; margin: .5rem 0; }
    """

/// A whole page for people: everything that it shows is in it, and its policy forbids the rest, scripts included.
func document(title: String, style: HTML, body: HTML) -> String {
    let html: HTML = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <title>\(title)</title>
        <style>
        \(pageStyle)
        \(style)
        </style></head>
        <body>
        \(body)
        </body></html>

        """
    return html.markup
}
