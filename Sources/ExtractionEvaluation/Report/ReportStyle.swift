/// The report's style sheet: light and dark, readable from 400 pixels of width on, nothing from the network.
let reportStyle = """
    :root { color-scheme: light dark; --ink: #1c2024; --soft: #60646c; --line: #d9d9e0; --paper: #fff; --panel: #f6f6f8;
      --bad: #b3261e; --badsoft: #fbe3e1; --good: #18794e; --goodsoft: #ddf3e4;
      --s0: #0b68cb; --s1: #c2410c; --s2: #18794e; --s3: #8e4ec6; --s4: #ad5700; --s5: #cf3897; }
    @media (prefers-color-scheme: dark) { :root { --ink: #edeef0; --soft: #a6abb3; --line: #3a3d43; --paper: #16181b; --panel: #1e2125;
      --bad: #ff9592; --badsoft: #4a1d1e; --good: #71d083; --goodsoft: #173a28;
      --s0: #70b8ff; --s1: #ffa057; --s2: #71d083; --s3: #d19dff; --s4: #ffca16; --s5: #ff8dcc; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1.25rem; max-width: 84rem; background: var(--paper); color: var(--ink);
      font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
    h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; }
    h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
    h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
    p { margin: .5rem 0; max-width: 48rem; }
    .note, figcaption { color: var(--soft); font-size: .875rem; }
    .scroll { overflow-x: auto; margin: .75rem 0; border: 1px solid var(--line); border-radius: 6px; }
    table { border-collapse: collapse; width: 100%; font-size: .875rem; font-variant-numeric: tabular-nums; }
    th, td { text-align: left; padding: .35rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: normal; }
    tbody tr:last-child > * { border-bottom: 0; }
    thead th { background: var(--panel); font-weight: 600; }
    tbody th { font-weight: 500; min-width: 7rem; }
    .scroll tr > th:first-child { position: sticky; left: 0; background: var(--paper); }
    .scroll thead th:first-child { background: var(--panel); }
    .n { text-align: right; white-space: nowrap; } thead .n { white-space: normal; }
    nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; margin: .75rem 0; }
    a { color: var(--s0); }
    .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; }
    figure { margin: 0 0 .75rem; padding: .75rem; border: 1px solid var(--line); border-radius: 6px; }
    svg { display: block; width: 100%; height: auto; }
    svg text { fill: var(--soft); font-size: 12px; font-family: inherit; }
    svg .label { fill: var(--ink); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
    svg .title { fill: var(--ink); font-weight: 600; }
    @media (max-width: 600px) { svg text { font-size: 15px; } th, td { padding: .35rem .5rem; } }
    .legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; padding: 0; margin: .25rem 0; list-style: none; font-size: .875rem; }
    .legend svg { display: inline-block; width: .75em; height: .75em; margin-right: .4em; }
    svg .grid { stroke: var(--line); } svg .diagonal { stroke: var(--soft); stroke-dasharray: 4 4; }
    svg .bar { stroke-width: 2; }
    .mark.s0 { fill: var(--s0); } .mark.s1 { fill: var(--s1); } .mark.s2 { fill: var(--s2); }
    .mark.s3 { fill: var(--s3); } .mark.s4 { fill: var(--s4); } .mark.s5 { fill: var(--s5); }
    .bar.s0 { stroke: var(--s0); } .bar.s1 { stroke: var(--s1); } .bar.s2 { stroke: var(--s2); }
    .bar.s3 { stroke: var(--s3); } .bar.s4 { stroke: var(--s4); } .bar.s5 { stroke: var(--s5); }
    details { border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem; margin: .6rem 0; }
    summary { cursor: pointer; font-weight: 600; }
    summary .note { font-weight: 400; }
    .case p:first-child { margin-top: 0; }
    .case { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; margin-top: .75rem; }
    @media (min-width: 800px) { .case { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); } }
    figure tbody th { width: 30%; }
    .page { border: 1px solid var(--line); background: #fff; }
    .page rect { fill: none; stroke: #d1242f; stroke-width: 2; }
    .crop { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); background: #fff; margin: .4rem 0; }
    .diff { line-height: 1.7; font-size: .9rem; max-height: 24rem; overflow-y: auto; }
    del { background: var(--badsoft); color: var(--bad); } ins { background: var(--goodsoft); color: var(--good); text-decoration: none; }
    .gap { color: var(--soft); }
    dt { font-weight: 600; margin-top: .75rem; } dd { margin: 0; max-width: 52rem; } dd .note { display: block; }
    .verdict { padding: .6rem .8rem; border-radius: 6px; background: var(--goodsoft); color: var(--good); white-space: pre-wrap; }
    .verdict.bad { background: var(--badsoft); color: var(--bad); }
    code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .85em; }
    @media print { details { break-inside: avoid; } }
    """
