/// The style sheet of documents: light, plain, made for A4 and for a screen alike. It loads nothing.
enum DocumentStyle {
    static let sheet = """
        :root { color-scheme: light; }
        @page { size: A4; margin: 18mm 15mm;
          @bottom-left { content: "Evidence summary"; font: 8pt Arial, sans-serif; color: #57606a; }
          @bottom-right { content: counter(page) " / " counter(pages); font: 8pt Arial, sans-serif; color: #57606a; } }
        * { box-sizing: border-box; }
        html { background: #ffffff; color: #1b1f24; }
        body { margin: 0 auto; max-width: 190mm; padding: 12mm 6mm; font: 10.5pt/1.5 Charter, Georgia, 'DejaVu Serif', serif; }
        header { border-bottom: 2pt solid #1b1f24; margin-bottom: 6mm; padding-bottom: 3mm; }
        .kind { margin: 0; font: 600 8.5pt/1.4 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif; letter-spacing: .08em;
          text-transform: uppercase; color: #57606a; }
        h1, h2, h3 { font-family: 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif; line-height: 1.25;
          overflow-wrap: anywhere; break-after: avoid; }
        h1 { margin: 1mm 0 0; font-size: 21pt; }
        h2 { margin: 10mm 0 3mm; padding-bottom: 1mm; border-bottom: .6pt solid #1b1f24; font-size: 14pt; }
        h2 .number { color: #57606a; margin-right: 2mm; }
        h3 { margin: 7mm 0 2mm; font-size: 11pt; }
        p { margin: 2mm 0; orphans: 3; widows: 3; }
        code { font: .84em/1.35 ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; overflow-wrap: break-word; }
        dl { display: grid; grid-template-columns: 38mm 1fr; margin: 2mm 0 4mm; font-size: 9.5pt; break-inside: avoid; }
        dt { color: #57606a; padding: .7mm 3mm .7mm 0; border-top: .4pt solid #d0d7de; }
        dd { margin: 0; padding: .7mm 0; border-top: .4pt solid #d0d7de; overflow-wrap: anywhere; }
        ul { margin: 2mm 0; padding-left: 5mm; }
        li { margin: 1.5mm 0; }
        table { width: 100%; margin: 3mm 0 5mm; border-collapse: collapse; font: 8pt/1.4 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif;
          font-variant-numeric: tabular-nums; }
        thead { display: table-header-group; }
        tr { break-inside: avoid; }
        th { padding: 1mm 1.5mm; border-bottom: .8pt solid #1b1f24; text-align: left; vertical-align: bottom; font-weight: 600; }
        td { padding: 1mm 1.5mm; border-bottom: .4pt solid #d0d7de; text-align: left; vertical-align: top; }
        th.number, td.number { text-align: right; white-space: nowrap; }
        th.short, td.short { white-space: nowrap; }
        td.identifier { overflow-wrap: break-word; }
        td code { font-size: .93em; }
        tr.sum { break-before: avoid; }
        tr.sum td { border-bottom: 0; border-top: .6pt solid #6e7781; }
        .note { margin: 3mm 0 4mm; padding: 1mm 0 1mm 4mm; border-left: 2pt solid #8c959f; }
        .byline { margin: 0; font: 8.5pt/1.5 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif; color: #57606a; break-after: avoid; }
        .note pre { margin: 1mm 0 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
        figure { margin: 3mm 0 5mm; break-inside: avoid; }
        figure svg { display: block; width: 100%; height: auto; max-height: 235mm; }
        figcaption { margin-top: 2mm; font: 8pt/1.4 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif; color: #57606a; }
        @media print { body { max-width: none; padding: 0; } }

        """
}
