/**
 * What runs in the browser: the filters, and opening what a link points into. The page reads and prints without it.
 *
 * It is plain JavaScript, as it stands in the page: no step builds it, and what is hashed for the page's policy is what is here. A
 * test checks its types.
 */
export const SCRIPT = `'use strict';
{
  /** @typedef {{ row: HTMLElement, verdict?: string, stack?: string, text: string }} Row */
  /** @typedef {{ details: HTMLDetailsElement, id: string, severity?: string, rows: Row[] }} Rule */

  const form = /** @type {HTMLFormElement} */ (document.querySelector('form[role=search]'));
  const shown = /** @type {HTMLElement} */ (form.querySelector('[role=status]'));
  const toggle = /** @type {HTMLButtonElement} */ (form.querySelector('button[type=button]'));
  const data = /** @type {HTMLElement} */ (document.getElementById('report-data'));
  /** @type {Record<string, string[]>} the rules of each framework */
  const frameworks = JSON.parse(data.textContent ?? '').frameworks;

  /** @param {ParentNode} root @param {string} selector @returns {HTMLElement[]} */
  const all = (root, selector) => Array.from(root.querySelectorAll(selector));
  /** @param {Element} element */
  const textOf = (element) => (element.textContent ?? '').toLowerCase();
  /** @param {Element} element */
  const detailsAround = (element) => /** @type {HTMLDetailsElement | null} */ (element.closest('details'));

  /** @type {Rule[] | undefined} */
  let index;
  const rules = () => index ??= all(document, 'details[data-rule]').map((element) => {
    const details = /** @type {HTMLDetailsElement} */ (element);
    const { rule: id = '', severity } = details.dataset;
    const about = textOf(/** @type {Element} */ (details.firstElementChild));
    return { details, id, severity, rows: all(details, 'tbody tr').map((row) => ({
      row, verdict: row.dataset.verdict, stack: row.dataset.stack, text: about + ' ' + textOf(row),
    })) };
  });

  const filter = () => {
    const wanted = new FormData(form);
    const [framework, severity, stack, verdict, text] = ['framework', 'severity', 'stack', 'verdict', 'text'].map((name) => String(wanted.get(name)));
    const words = text.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    const ofFramework = framework === '' ? undefined : new Set(frameworks[framework]);
    let rowsShown = 0;
    let rowsAll = 0;
    let rulesShown = 0;
    for (const { details, id, severity: its, rows } of rules()) {
      const inRule = (severity === '' || its === severity) && (!ofFramework || ofFramework.has(id));
      let some = 0;
      for (const row of rows) {
        const show = inRule && (stack === '' || row.stack === stack) && (verdict === '' || row.verdict === verdict || (verdict === 'open' && row.row.dataset.open === ''))
          && words.every((word) => row.text.includes(word));
        if (row.row.hidden === show) row.row.hidden = !show;
        if (show) some++;
      }
      details.hidden = some === 0;
      rowsShown += some;
      rowsAll += rows.length;
      if (some > 0) rulesShown++;
    }
    for (const section of all(document, '[data-framework]')) section.hidden = framework !== '' && section.dataset.framework !== framework;
    const number = (/** @type {number} */ count) => count.toLocaleString('en');
    shown.textContent = rowsShown === rowsAll
      ? 'Showing all ' + number(rowsAll) + ' verdicts.'
      : 'Showing ' + number(rowsShown) + ' of ' + number(rowsAll) + ' verdicts, under ' + number(rulesShown) + ' of ' + number(rules().length) + ' rules.';
  };

  /** Opens what an address points into, past the filters. */
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    const details = target && detailsAround(target);
    if (!target || !details) return;
    if (details.hidden) {
      form.reset();
      filter();
    }
    details.open = true;
    /** @type {HTMLElement} */ (details.firstElementChild).focus({ preventScroll: true });
    details.scrollIntoView({ block: 'start' });
  };

  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  const everyDetails = () => /** @type {HTMLDetailsElement[]} */ (all(document, 'details'));

  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(filter));
  toggle.addEventListener('click', () => {
    const open = toggle.getAttribute('aria-pressed') !== 'true';
    toggle.setAttribute('aria-pressed', String(open));
    for (const { details } of rules()) details.open = open && !details.hidden;
  });
  addEventListener('hashchange', reveal);
  // a link that is followed twice changes no address
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('a') : null;
    if (link && link.hash !== '' && link.hash === location.hash) reveal();
  });
  addEventListener('beforeprint', () => {
    opened = everyDetails().filter(({ open }) => !open);
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
  });
  form.hidden = false;
  filter();
  reveal();
}
`;
