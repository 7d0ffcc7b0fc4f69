/**
 * Colours of a drawing. Seen apart also by those who see colours differently (B. Wong, "Points of view: Color blindness", Nature Methods 2011), and never
 * alone: the intent, the class and the kind are written beside each.
 */
const COLOURS = {
  light: { paper: '#ffffff', ink: '#16191f', quiet: '#545b64', line: '#c3c9d0', zone: '#f3f6f9', control: '#b3261e', stranger: '#8a2f7d', write: '#a35200', read: '#0062a3', call: '#5a636d', restricted: '#b3261e', confidential: '#a35200', internal: '#0062a3', public: '#00735c' },
  dark: { paper: '#15191e', ink: '#e7e9ec', quiet: '#a7b0ba', line: '#46505b', zone: '#1b2128', control: '#ff8f86', stranger: '#e59bd8', write: '#f0a860', read: '#7db8f0', call: '#a7b0ba', restricted: '#ff8f86', confidential: '#f0a860', internal: '#7db8f0', public: '#5fd0b5' },
};

const variables = (scheme: keyof typeof COLOURS) => Object.entries(COLOURS[scheme]).map(([name, colour]) => `--g-${name}:${colour}`).join(';');
const TONES = ['control', 'stranger', 'write', 'read', 'call'];
const CLASSES = ['restricted', 'confidential', 'internal', 'public'];

/** The style sheet of a drawing, in a page or in a picture of its own. */
export const GRAPH_STYLE = [
  `:root{${variables('light')}}`,
  `@media(prefers-color-scheme:dark){:root{${variables('dark')}}}`,
  `@media print{:root{${variables('light')}}}`,
  '.graph text{font-family:Helvetica,Arial,"Liberation Sans",sans-serif;fill:var(--g-ink);text-anchor:middle}',
  '.graph .nl{font-size:12px;font-weight:600}.graph .nt{font-size:10px;fill:var(--g-quiet)}.graph .zl{font-size:11px;fill:var(--g-quiet)}',
  '.graph .el{font-size:10px;paint-order:stroke;stroke:var(--g-paper);stroke-width:5px;stroke-linejoin:round}',
  '.graph .page{fill:var(--g-paper)}.graph .z rect{fill:var(--g-zone);stroke:var(--g-line);stroke-dasharray:6 3}',
  '.graph .n rect{fill:var(--g-paper);stroke:var(--g-quiet)}.graph .n.outside rect{stroke:var(--g-stranger);stroke-width:2}.graph .n .band{stroke:none}',
  '.graph .e path{fill:none;stroke-width:1.4}.graph .e.control path{stroke-width:2.2}.graph .e .head{stroke:none}.graph .e.possible path{stroke-dasharray:5 4}',
  ...TONES.map((tone) => `.graph .${tone} path{stroke:var(--g-${tone})}.graph .${tone} .head{fill:var(--g-${tone})}.graph .${tone} .el{fill:var(--g-${tone})}`),
  ...CLASSES.map((name) => `.graph .c-${name} .band{fill:var(--g-${name})}`),
].join('\n');
