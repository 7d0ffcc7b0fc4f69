import { BETWEEN, Grant } from './statements';
import { matches } from '../../model';

/** Whether everything that one grant is about, another one is about too. Not sure is no. */
export function covers(wide: Grant, narrow: Grant): boolean {
  return wide.effect === narrow.effect && principalCovers(wide, narrow) && patternCovers(wide.action, narrow.action)
    && patternCovers(wide.resource.label, narrow.resource.label) && wide.conditions.every((condition) => narrow.conditions.includes(condition));
}

function principalCovers({ principal: wide }: Grant, { principal: narrow }: Grant): boolean {
  return wide?.label === narrow?.label || (wide?.label === 'AWS *' && narrow !== undefined && narrow.type === 'AWS');
}

/** Both may have wildcards, and both may be everything but a list. */
export function patternCovers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*') return true;
  if (wide.startsWith('!')) {
    const left = wide.slice(1).split(BETWEEN);
    if (narrow.startsWith('!')) return left.every((one) => narrow.slice(1).split(BETWEEN).some((other) => patternCovers(other, one)));
    return !/[*?]/.test(narrow) && !left.some((one) => matches(one, narrow));
  }
  // a * of the narrow one may stand for more characters than a ? of the wide one does
  return !narrow.startsWith('!') && !(wide.includes('?') && narrow.includes('*')) && matches(wide, narrow);
}
