// Written by `make themes` from Themes/*.yaml. Do not edit.

/// The texts of the themes that come with Clew, sorted by name.
enum EmbeddedThemes {
    static let texts: [(name: String, text: String)] = [
        (
            "colour-safe",
            ###"""
            # Orange, blue and pink, which stay apart in every common kind of colour blindness (after Okabe and Ito, 2008).
            name: colour-safe
            about: Dark; its colours stay apart for colour-blind eyes.
            palette:
              ground: "#101418"
              raised: "#1a2129"
              bar: "#24313f"
              text: "#dce1e6"
              strong: "#ffffff"
              quiet: "#9ba6b3"
              line: "#66707d"
              blue: "#5cb8f5"
              orange: "#f5a742"
              yellow: "#f3e65a"
              pink: "#f0b7da"
              red: "#ff8a5c"
            selected: { bg: bar }
            roles:
              text: { fg: text, bg: ground }
              muted: { fg: quiet }
              strong: { fg: strong, bold: true }
              rule: { fg: line }
              rule.focus: { fg: blue, bold: true }
              separator: { fg: line }
              cursor: { fg: orange, bold: true }
              cursor.other: { fg: quiet }
              marked: { fg: yellow, bold: true }
              amount: { fg: strong }
              amount.zeros: { fg: quiet }
              amount.fiat: { fg: quiet }
              id: { fg: blue }
              id.differs: { fg: orange, bold: true, underline: true }
              edge: { fg: line }
              edge.path: { fg: orange, bold: true }
              bar: { fg: blue }
              spent: { fg: text }
              unspent: { fg: blue }
              unknown: { fg: yellow }
              tag: { fg: pink }
              tag.service: { fg: pink }
              tag.risk: { fg: red, bold: true }
              inference: { fg: yellow }
              role.suspect: { fg: orange }
              role.victim: { fg: blue }
              role.service: { fg: pink }
              flag: { fg: orange, bold: true }
              note: { fg: blue }
              link: { fg: blue, underline: true }
              ok: { fg: blue }
              changed: { fg: yellow }
              warning: { fg: yellow, bold: true }
              error: { fg: red, bold: true }
              status: { fg: quiet, bg: raised }
              status.policy: { fg: text }
              status.job: { fg: blue }
              prompt: { fg: strong }
              key: { fg: blue, bold: true }
              disabled: { fg: quiet, dim: true }

            """###
        ),
        (
            "dark",
            ###"""
            # Light text on a dark ground. Orange and blue carry the contrasts that red and green cannot for everyone.
            name: dark
            about: Light text on a dark ground.
            palette:
              ground: "#14171c"
              raised: "#1d222a"
              bar: "#2b3442"
              text: "#d3d8df"
              strong: "#f4f6f8"
              quiet: "#98a2b1"
              line: "#5c6675"
              blue: "#7cb7ff"
              sky: "#8fd3e8"
              orange: "#f0a35e"
              gold: "#e6c66a"
              rose: "#ff9db0"
              violet: "#c9a8f5"
              teal: "#6fd1b4"
            selected: { bg: bar }
            roles:
              text: { fg: text, bg: ground }
              muted: { fg: quiet }
              strong: { fg: strong, bold: true }
              rule: { fg: line }
              rule.focus: { fg: blue, bold: true }
              separator: { fg: line }
              cursor: { fg: orange, bold: true }
              cursor.other: { fg: quiet }
              marked: { fg: gold, bold: true }
              amount: { fg: strong }
              amount.zeros: { fg: quiet }
              amount.fiat: { fg: quiet }
              id: { fg: sky }
              id.differs: { fg: orange, bold: true, underline: true }
              edge: { fg: line }
              edge.path: { fg: orange, bold: true }
              bar: { fg: blue }
              spent: { fg: text }
              unspent: { fg: teal }
              unknown: { fg: gold }
              tag: { fg: violet }
              tag.service: { fg: violet }
              tag.risk: { fg: rose, bold: true }
              inference: { fg: gold }
              role.suspect: { fg: orange }
              role.victim: { fg: blue }
              role.service: { fg: violet }
              flag: { fg: orange, bold: true }
              note: { fg: teal }
              link: { fg: blue, underline: true }
              ok: { fg: teal }
              changed: { fg: gold }
              warning: { fg: gold, bold: true }
              error: { fg: rose, bold: true }
              status: { fg: quiet, bg: raised }
              status.policy: { fg: text }
              status.job: { fg: blue }
              prompt: { fg: strong }
              key: { fg: blue, bold: true }
              disabled: { fg: quiet, dim: true }

            """###
        ),
        (
            "dusk",
            ###"""
            # Soft colours on a violet ground, for long evenings.
            name: dusk
            about: Soft colours on a violet ground.
            palette:
              ground: "#232136"
              raised: "#2a273f"
              bar: "#44415a"
              text: "#e6e3f4"
              strong: "#faf8ff"
              quiet: "#b3adcf"
              line: "#7d7799"
              blue: "#9ccfe8"
              sky: "#9cd8dc"
              orange: "#f6c177"
              gold: "#f6c177"
              rose: "#ff9db5"
              violet: "#c4b1ee"
              teal: "#8fd6c4"
            selected: { bg: bar }
            roles:
              text: { fg: text, bg: ground }
              muted: { fg: quiet }
              strong: { fg: strong, bold: true }
              rule: { fg: line }
              rule.focus: { fg: blue, bold: true }
              separator: { fg: line }
              cursor: { fg: orange, bold: true }
              cursor.other: { fg: quiet }
              marked: { fg: gold, bold: true }
              amount: { fg: strong }
              amount.zeros: { fg: quiet }
              amount.fiat: { fg: quiet }
              id: { fg: sky }
              id.differs: { fg: orange, bold: true, underline: true }
              edge: { fg: line }
              edge.path: { fg: orange, bold: true }
              bar: { fg: blue }
              spent: { fg: text }
              unspent: { fg: teal }
              unknown: { fg: gold }
              tag: { fg: violet }
              tag.service: { fg: violet }
              tag.risk: { fg: rose, bold: true }
              inference: { fg: gold }
              role.suspect: { fg: orange }
              role.victim: { fg: blue }
              role.service: { fg: violet }
              flag: { fg: orange, bold: true }
              note: { fg: teal }
              link: { fg: blue, underline: true }
              ok: { fg: teal }
              changed: { fg: gold }
              warning: { fg: gold, bold: true }
              error: { fg: rose, bold: true }
              status: { fg: quiet, bg: raised }
              status.policy: { fg: text }
              status.job: { fg: blue }
              prompt: { fg: strong }
              key: { fg: blue, bold: true }
              disabled: { fg: quiet, dim: true }

            """###
        ),
        (
            "high-contrast",
            ###"""
            # Black, white and four strong colours; every text has a contrast of at least 7 (WCAG AAA).
            name: high-contrast
            about: White and strong colours on black, contrast 7 and more.
            palette:
              ground: "#000000"
              bar: "#002f70"
              white: "#ffffff"
              soft: "#d0d0d0"
              yellow: "#ffe45c"
              cyan: "#6fe9ff"
              orange: "#ffb45c"
              pink: "#ffb3cf"
            selected: { bg: bar, bold: true }
            roles:
              text: { fg: white, bg: ground }
              muted: { fg: soft }
              strong: { fg: white, bold: true }
              rule: { fg: soft }
              rule.focus: { fg: yellow, bold: true }
              separator: { fg: soft }
              cursor: { fg: yellow, bold: true }
              cursor.other: { fg: soft }
              marked: { fg: yellow, bold: true }
              amount: { fg: white }
              amount.zeros: { fg: soft }
              amount.fiat: { fg: soft }
              id: { fg: cyan }
              id.differs: { fg: yellow, bold: true, underline: true }
              edge: { fg: soft }
              edge.path: { fg: yellow, bold: true }
              bar: { fg: cyan }
              unspent: { fg: cyan }
              unknown: { fg: yellow }
              tag: { fg: pink }
              tag.risk: { fg: pink, bold: true, underline: true }
              inference: { fg: yellow }
              role.suspect: { fg: orange, bold: true }
              role.victim: { fg: cyan }
              role.service: { fg: pink }
              flag: { fg: orange, bold: true }
              note: { fg: cyan }
              link: { fg: cyan, underline: true }
              ok: { fg: cyan }
              changed: { fg: yellow }
              warning: { fg: yellow, bold: true }
              error: { fg: pink, bold: true, underline: true }
              status: { fg: white, bold: true }
              prompt: { fg: white, bold: true }
              key: { fg: yellow, bold: true }
              disabled: { fg: soft }

            """###
        ),
        (
            "light",
            ###"""
            # Dark text on paper; made for daylight and for printing a screen.
            name: light
            about: Dark text on a light ground.
            palette:
              ground: "#fbfaf7"
              raised: "#efede7"
              bar: "#dbe4f0"
              text: "#26292e"
              strong: "#0d0f12"
              quiet: "#5b626c"
              line: "#8a919b"
              blue: "#0a4fa3"
              sky: "#0b5a73"
              orange: "#8f3f00"
              gold: "#6b5000"
              rose: "#a1123f"
              violet: "#6a2c9c"
              teal: "#0b5f4b"
            selected: { bg: bar }
            roles:
              text: { fg: text, bg: ground }
              muted: { fg: quiet }
              strong: { fg: strong, bold: true }
              rule: { fg: line }
              rule.focus: { fg: blue, bold: true }
              separator: { fg: line }
              cursor: { fg: orange, bold: true }
              cursor.other: { fg: quiet }
              marked: { fg: gold, bold: true }
              amount: { fg: strong }
              amount.zeros: { fg: quiet }
              amount.fiat: { fg: quiet }
              id: { fg: sky }
              id.differs: { fg: orange, bold: true, underline: true }
              edge: { fg: line }
              edge.path: { fg: orange, bold: true }
              bar: { fg: blue }
              spent: { fg: text }
              unspent: { fg: teal }
              unknown: { fg: gold }
              tag: { fg: violet }
              tag.service: { fg: violet }
              tag.risk: { fg: rose, bold: true }
              inference: { fg: gold }
              role.suspect: { fg: orange }
              role.victim: { fg: blue }
              role.service: { fg: violet }
              flag: { fg: orange, bold: true }
              note: { fg: teal }
              link: { fg: blue, underline: true }
              ok: { fg: teal }
              changed: { fg: gold }
              warning: { fg: gold, bold: true }
              error: { fg: rose, bold: true }
              status: { fg: quiet, bg: raised }
              status.policy: { fg: text }
              status.job: { fg: blue }
              prompt: { fg: strong }
              key: { fg: blue, bold: true }
              disabled: { fg: quiet, dim: true }

            """###
        ),
        (
            "mono",
            ###"""
            # No colour: weight and underline only. What NO_COLOR shows.
            name: mono
            about: No colour at all; weight and underline only.
            roles:
              strong: { bold: true }
              rule.focus: { bold: true }
              cursor: { bold: true }
              marked: { bold: true }
              id.differs: { bold: true, underline: true }
              edge.path: { bold: true }
              tag.risk: { bold: true }
              flag: { bold: true }
              link: { underline: true }
              warning: { bold: true }
              error: { bold: true }
              key: { bold: true }

            """###
        ),
    ]
}
