namespace Nightshift.Cli.Display.Pages;

/// <summary>How a report looks in a browser: light and dark by the reader's setting, narrow and on paper.</summary>
internal static class HtmlStyle
{
    public const string Sheet = """
        :root { --ink: #1c2330; --soft: #5a6475; --line: #dfe3ea; --back: #f5f6f9; --card: #fff; --a: #3157d5; --b: #b9c3d8; --mark: #fff4d6; --marked: #6b4e00; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6e9f0; --soft: #a0a9ba; --line: #313a4b; --back: #12161f; --card: #1a202c; --a: #7f9cff; --b: #4a566e; --mark: #3a3012; --marked: #ffd97a; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        main { max-width: 68rem; margin: 0 auto; padding: 2.5rem 1.25rem; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; letter-spacing: -.01em; }
        h2 { font-size: 1.15rem; margin: 0 0 .35rem; }
        h1, h2, p, th, td, dd { overflow-wrap: anywhere; }
        p { margin: 0 0 .9rem; max-width: 46rem; color: var(--soft); }
        .sub { margin-top: .35rem; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .8rem; margin: 1.4rem 0; }
        .figures div, section { background: var(--card); border: 1px solid var(--line); border-radius: .7rem; }
        .figures div { padding: .9rem 1.1rem; }
        dt { color: var(--soft); font-size: .85rem; }
        dd { margin: 0; font-size: 1.6rem; font-weight: 650; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
        dd.note { font-size: .82rem; font-weight: 400; color: var(--soft); letter-spacing: 0; line-height: 1.4; }
        .remark { background: var(--mark); color: var(--marked); border-radius: .5rem; padding: .55rem .9rem; margin: 0 0 .6rem; max-width: none; }
        section { padding: 1.2rem 1.25rem .8rem; margin-top: 1rem; }
        .scroll { overflow-x: auto; margin: 0 -.4rem; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th, td { text-align: left; vertical-align: top; padding: .42rem .6rem; border-top: 1px solid var(--line); }
        thead th, thead td { border-top: 0; color: var(--soft); font-size: .8rem; font-weight: 600; vertical-align: bottom; overflow-wrap: normal; }
        tbody th { font-weight: 550; min-width: 8rem; }
        td { min-width: 6rem; }
        td.num { min-width: 0; }
        .num { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        .prose { min-width: 18rem; }
        td.bar { width: 9rem; min-width: 6rem; }
        td.bar svg { display: block; width: 100%; height: 1.25rem; }
        .a { fill: var(--a); background: var(--a); }
        .b { fill: var(--b); background: var(--b); }
        .legend { font-size: .82rem; margin: .2rem 0 .6rem; }
        .key { display: inline-block; width: .75rem; height: .75rem; border-radius: .15rem; margin: 0 .4rem 0 0; vertical-align: -.05rem; }
        .key.b { margin-left: 1.2rem; }
        figure { margin: .4rem 0 1.1rem; }
        svg.days { display: block; width: 100%; height: 10rem; border-bottom: 1px solid var(--line); }
        .peak { font-size: .8rem; color: var(--soft); border-bottom: 1px dashed var(--line); margin-bottom: 1px; }
        figcaption { display: flex; justify-content: space-between; gap: .5rem; font-size: .78rem; color: var(--soft); padding-top: .3rem; }
        footer { color: var(--soft); font-size: .8rem; margin-top: 1.4rem; }
        @media (max-width: 34rem) { main { padding: 1.4rem .7rem; } section { padding: 1rem .8rem .5rem; } .figures { grid-template-columns: 1fr 1fr; } dd { font-size: 1.3rem; } }
        @media print {
          :root { --ink: #000; --soft: #444; --line: #ccc; --back: #fff; --card: #fff; --a: #3157d5; --b: #b9c3d8; --mark: #fff; --marked: #000; }
          html { font-size: 11px; } body { font-size: 1rem; } td, tbody th { min-width: 5rem; } main { max-width: none; padding: 0; } .scroll { overflow: visible; } .figures div, tr, figure { break-inside: avoid; } h2 { break-after: avoid; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }
        """;
}
