/**
 * What runs in the browser for the trust graph: to move and zoom, to filter, and to ask a node for its blast radius and an edge for its reasons. Plain
 * JavaScript as it stands in the page; a test checks its types. The picture and the table of its edges are read without it.
 */
export const GRAPH_SCRIPT = `'use strict';
{
  /** @typedef {{ label: string, type: string, kind: string, class?: string, zone?: string, stack?: string, reach: string[], taken: string[] }} GraphNode */
  /** @typedef {{ from: string, to: string, tone: string, what: string }} GraphEdge */
  /** @typedef {{ x: number, y: number, width: number, height: number }} View */

  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form.graph-filter'));
  const svg = /** @type {SVGSVGElement | null} */ (document.querySelector('.graph-frame > svg'));
  if (form && svg) {
    const about = /** @type {HTMLElement} */ (document.querySelector('.graph-about'));
    const shown = /** @type {HTMLElement} */ (form.querySelector('.graph-shown'));
    /** @type {{ nodes: Record<string, GraphNode>, edges: Record<string, GraphEdge> }} */
    const { nodes, edges } = JSON.parse(/** @type {HTMLElement} */ (document.getElementById('graph-data')).textContent ?? '');
    /** @param {string} kind @returns {Map<string, SVGElement>} */
    const drawn = (kind) => new Map(Array.from(svg.querySelectorAll('[data-' + kind + ']'), (element) => {
      const one = /** @type {SVGElement} */ (element);
      return [one.dataset[kind] ?? '', one];
    }));
    const [nodeElements, edgeElements] = [drawn('node'), drawn('edge')];

    // ---- move and zoom
    const { x: left, y: top, width: wide, height: high } = svg.viewBox.baseVal;
    /** @type {View} */
    const whole = { x: left, y: top, width: wide, height: high };
    let view = whole;
    /** @param {View} next */
    const look = (next) => {
      view = next;
      svg.setAttribute('viewBox', [view.x, view.y, view.width, view.height].join(' '));
    };
    /** @param {number} factor @param {{ x: number, y: number }} [at] what stays where it is */
    const zoom = (factor, at = { x: view.x + view.width / 2, y: view.y + view.height / 2 }) => {
      const width = Math.min(whole.width * 2, Math.max(whole.width / 20, view.width * factor));
      const by = width / view.width;
      look({ x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by, width, height: view.height * by });
    };
    /** @param {number} right @param {number} down in parts of what is seen */
    const move = (right, down) => look({ ...view, x: view.x + right * view.width, y: view.y + down * view.height });
    /** @param {MouseEvent} event */
    const placeOf = (event) => {
      const matrix = svg.getScreenCTM();
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix ? matrix.inverse() : undefined);
      return { x, y };
    };
    /** @type {Record<string, () => void>} */
    const KEYS = {
      ArrowLeft: () => move(-0.1, 0), ArrowRight: () => move(0.1, 0), ArrowUp: () => move(0, -0.1), ArrowDown: () => move(0, 0.1),
      '+': () => zoom(0.8), '=': () => zoom(0.8), '-': () => zoom(1.25), '0': () => look(whole), 'Escape': () => clear(),
    };
    svg.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act = KEYS[event.key];
      const node = event.target instanceof Element ? event.target.closest('[data-node]') : null;
      if (act) act();
      else if (node instanceof SVGElement && (event.key === 'Enter' || event.key === ' ')) chooseNode(node.dataset.node ?? '');
      else return;
      event.preventDefault();
    });
    svg.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.15 : 0.87, placeOf(event));
    }, { passive: false });
    /** @type {{ x: number, y: number } | undefined} */
    let held;
    let moved = false;
    svg.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      held = placeOf(event);
      moved = false;
    });
    addEventListener('pointermove', (event) => {
      if (!held) return;
      const here = placeOf(event);
      if (!moved && Math.hypot(here.x - held.x, here.y - held.y) < view.width / 200) return;
      moved = true;
      svg.classList.add('moving');
      look({ ...view, x: view.x + held.x - here.x, y: view.y + held.y - here.y });
    });
    addEventListener('pointerup', () => {
      held = undefined;
      svg.classList.remove('moving');
    });
    form.addEventListener('click', (event) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null;
      const how = button?.dataset.zoom;
      if (how === 'fit') look(whole);
      else if (how) zoom(how === 'in' ? 0.8 : 1.25);
    });

    // ---- filter
    const filter = () => {
      const wanted = new FormData(form);
      const [zone, ofClass, kind] = ['zone', 'class', 'kind'].map((name) => String(wanted.get(name)));
      const all = zone === '' && ofClass === '' && kind === '';
      const chosen = new Set(Object.keys(nodes).filter((id) => {
        const node = nodes[id];
        return (zone === '' || node.zone === zone) && (ofClass === '' || node.class === ofClass) && (kind === '' || node.kind === kind);
      }));
      const around = new Set(chosen);
      let edgesShown = 0;
      for (const [id, { from, to }] of Object.entries(edges)) {
        const show = all || chosen.has(from) || chosen.has(to);
        edgeElements.get(id)?.classList.toggle('off', !show);
        if (!show) continue;
        around.add(from).add(to);
        edgesShown++;
      }
      for (const [id, element] of nodeElements) element.classList.toggle('off', !all && !around.has(id));
      const count = Object.keys(nodes).length;
      shown.textContent = all ? 'Showing all ' + count + ' nodes and ' + edgesShown + ' edges.'
        : 'Showing ' + chosen.size + ' of ' + count + ' nodes, with what they lead to and what leads to them: ' + edgesShown + ' edges.';
    };

    // ---- choose
    /** @param {string} tag @param {string} text @param {Node[]} parts */
    const element = (tag, text, ...parts) => {
      const made = document.createElement(tag);
      made.append(text, ...parts);
      return made;
    };
    /** @param {string} text @param {() => void} act */
    const link = (text, act) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = text;
      button.addEventListener('click', act);
      return element('li', '', button);
    };
    /** @param {string} title @param {HTMLElement[]} entries @returns {HTMLElement[]} */
    const list = (title, entries) => (entries.length === 0 ? [] : [element('h4', title), element('ul', '', ...entries)]);
    const clear = () => {
      svg.classList.remove('picked');
      for (const one of svg.querySelectorAll('.lit, .chosen')) one.classList.remove('lit', 'chosen');
      about.hidden = true;
    };
    /** @param {HTMLElement[]} content */
    const tell = (...content) => {
      about.replaceChildren(...content, element('p', '', link('Close', () => {
        clear();
        svg.focus();
      }).firstChild ?? document.createTextNode('')));
      about.hidden = false;
    };
    /** @param {string} id */
    const chooseNode = (id) => {
      const node = nodes[id];
      if (!node) return;
      clear();
      const lit = new Set([id, ...node.reach]);
      svg.classList.add('picked');
      nodeElements.get(id)?.classList.add('chosen');
      for (const one of node.reach) nodeElements.get(one)?.classList.add('lit');
      for (const [one, { from, to }] of Object.entries(edges)) if (lit.has(from) && lit.has(to)) edgeElements.get(one)?.classList.add('lit');
      const nodeLink = (/** @type {string} */ one) => link(nodes[one].label + ', ' + nodes[one].type + (nodes[one].class ? ', ' + nodes[one].class : ''), () => chooseNode(one));
      const edgeLinks = (/** @type {'from' | 'to'} */ end) => Object.entries(edges).filter(([, edge]) => edge[end] === id)
        .map(([one, edge]) => link((end === 'from' ? 'to ' + nodes[edge.to].label : 'from ' + nodes[edge.from].label) + ': ' + edge.what, () => chooseEdge(one)));
      tell(
        element('h3', node.label),
        element('p', [node.type, node.class && 'data class ' + node.class, node.zone && 'zone ' + node.zone, node.stack && 'stack ' + node.stack].filter(Boolean).join(', ')),
        ...list('It takes control of', node.taken.map(nodeLink)),
        ...list('Blast radius: ' + node.reach.length + (node.reach.length === 1 ? ' node is reached' : ' nodes are reached'), node.reach.map(nodeLink)),
        ...list('What it does', edgeLinks('from')),
        ...list('What is done to it', edgeLinks('to')),
      );
    };
    /** @param {string} id */
    const chooseEdge = (id) => {
      const edge = edges[id];
      if (!edge) return;
      clear();
      svg.classList.add('picked');
      edgeElements.get(id)?.classList.add('lit');
      for (const end of [edge.from, edge.to]) nodeElements.get(end)?.classList.add('lit');
      const why = document.querySelector('#graph-' + id + ' .graph-why');
      tell(
        element('h3', nodes[edge.from].label + ' → ' + nodes[edge.to].label),
        element('p', edge.tone === 'control' ? 'takes control' : edge.what),
        ...why ? [element('h4', 'Why'), /** @type {HTMLElement} */ (why.cloneNode(true))] : [],
        ...list('Ends', [edge.from, edge.to].map((one) => link(nodes[one].label, () => chooseNode(one)))),
      );
    };
    svg.addEventListener('click', (event) => {
      if (moved || !(event.target instanceof Element)) return;
      const [node, edge] = ['[data-node]', '[data-edge]'].map((selector) => /** @type {SVGElement | null} */ (/** @type {Element} */ (event.target).closest(selector)));
      if (node) chooseNode(node.dataset.node ?? '');
      else if (edge) chooseEdge(edge.dataset.edge ?? '');
      else clear();
    });

    form.addEventListener('input', filter);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('reset', () => setTimeout(() => {
      filter();
      clear();
      look(whole);
    }));
    form.hidden = false;
    filter();
  }
}
`;
