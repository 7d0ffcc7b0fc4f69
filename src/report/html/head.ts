import { contentPolicy } from './content-policy';
import { html, Markup } from './markup';

/** The head of a page that loads nothing: its own styles, and those scripts alone that the body holds. */
export function head(title: string, styles: readonly string[], scripts: readonly string[] = []): Markup {
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(styles, scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
${styles.map((style) => html`<style>${new Markup(style)}</style>
`)}</head>`;
}
