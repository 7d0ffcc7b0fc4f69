/** JavaScript for a page: the texts in it whose contrast with what is behind them is under 4.5 (WCAG 2.2, 1.4.3). */
export const contrastFailures = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let here = element; here; here = here.parentElement) {
      const colour = getComputedStyle(here).backgroundColor;
      if (rgba(colour)[3] === 255) return colour;
    }
    return 'white';
  };
  const known = new Map();
  const contrast = (front, back) => {
    const [light, dark] = [luminance(rgba(front)), luminance(rgba(back))].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const failures = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() === '' || element.closest('script, style') || !element.checkVisibility()) continue;
    const pair = [getComputedStyle(element).color, behind(element)].join(' on ');
    if (!known.has(pair)) known.set(pair, contrast(...pair.split(' on ')));
    if (known.get(pair) < 4.5) failures.add(element.className + ': ' + pair);
  }
  if (known.size < 5) failures.add('only ' + known.size + ' pairs of colours were seen');
  return [...failures];
})()`;
