// SPDX-License-Identifier: Apache-2.0

/// How the page looks, by day, by night and on paper. All text has a contrast of 4.5 or more (WCAG 2.2, AA).
enum DriftPageStyle {
  static let text = #"""
    :root {
      --page: #f5f4f1; --card: #ffffff; --line: #dedbd4; --text: #1d1c1a; --quiet: #5d5a54; --accent: #0b5cad;
      --error: #a8201a; --error-back: #fdeceb; --warning: #7a4a00; --warning-back: #fdf1d8;
      --info: #1f4f8f; --info-back: #e7effa; --old-back: #fdf3f2; --old-mark: #f8c9c4; --new-back: #eff8f0;
      --new-mark: #b3e2bb;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #121316; --card: #1b1d21; --line: #33363d; --text: #e9e7e3; --quiet: #a5a9b1; --accent: #8cbcff;
        --error: #ff9d95; --error-back: #3b1d1c; --warning: #f0c674; --warning-back: #36290e;
        --info: #9dc5ff; --info-back: #18283f; --old-back: #281b1c; --old-mark: #70302d; --new-back: #17251b;
        --new-mark: #22592f;
      }
    }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    body {
      margin: 0 auto; max-width: 72rem; padding: 2rem 1.5rem 4rem; background: var(--page); color: var(--text);
      font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif;
    }
    code, pre, .rule, h2 { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, "Liberation Mono", monospace; }
    code, pre { font-size: .875rem; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

    .brand { display: flex; align-items: center; gap: .6rem; margin: 0; color: var(--quiet); font-size: .9rem; }
    .brand svg { width: 2rem; fill: none; stroke: currentColor; stroke-width: 1.6; }
    h1 { margin: .4rem 0 1.2rem; font-size: 2rem; line-height: 1.2; letter-spacing: -.02em; text-wrap: balance; }
    .recordings { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; }
    .recording {
      flex: 1 1 16rem; min-width: 0; padding: .75rem 1rem; background: var(--card); border: 1px solid var(--line);
      border-radius: .6rem;
    }
    .recording > * { display: block; overflow-wrap: anywhere; }
    .recording .side { color: var(--quiet); font-size: .75rem; letter-spacing: .06em; text-transform: uppercase; }
    .recording .about, .scope { color: var(--quiet); font-size: .875rem; }
    .arrow { color: var(--quiet); font-size: 1.4rem; }
    .scope { margin: .9rem 0 0; }

    .bar {
      position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: .6rem .75rem;
      margin: 1.2rem -1.5rem 0; padding: .75rem 1.5rem; background: var(--page); border-bottom: 1px solid var(--line);
    }
    button { font: inherit; font-size: .875rem; cursor: pointer; color: inherit; }
    .chips, .folds { display: flex; gap: .4rem; }
    .chip { padding: .25rem .8rem; border: 1px solid currentColor; border-radius: 2rem; }
    .chip.error { color: var(--error); background: var(--error-back); }
    .chip.warning { color: var(--warning); background: var(--warning-back); }
    .chip.info { color: var(--info); background: var(--info-back); }
    .chip[aria-pressed=false] { color: var(--quiet); background: none; border-style: dashed; text-decoration: line-through; }
    #search {
      flex: 1 1 14rem; min-width: 0; padding: .4rem .8rem; font: inherit; font-size: .9rem; color: var(--text);
      background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
    }
    #search::placeholder { color: var(--quiet); opacity: 1; }
    #shown { color: var(--quiet); font-size: .875rem; }
    #shown:empty { display: none; }
    .folds button, .copy {
      padding: .25rem .7rem; background: var(--card); border: 1px solid var(--line); border-radius: .4rem;
    }
    .folds button:hover, .copy:hover { border-color: var(--quiet); }

    summary { cursor: pointer; list-style: none; }
    summary::-webkit-details-marker { display: none; }
    summary::before {
      content: ""; flex: none; width: .45rem; height: .45rem; margin-right: .15rem; border: solid var(--quiet);
      border-width: 0 2px 2px 0; transform: rotate(-45deg); transition: transform .12s;
    }
    details[open] > summary::before { transform: rotate(45deg); }
    .operation { margin-top: 1.5rem; content-visibility: auto; contain-intrinsic-size: auto 20rem; }
    .operation > summary {
      display: flex; flex-wrap: wrap; align-items: center; gap: .4rem .7rem; padding: .2rem .25rem;
      border-radius: .4rem;
    }
    h2 { margin: 0; font-size: 1rem; font-weight: 600; overflow-wrap: anywhere; flex: 1; min-width: 0; }
    .service { color: var(--quiet); font-weight: 400; }
    .counts { display: flex; gap: .35rem; margin-left: auto; }
    .count { padding: 0 .6rem; border-radius: 1rem; font-size: .8rem; }
    .count.error, .finding.error .severity { color: var(--error); background: var(--error-back); }
    .count.warning, .finding.warning .severity { color: var(--warning); background: var(--warning-back); }
    .count.info, .finding.info .severity { color: var(--info); background: var(--info-back); }

    .finding {
      margin-top: .6rem; background: var(--card); border: 1px solid var(--line); border-left-width: 4px;
      border-radius: .6rem; scroll-margin-top: 5rem;
    }
    .finding.error { border-left-color: var(--error); }
    .finding.warning { border-left-color: var(--warning); }
    .finding.info { border-left-color: var(--info); }
    .finding > summary { display: flex; align-items: baseline; gap: .7rem; padding: .65rem 1rem; border-radius: .6rem; }
    .finding > summary::before { position: relative; top: -.15rem; }
    .severity { flex: none; padding: 0 .55rem; border-radius: .3rem; font-size: .8rem; font-weight: 600; }
    .message { flex: 1; min-width: 0; overflow-wrap: anywhere; }
    .message code { font-weight: 600; }
    .rule { flex: none; color: var(--quiet); font-size: .8rem; }
    .body { padding: .1rem 1rem .9rem; }
    .change { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: .75rem; }
    figure { margin: 0; min-width: 0; padding: .5rem .8rem .6rem; border-radius: .5rem; }
    figure.old { background: var(--old-back); }
    figure.new { background: var(--new-back); }
    figure.nothing { border: 1px dashed var(--line); }
    figcaption { display: flex; gap: .6rem; color: var(--quiet); font-size: .8rem; overflow-wrap: anywhere; }
    figcaption b { flex: none; font-weight: 600; }
    figure pre, figure p { margin: .15rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
    figure p { color: var(--quiet); font-style: italic; font-size: .875rem; }
    mark { padding: .05rem .1rem; border-radius: .2rem; color: inherit; }
    .old mark { background: var(--old-mark); }
    .new mark { background: var(--new-mark); }
    .why { margin: .7rem 0 .5rem; font-size: .9rem; }
    .facts { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3rem 1.5rem; font-size: .85rem; color: var(--quiet); }
    .fingerprint { display: flex; flex-wrap: wrap; align-items: baseline; gap: .5rem; margin-left: auto; }
    .fingerprint button { color: var(--text); }
    .copy { padding: 0 .5rem; font-size: .8rem; }

    .empty { padding: 3rem 1rem; color: var(--quiet); text-align: center; }
    .approvals { margin-top: 2rem; font-size: .9rem; }
    .approvals summary { display: flex; align-items: center; gap: .6rem; }
    .approvals h2 { font-family: inherit; }
    .approvals ul { padding-left: 1.2rem; overflow-wrap: anywhere; }
    .approvals li { margin-bottom: .4rem; }
    .approval { display: block; color: var(--quiet); }
    footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .85rem; }

    @media (max-width: 40rem) {
      body { padding: 1.2rem 1rem 3rem; }
      .bar { position: static; margin-inline: -1rem; padding-inline: 1rem; }
      h2 { flex-basis: calc(100% - 2rem); }
      .finding > summary { flex-wrap: wrap; }
      .message { flex-basis: 100%; order: 1; }
      .counts { margin-left: 0; }
      .rule { margin-left: auto; }
      .recordings { flex-direction: column; align-items: stretch; gap: .2rem; }
      .recording { flex: none; }
      .arrow { align-self: center; transform: rotate(90deg); }
      .fingerprint { margin-left: 0; }
    }
    @media print {
      :root { color-scheme: light; }
      body { max-width: none; padding: 0; background: none; font-size: .8rem; }
      .bar, .copy, summary::before { display: none !important; }
      details::details-content { content-visibility: visible; }
      .operation { content-visibility: visible; }
      .finding { break-inside: avoid; }
      figure, mark { print-color-adjust: exact; }
    }
    @media (prefers-reduced-motion: reduce) { summary::before { transition: none; } }
    """#
}
